/** The contract in words, against the scenarios that prove it. */
import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const scenarios = globSync("packages/core/src/conformance/scenarios/*.ts", { cwd: root }).map((path) =>
  basename(path, ".ts"),
);
/** Tried by the driver itself, from outside. */
const OUTSIDE = ["parent-killed"];

/** The words in code font of a document's tables and lists that look like a scenario's name. */
function named(document: string): string[] {
  const text = readFileSync(`${root}/${document}`, "utf8").replace(
    /<!-- generated:[\s\S]*?<!-- \/generated:.*?-->/g,
    "",
  );
  const rules = text.split("\n").filter((line) => /^(\|.*\||- \*\*It .*|`statistics`.*|.*`affinity`.*)$/.test(line));
  return rules.flatMap((line) =>
    [
      ...line
        .split(/\||\*\*:/)
        .slice(-2)
        .join(" ")
        .matchAll(/`([a-z]+(?:-[a-z]+)*)`/g),
    ].map(([, name = ""]) => name),
  );
}

it("docs/executor.md names every scenario, and none that does not exist", () => {
  expect([...new Set(named("docs/executor.md"))].sort()).toEqual([...scenarios, ...OUTSIDE].sort());
});

it("the README's promises name scenarios that exist", () => {
  const names = named("README.md").filter((name) => name !== "conformance");
  expect(names.filter((name) => !scenarios.includes(name) && !OUTSIDE.includes(name))).toEqual([]);
  expect(names.length).toBeGreaterThan(10);
});
