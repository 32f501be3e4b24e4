import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { discoverExamples } from "../../examples/discover.ts";
import { REPOSITORY } from "../../repository.ts";
import { TUTORIAL_ITEMS } from "../tutorial-items.ts";
import { answersTo, generate } from "./tutorial-items.ts";

const examples = discoverExamples(REPOSITORY, [{ name: "node" }, { name: "deno" }, { name: "bun" }]);
const plain = (text: string, path: string): string => `${text} ${path}`;

describe("the items of the tutorials", () => {
  it("are all there, singly and in order", () => {
    expect(TUTORIAL_ITEMS.map(({ number }) => number)).toEqual(Array.from({ length: 65 }, (_, i) => i + 1));
    const rows = generate({ root: REPOSITORY, document: "docs/coming-from-python.md", argument: "" });
    for (const { number } of TUTORIAL_ITEMS)
      expect(rows.match(new RegExp(`^\\| S${number} +\\|`, "gm"))).toHaveLength(1);
  });

  it.each(TUTORIAL_ITEMS)("S$number is answered by an example, an experiment, a page or a correction", (item) => {
    const found = answersTo(item, examples, REPOSITORY, plain);
    expect([...found, ...(item.correction === undefined ? [] : [item.correction])]).not.toEqual([]);
  });

  it.each(TUTORIAL_ITEMS.filter(({ what }) => /^Programs?:/.test(what)))(
    "S$number is a program: an example in each runtime answers it",
    ({ number }) => {
      const runtimes = examples.filter(({ answers }) => answers.includes(`S${number}`)).map(({ runtime }) => runtime);
      expect([...new Set(runtimes)].sort()).toEqual(["bun", "deno", "node"]);
    },
  );

  it("name no page that is not there", () => {
    for (const page of new Set(TUTORIAL_ITEMS.flatMap(({ pages = [] }) => pages))) {
      expect(existsSync(join(REPOSITORY, "docs", `${page}.md`)), page).toBe(true);
    }
  });

  it("are named by no header that means another", () => {
    const numbers = examples.flatMap(({ answers }) => answers).map((answer) => Number(answer.slice(1)));
    expect(numbers.filter((number) => !(number >= 1 && number <= TUTORIAL_ITEMS.length))).toEqual([]);
  });
});
