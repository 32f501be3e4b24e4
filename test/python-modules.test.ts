/** The page that says what becomes of each name of five Python modules says it of all of them. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");

/**
 * The public names of each module: what its `__all__` has in Python 3.11 and does not begin with `_`; with `TaskGroup`, which it leaves out,
 * and `InterpreterPoolExecutor` of Python 3.14.
 */
const modules = JSON.parse(read("python-names.json")) as Record<string, string[]>;

const sections = new Map(
  read("../docs/python-modules.md")
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf("\n")), section]),
);

describe("Python's modules, name by name", () => {
  it("are the five that the tutorials use", () => {
    expect([...sections.keys()].sort()).toEqual(Object.keys(modules).sort());
  });

  it.each(Object.keys(modules))("has every name of %s once", (module) => {
    const rows = [...sections.get(module)!.matchAll(/^\| (`.*?) \|/gm)].map(([, names = ""]) => names);
    const names = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
    expect(names.sort()).toEqual(modules[module]?.toSorted());
  });

  it("says of each row what JavaScript has and what is here", () => {
    const rows = [...sections.values()].flatMap((section) =>
      section.split("\n").filter((line) => line.startsWith("| `")),
    );
    for (const row of rows)
      expect(row.split(" | ").map((cell) => cell.replace(/[| ]/g, "") !== "")).toEqual([true, true, true]);
  });
});
