/** A pool with abilities, copied into a project outside of the repository: its types, the lines that `add` prints, and its tests. */
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { add } from "../../../packages/cli/src/commands/add.ts";
import type { Catalogue } from "../../../packages/cli/src/items/catalogue.ts";
import type { AvailableRuntime } from "../../../scripts/study/runtimes.ts";
import { STRICT } from "../../landing/support/strict.ts";
import { testFolder } from "../../support/test-folder.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export interface TriedCopy {
  /** The project. */
  folder: string;
  /** The copy in it. */
  name: string;
  runtime: AvailableRuntime;
  printed: string;
}

/** @param pool its item's name */
export function copyWith(
  catalogue: Catalogue,
  runtime: AvailableRuntime,
  pool: string,
  abilities: readonly string[],
): TriedCopy {
  const folder = testFolder();
  let printed = "";
  const print = (text: string): void => void (printed += text);
  add({ folder, catalogue, print, fail: () => {} }, [pool], { with: [abilities.join(",")] });
  return { folder, name: pool.replace(/^.*\//, ""), runtime, printed };
}

/** @throws {Error} when a type does not hold, in the copy or in the lines that `add` printed */
export async function checkTypes({ folder, name, runtime, printed }: TriedCopy): Promise<void> {
  writeFileSync(join(folder, name, "switched-on.ts"), program(name, printed));
  if (runtime.name === "deno") await execa(runtime.binary, ["check", name], { cwd: folder, all: true });
  else {
    writeProject(folder, runtime.name);
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    await execa(process.execPath, [tsc, "-p", "."], { cwd: folder, all: true });
  }
}

/** Do what takes most of their time: check types once more, and start a process for each file. */
const QUICK: Record<string, string[]> = { node: ["--test-isolation=none"], deno: ["--no-check"] };

/**
 * By the command that `add` printed.
 *
 * @param quickly without what takes most of its time
 * @throws {Error} when one fails
 */
export async function runTests({ folder, runtime, printed }: TriedCopy, quickly = false): Promise<void> {
  const [, first = "", ...rest] = (/^Test it: +(.+)$/m.exec(printed)?.[1] ?? "").split(" ");
  const args = [first, ...((quickly && QUICK[runtime.name]) || []), ...rest];
  const env = { PATH: `${dirname(runtime.binary)}${delimiter}${process.env["PATH"]}`, NO_COLOR: "1" };
  await execa(runtime.binary, args, { cwd: folder, env, all: true });
}

/** What `add` prints to be written, in a program that is checked and not run. */
function program(name: string, printed: string): string {
  const lines = (/^Switch on .*\n((?: {2}.*\n)+)/m.exec(printed)?.[1] ?? "").split("\n").map((line) => line.trim());
  const className = name === "thread-pool" ? "ThreadPool" : "ProcessPool";
  const uses = lines.filter((line) => /^(new|serve)\b/.test(line));
  return [
    ...lines.filter((line) => line.startsWith("import ")),
    `import { ${className}, serve } from "./${name}.ts";`,
    'import * as tasks from "./tasks.ts";',
    `declare const createWorker: ConstructorParameters<typeof ${className}>[0];`,
    ...uses.map((line) => `void (() => ${line.replace(/;.*$/, "")});`),
    "void serve;",
    "void tasks;",
    "",
  ].join("\n");
}

function writeProject(folder: string, runtime: string): void {
  const types = join(folder, "node_modules/@types", runtime);
  mkdirSync(dirname(types), { recursive: true });
  symlinkSync(realpathSync(join(root, `packages/${runtime}-examples/node_modules/@types`, runtime)), types, "junction");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...STRICT, types: [runtime] } }));
}
