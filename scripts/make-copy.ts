/**
 * A pool as somebody has it after `triathlon add`, with all abilities where it takes them. Beside a single file lie the program and the test of
 * the folder in JavaScript, so that nothing but that file decides where it runs.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { execa } from "execa";
import { makeFolder, remove, writeFile } from "./files/write-files.ts";
import { modulesIn } from "./modules-in.ts";
import { REPOSITORY } from "./repository.ts";
import type { Form, Pool } from "./versions/versions-report.ts";

export interface MadeCopy {
  /** In which the commands are run. */
  folder: string;
  run: string;
  test: string;
}

/** @param folder a new one */
export async function makeCopy(runtime: string, pool: Pool, form: Form, folder: string): Promise<MadeCopy> {
  makeFolder(folder);
  const isFolder = !form.startsWith("single");
  const js = form === "ts" ? [] : ["--js"];
  const abilities = isFolder && pool !== "async-pool" ? ["--with", abilityNames().join(",")] : [];
  const said = await triathlon(folder, ["add", `${runtime}/${pool}`, ...js, ...abilities, "--to", "pool"]);
  if (!isFolder) {
    const isTypeScript = form === "single";
    const one = await triathlon(folder, ["view", `${runtime}/${pool}`, "--single", ...(isTypeScript ? [] : ["--js"])]);
    putInOneFile(join(folder, "pool"), pool, isTypeScript ? ".ts" : ".js", one);
  }
  return { folder, run: told(said, "Run"), test: told(said, "Test") };
}

const told = (said: string, what: string): string => new RegExp(`^${what} it: +(.+)$`, "m").exec(said)?.[1] ?? "";

const abilityNames = (): string[] => modulesIn(join(REPOSITORY, "packages/core/src/abilities"));

/** The clone's own command, with items made of the sources as they are. */
async function triathlon(folder: string, args: string[]): Promise<string> {
  const command = join(REPOSITORY, "packages/cli/build/from-clone.ts");
  const { stdout } = await execa(process.execPath, [command, ...args], { cwd: folder, env: { INIT_CWD: folder } });
  return `${stdout}\n`;
}

/** What is in `pool/` and in the pool's own file is in one file then, and is imported from there. */
function putInOneFile(folder: string, pool: Pool, end: string, text: string): void {
  for (const path of ["pool", `${pool}.js`, `${pool}.d.ts`]) remove(join(folder, path));
  const named = new RegExp(`"\\./(?:pool/[\\w-]+|${pool})\\.js"`, "g");
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    const place = join(folder, name);
    writeFile(place, readFileSync(place, "utf8").replaceAll(named, `"./${pool}${end}"`));
  }
  writeFile(join(folder, `${pool}${end}`), text);
}
