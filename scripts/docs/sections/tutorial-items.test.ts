import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { discoverExamples } from "../../examples/discover.ts";
import { REPOSITORY } from "../../repository.ts";
import { generate, ITEM } from "./tutorial-items.ts";

const page = readFileSync(join(REPOSITORY, "docs/coming-from-python.md"), "utf8");
const items = [...page.matchAll(ITEM)].map(([row, , name, where]) => ({ row, name: name!, where: where! }));
const examples = discoverExamples(REPOSITORY, ["node", "deno", "bun"]);

describe("the items of the tutorials", () => {
  it("are all there, singly and in order", () => {
    expect(items.map(({ name }) => name)).toEqual(Array.from({ length: 65 }, (_, i) => `S${i + 1}`));
  });

  it.each(items)("$name is answered by an example, an experiment, a page or a correction", ({ row, where }) => {
    expect(where !== "" || row.includes("**Correction:** ")).toBe(true);
  });

  it.each(items.filter(({ row }) => / Programs?: /.test(row)))(
    "$name is a program: an example in each runtime answers it",
    ({ name }) => {
      const runtimes = examples.filter(({ answers }) => answers.includes(name)).map(({ runtime }) => runtime);
      expect([...new Set(runtimes)].sort()).toEqual(["bun", "deno", "node"]);
    },
  );

  it("name no page and no measurement that is not there", () => {
    const links = new Set(items.flatMap(({ where }) => [...where.matchAll(/\]\(([^)]+)\)/g)].map(([, to]) => to!)));
    for (const [file = "", heading] of [...links].map((link) => link.split("#"))) {
      const path = join(REPOSITORY, "docs", file);
      expect(existsSync(path), file).toBe(true);
      if (heading) expect(readFileSync(path, "utf8")).toContain(`<a id="${heading}">`);
    }
  });

  it("are named by no header that means another", () => {
    const known = items.map(({ name }) => name);
    expect(examples.flatMap(({ answers }) => answers).filter((answer) => !known.includes(answer))).toEqual([]);
  });

  it("keep what stands by hand, behind the examples that answer them", () => {
    const place = { root: REPOSITORY, document: "docs/page.md", argument: "" };
    const filled = generate(place, "| S63 | D: Empty. | Here. | old/one ([node](x.ts)); [page: a](a.md) |");
    expect(filled).toMatch(
      /^\| S63 \| D: Empty\. \| Here\. \| combined\/isolate-ladder \(\[node\]\(\.\.\/packages\/.*\); \[page: a\]\(a\.md\) \|$/,
    );
    expect(filled).not.toContain("old/one");
  });
});
