/** The questions of `which-model.md`: in the words of `triathlon decide` and in its order, and drawn for the narrowest screen. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { seenText } from "../../../packages/cli/src/decide/answer.ts";
import { MODELS, POOLS } from "../../../packages/cli/src/decide/candidates.ts";
import type { Probe } from "../../../packages/cli/src/decide/probe.ts";
import { computes, crosses, decision } from "../../../test/cli/decide/support/made-up.ts";
import { REPOSITORY } from "../../repository.ts";
import { PICTURE } from "../sections/decision-tree.ts";
import { drawTree } from "./draw-tree.ts";
import { LEAVES, QUESTIONS, sentence, ways } from "./questions.ts";

const seen = (probe: Partial<Probe>): string =>
  seenText({
    ...decision({}, ""),
    runtimes: [
      { name: "node", version: "26.0.0", excluded: null, probe: { ...computes, ...probe }, crossing: crosses },
    ],
  }) ?? "";
const asks = QUESTIONS.map(({ ask }) => ask);
const means = QUESTIONS.flatMap(({ answers }) => answers.map((answer) => answer.means));

describe("the questions", () => {
  test("end in the models of decide, each with the item that it would copy, or in asking it", () => {
    const { "measure it": measured, ...models } = LEAVES;
    expect(Object.keys(models)).toEqual(MODELS);
    expect(Object.values(models).map(({ item }) => item)).toEqual([
      null,
      ...Object.values(POOLS).map(({ item }) => item),
    ]);
    expect(measured.item).toBeNull();
  });

  test.each([
    ["computes", {}],
    ["waits", { cpuTotal: 3, blockedTotal: 3 }],
    ["blocks", { cpuTotal: 3 }],
    ["waits and computes", { cpuTotal: 200, blockedTotal: 160 }],
    ["has threads of its own", { cpuTotal: 900 }],
  ])("have decide's word for what %s", (kind, probe) => {
    expect(seen(probe)).toMatch(new RegExp(`^Seen in Node: it ${kind} \\(CPU for \\d+ % of its time\\), `));
    expect(means).toContain(kind);
  });

  test("stand in the order in which decide says what it saw", () => {
    const said = ["it computes", "a call takes", "be sent to a worker"].map((words) => seen({}).indexOf(words));
    expect(said).toEqual(said.toSorted((a, b) => a - b));
    expect(said[0]).toBeGreaterThan(0);
    const asked = [/threads of its own/, /wait, or compute/, /block/, /a call take/, /be sent to a worker/, /crash/];
    expect(asked.map((words) => asks.findIndex((ask) => words.test(ask)))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("are those of the document", () => {
    const text = readFileSync(join(REPOSITORY, "docs/which-model.md"), "utf8");
    expect([...text.matchAll(/^\d\. \*\*(.+?)\*\*/gm)].map(([, ask]) => ask)).toEqual(asks);
  });

  test("are all reached, and each way once", () => {
    const ends = QUESTIONS.flatMap(({ answers }) => answers).filter(({ next }) => typeof next === "string");
    expect(ways().map(({ leaf }) => leaf)).toEqual(expect.arrayContaining(ends.map(({ next }) => next)));
    expect(ways()).toHaveLength(ends.length);
    expect(new Set(ways().flatMap((way) => way.means))).toEqual(new Set(means));
  });
});

describe("the picture", () => {
  test("is the one that stands beside the document", () => {
    expect(readFileSync(join(REPOSITORY, PICTURE), "utf8")).toBe(drawTree());
  });

  const [, style = "", drawn = ""] = /<style>([^]*)<\/style>([^]*)/.exec(drawTree()) ?? [];

  test("is as wide as the narrowest screen, and every text in it has room", () => {
    expect(Number(/viewBox="0 0 (\d+)/.exec(drawTree())?.[1])).toBeLessThanOrEqual(360);
    const boxes = [...drawn.matchAll(/<rect x="(\d+)" y="([\d.]+)" width="(\d+)" height="([\d.]+)"/g)].map(
      ([, ...at]) => at.map(Number) as [number, number, number, number],
    );
    const texts = [...drawn.matchAll(/<text class="." x="([\d.]+)" y="([\d.]+)" font-size="(\d+)"[^>]*>([^<]*)</g)];
    expect(texts.length).toBeGreaterThan(20);
    for (const [, x, y, size, said = ""] of texts) {
      const [left, base] = [Number(x), Number(y)];
      const right = left + said.replaceAll(/&#\d+;/g, "_").length * Number(size) * 0.55;
      const box = boxes.find(
        ([bx, by, width, height]) => left > bx && left < bx + width && base > by && base < by + height,
      );
      expect(right, said).toBeLessThanOrEqual(box ? box[0] + box[2] : 352);
    }
  });

  test("has no colour of its own: those of the page are light and dark", () => {
    expect(style).toContain("prefers-color-scheme: dark");
    const colours = [...drawn.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(([, colour = ""]) => colour);
    expect(colours.filter((colour) => colour !== "none" && !style.includes(`${colour.slice(4, -1)}:`))).toEqual([]);
  });

  test("says in words what it shows", () => {
    expect(sentence()).toContain("3. Does it block while it waits? no: async, async-pool; yes: threads, thread-pool.");
    expect(drawTree()).toContain("<desc>1. Has it threads of its own? yes: async, async-pool; no: question 2.");
  });
});
