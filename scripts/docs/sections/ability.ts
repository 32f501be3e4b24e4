/**
 * How an ability is copied, what it weighs, and what it was tried with: `<!-- generated:ability priority -->`. Lines are counted as for the copies of
 * pools; that every two abilities get on is the business of `compose.test.ts`, which knows all that stand in their folder.
 */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { modulesIn } from "../../modules-in.ts";
import type { DocumentPlace } from "../section.ts";
import { linesOfCode } from "./copies.ts";

const FOLDER = "packages/core/src/abilities";

/** @throws {Error} when there is no ability of this name */
export function generate({ root, document, argument }: DocumentPlace): string {
  const names = modulesIn(join(root, FOLDER));
  if (!names.includes(argument)) {
    throw new Error(
      `Cannot fill the section "ability" of "${document}": wanted one of ${names.join(", ")}, found "${argument}"`,
    );
  }
  const link = (file: string): string =>
    `[\`${file}\`](${posix.relative(posix.dirname(document), `${FOLDER}/${file}`)})`;
  const long = (name: string): string =>
    `[\`${name}.test.ts\`](${posix.relative(posix.dirname(document), `test/long/${name}.test.ts`)})`;
  const lines = linesOfCode(readFileSync(join(root, FOLDER, `${argument}.ts`), "utf8"));
  const others = names.filter((name) => name !== argument).map((name) => `\`${name}\``);
  return [
    `- Copied with a new pool by \`triathlon add node/thread-pool --with ${argument}\`, or into a copy by \`triathlon add ${argument} --to thread-pool\`: threads or processes of any runtime, with a test.`,
    `- One file, ${link(`${argument}.ts`)}, of **${lines} lines** (comments and empty lines are not counted). Beyond the plain pool it needs none.`,
    `- Tried by ${link("compose.test.ts")} alone, before and after each of ${others.join(", ")}, and among all of them.`,
    `- With real workers: its test runs in copies of every pool that has workers (${long("abilities")}), each two keep a core of the contract in one cell of each runtime (${long("ability-pairs")}), all together keep the whole of it in every cell (${long("conformance")}).`,
  ].join("\n");
}
