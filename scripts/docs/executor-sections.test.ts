import { expect, test } from "vitest";
import { REPOSITORY } from "../repository.ts";
import { generate as capabilities } from "./sections/capabilities.ts";
import { copies, linesOfCode } from "./sections/copies.ts";

const place = { root: REPOSITORY, document: "docs/executor.md", argument: "" };

test("neither comments nor empty lines are lines of code", () => {
  expect(linesOfCode("/**\n * What it is.\n */\nconst a = 1; // one\n\n// two\nconst b = 2;\n")).toBe(2);
});

test("a copy of a pool of workers has at most seven files, with Deno's frames eight, none above 450 lines of code", () => {
  const workers = copies(REPOSITORY).filter(({ item }) => !item.endsWith("async-pool"));
  for (const { item, files } of workers) {
    expect(files.size, item).toBeLessThanOrEqual(item === "deno/process-pool" ? 8 : 7);
    expect(Math.max(...files.values()), item).toBeLessThanOrEqual(450);
  }
});

test("a copy of the async pool has at most four files, and nothing of workers", () => {
  const [pool] = copies(REPOSITORY).filter(({ item }) => item === "node/async-pool");
  const names = [...(pool?.files.keys() ?? [])].map((path) => path.split("/").at(-1));
  expect(names.toSorted((a = "", b = "") => (a < b ? -1 : 1))).toEqual([
    "async-pool.ts",
    "errors.ts",
    "map.ts",
    "tasks.ts",
  ]);
});

test("what a copy weighs is what is promised", () => {
  const lines = new Map(
    copies(REPOSITORY).map(({ item, files }) => [item, [...files.values()].reduce((sum, more) => sum + more, 0)]),
  );
  for (const [item, found] of lines) expect(found, item).toBeLessThanOrEqual(LIMITS[item.split("/")[1] ?? ""] ?? 0);
  expect(lines.size).toBe(9);
});

/** Lines of code: a copy may become smaller. */
const LIMITS: Record<string, number> = { "thread-pool": 1035, "process-pool": 1086, "async-pool": 451 };

test("every capability stands in the table, with what it means and all three runtimes", () => {
  expect(capabilities(place)).toMatch(
    /^\| `hardTimeout` \| .+ \| yes \/ no \/ yes \| yes \/ yes \/ yes \| no \/ no \/ no \| – \/ – \/ – \|$/m,
  );
});
