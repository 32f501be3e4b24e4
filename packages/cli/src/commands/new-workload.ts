/** `triathlon new workload [FILE]`: a commented workload to begin with, with types, for `bench --workload`. */
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { Environment } from "../environment.ts";
import { refuseWhatFails } from "../files/refuse-what-fails.ts";
import { ITEMS } from "../items/catalogue.ts";
import { Refusal } from "../refusal.ts";
import { UsageError } from "../usage-error.ts";

/** Where workloads are measured: a clone of the repository, which this command comes with. */
const WORKLOADS = join(ITEMS, "../../core/src/workloads");
const TEMPLATE = join(WORKLOADS, "support/template.ts");

/** As `bench` wants names of workloads. */
const NAME = /^[a-z0-9][a-z0-9-]*$/;

/**
 * @param path of the new file; its name is the workload's
 * @throws {UsageError} for a name that no workload can have
 * @throws {Refusal} when the file is there, and where there is no clone
 */
export function newWorkload({ folder, print }: Environment, path: string): void {
  const target = resolve(folder, path);
  const name = basename(target, ".ts");
  if (!target.endsWith(".ts") || !NAME.test(name)) {
    throw new UsageError(
      `Cannot write the workload "${path}": wanted a name of lower-case letters, digits and hyphens that ends with ".ts", e.g. mine.ts`,
    );
  }
  if (!existsSync(TEMPLATE)) {
    throw new Refusal(
      "Cannot write a workload: wanted a clone of the repository, which measures it, found this package alone: type `pnpm triathlon new workload` in a clone",
    );
  }
  if (existsSync(target)) {
    throw new Refusal(`Cannot write the workload "${path}": found a file of this name: name another`);
  }
  const real = refuseWhatFails(dirname(target), () => realpathSync(dirname(target)));
  const text = readFileSync(TEMPLATE, "utf8")
    .replaceAll(/"(\.\.\/[^"]+)"/g, (_, place: string) => `"${from(real, join(dirname(TEMPLATE), place))}"`)
    .replace("./template.ts", `./${name}.ts`)
    .replaceAll("./mine.ts", `./${name}.ts`)
    .replace('name: "mine"', `name: "${name}"`);
  refuseWhatFails(dirname(target), () => writeFileSync(target, text, { flag: "wx" }));
  print(`Wrote ${path}: change what it does, then measure it in the clone:\n`);
  print(`  npx -y pnpm@12.21.0 bench --workload ${/^[\w./-]+$/.test(target) ? target : JSON.stringify(target)}\n`);
}

function from(folder: string, file: string): string {
  const path = relative(folder, file).replaceAll("\\", "/");
  return path.startsWith(".") ? path : `./${path}`;
}
