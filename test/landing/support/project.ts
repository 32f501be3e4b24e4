/** Projects outside of this repository, with a pool in them, and what a person does there. */
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { assemble, writeItems } from "../../../packages/cli/build/assemble.ts";
import { add, type AddOptions, formWanted } from "../../../packages/cli/src/commands/add.ts";
import { Catalogue } from "../../../packages/cli/src/items/catalogue.ts";
import { inForm, type Item } from "../../../packages/cli/src/items/item.ts";
import { discoverRuntimes, isAvailable } from "../../../scripts/study/runtimes.ts";
import { testFolder } from "../../support/test-folder.ts";
import { offline, type OfflineOptions, type Ran } from "./offline.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const tools = join(root, "test/landing/node_modules");

/** Everything that is made here lies in it. */
export const home = testFolder();
const items = join(home, "items");
writeItems(items, assemble(root));
export const catalogue = new Catalogue(items);
const runtimes = new Map((await discoverRuntimes(root)).map((runtime) => [runtime.name, runtime]));

export const binaryOf = (runtime: string): string => {
  const found = runtimes.get(runtime);
  if (!found || !isAvailable(found)) throw new Error(found?.reason ?? runtime);
  return found.binary;
};

export interface Project {
  /** Where package.json would stand. */
  folder: string;
  item: Item;
}

let made = 0;

/**
 * A folder with a copy of the pool in `pool/`, and the types of its runtime where a package manager would have put them.
 *
 * @param manifest its package.json; default: none
 * @param options of `add`, e.g. the form
 */
export function makeProject(name: string, manifest?: object, to = "pool", options: AddOptions = {}): Project {
  const folder = join(home, `project-${++made}`);
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  if (manifest) writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const item = inForm(catalogue.findItem(name), formWanted(options));
  if (item.runtime !== "deno") {
    const types = `@types/${item.runtime}`;
    symlinkSync(realpathSync(join(tools, types)), join(folder, "node_modules", types), "junction");
  }
  add({ folder, catalogue, print: () => {}, fail: () => {} }, [name], { ...options, to });
  return { folder, item };
}

/** Runs a command of the pool's runtime, e.g. `deno run main.ts`, without a network. */
export function runIn(folder: string, command: string, options: OfflineOptions = {}): Promise<Ran> {
  const [runtime = "", ...args] = command.split(" ");
  const binary = binaryOf(runtime);
  const environment = {
    PATH: `${dirname(binary)}${delimiter}${process.env["PATH"]}`,
    DENO_DIR: join(home, "deno"),
    DENO_NO_UPDATE_CHECK: "1",
    ...options.environment,
  };
  return offline(folder, [binary, ...args], { ...options, environment });
}

/** The pool's program printed its answer, and ended by itself. */
export function expectAnswer({ exitCode, timedOut, all }: Ran): void {
  expect({ exitCode, timedOut, all }).toMatchObject({ exitCode: 0, timedOut: false });
  expect(all).toMatch(/^the sum of all squares below 200,000 is 2666646666700000$|^520 ms of waiting$/m);
}

/** It said why it cannot, and did not hang. */
export function expectFailure({ exitCode, timedOut, all }: Ran, fails: string): void {
  expect({ timedOut, all }).toMatchObject({ timedOut: false });
  expect(exitCode).not.toBe(0);
  expect(all).toMatch(new RegExp(fails));
}

/** Checks a project's types with the tsconfig.json that stands there. */
export const tsc = ({ folder }: Project, ...args: string[]): Promise<Ran> =>
  offline(folder, [binaryOf("node"), join(tools, "typescript/bin/tsc"), ...args]);

/** Bundles with one of `bundlers/`, from the project's folder into `dist/`. */
export const bundle = (
  { folder }: Project,
  bundler: string,
  entries: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ran> =>
  offline(folder, [binaryOf("node"), join(root, `test/landing/bundlers/${bundler}.ts`), "dist", ...entries], {
    environment,
  });

/** In a file of the project. @throws {Error} when it does not have the text */
export function replaceIn({ folder }: Project, path: string, before: string, after: string): void {
  const place = join(folder, path);
  const text = readFileSync(place, "utf8");
  if (!text.includes(before)) throw new Error(`Cannot change "${path}": wanted "${before}" in it, found none`);
  writeFileSync(
    place,
    text.replace(before, () => after),
  );
}
