/** Random changes of two sides to a real file of an item: an update is Git's merge, or says that it is a conflict. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { array, assert, constantFrom, nat, oneof, property, record, string } from "fast-check";
import { expect } from "vitest";
import { add } from "../../../packages/cli/src/commands/add.ts";
import { update } from "../../../packages/cli/src/commands/update.ts";
import { splitHeader } from "../../../packages/cli/src/items/header.ts";
import { smallEnvironment } from "./small-catalogue.ts";
import { testFolder } from "../../support/test-folder.ts";

const name = "node/thread-pool";
const source = new URL("../../../packages/node-examples/src/threading/thread-pool.ts", import.meta.url);
const base = readFileSync(source, "utf8").split("\n").slice(0, -1);

/** One change at a place: lines are taken out, and others put there; some are copies of lines that the file has. */
const edit = record({
  at: nat({ max: base.length }),
  removed: nat({ max: 4 }),
  added: array(oneof(string({ maxLength: 8 }), constantFrom("", "}", "  }", ...base)), { maxLength: 3 }),
});
const edits = array(edit, { maxLength: 5 });
type Edit = { at: number; removed: number; added: string[] };

function changed(lines: readonly string[], list: readonly Edit[], mark: string): string[] {
  const result = [...lines];
  for (const [i, { at, removed, added }] of list.entries()) {
    // A line of its own in each addition shows whether it was kept.
    const own = added.length > 0 ? [...added, `// ${mark} ${i}`] : [];
    result.splice(Math.min(at, result.length), removed, ...own);
  }
  return result;
}

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

/** @param runs pairs of changes that are tried */
export function tryMerges(runs: number): { clean: number; conflicts: number } {
  const seen = { clean: 0, conflicts: 0 };
  const scratch = testFolder();
  assert(
    property(edits, edits, (ours, upstream) => {
      const [mine, theirs] = [changed(base, ours, "mine"), changed(base, upstream, "theirs")];
      const { text, conflict } = updated(textOf(mine), textOf(theirs));
      seen[conflict ? "conflicts" : "clean"]++;
      const kept = text.split("\n");
      expect(mine.filter((line) => line.startsWith("// mine")).every((line) => kept.includes(line))).toBe(true);
      expect(missing(mine, base, kept)).toEqual([]);
      if (conflict) return;
      const git = gitMerge(scratch, textOf(mine), textOf(base), textOf(theirs));
      expect({ status: git.status, text }).toEqual({ status: 0, text: git.stdout });
    }),
    { numRuns: runs, seed: 2026, endOnFailure: false },
  );
  return seen;
}

/** Lines that `mine` has more often than the base, and that are fewer in the result than in `mine`. */
function missing(mine: readonly string[], from: readonly string[], result: readonly string[]): string[] {
  const count = (lines: readonly string[], line: string): number => lines.filter((other) => other === line).length;
  return [...new Set(mine)].filter(
    (line) => count(mine, line) > count(from, line) && count(result, line) < count(mine, line) - count(from, line),
  );
}

function updated(mine: string, theirs: string): { text: string; conflict: boolean } {
  const before = smallEnvironment([{ name, files: { "pool.ts": textOf(base) } }]);
  add(before, [name], {});
  const place = join(before.folder, "thread-pool/pool.ts");
  writeFileSync(place, splitHeader(readFileSync(place, "utf8")).header + mine);
  const after = smallEnvironment([{ name, version: "2.0.0", files: { "pool.ts": theirs } }], before.folder);
  update(after, undefined, {});
  return { text: splitHeader(readFileSync(place, "utf8")).body, conflict: after.failed() };
}

function gitMerge(folder: string, ...sides: [string, string, string]): { status: number | null; stdout: string } {
  const places = sides.map((_, i) => join(folder, String(i)));
  for (const [i, text] of sides.entries()) writeFileSync(places[i] ?? "", text);
  return spawnSync("git", ["merge-file", "-p", ...places], { encoding: "utf8" });
}
