/** The page of examples leaves none out. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REPOSITORY } from "../../repository.ts";
import { examples, generate } from "./examples.ts";

test("each example stands under a question", () => {
  const page = readFileSync(join(REPOSITORY, "docs/examples.md"), "utf8");
  const listed = [...page.matchAll(/^<!-- generated:examples (.+) -->$/gm)].flatMap(([, names = ""]) =>
    names.split(" "),
  );
  const names = new Set(examples(REPOSITORY).map(({ name }) => name.replace(/\.ts$/, "")));
  expect([...names].filter((name) => !listed.includes(name))).toEqual([]);
});

test("a row has what an example shows, its model, and a link for each runtime that has it", () => {
  const rows = generate({
    root: REPOSITORY,
    document: "docs/examples.md",
    argument: "async/gather multiprocessing/frames",
  });
  expect(rows).toContain("](../packages/bun-examples/src/async/gather.ts)");
  expect(rows).toMatch(/^\| Messages over a byte stream \| multiprocessing \| \[Deno\]\(/m);
});

test("an example that is not there is named", () => {
  const place = { root: REPOSITORY, document: "docs/examples.md", argument: "async/nothing" };
  expect(() => generate(place)).toThrow('Cannot list the example "async/nothing" in "docs/examples.md"');
});
