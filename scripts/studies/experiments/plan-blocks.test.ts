import type { Description } from "@triathlon/core/measure/experiments/probe";
import { describe, expect, test } from "vitest";
import { discoverProbes } from "./discover-probes.ts";
import { TABLES } from "./experiment-tables.ts";
import { blockCount, blockOrder, nameOfProbe, nameOfSetting, plannedOf, type Selection } from "./plan-blocks.ts";

const experiment = (name: string, blocks: number, settings: number): Description => ({
  name,
  title: name,
  question: `${name}?`,
  blocks,
  timeLimitSeconds: 1,
  settings: () => Array.from({ length: settings }, (_, value) => ({ place: "main", setting: { value }, amount: {} })),
});

const selection: Selection = {
  runtimes: ["node", "deno", "bun"],
  experiments: [experiment("long", 6, 5), experiment("short", 2, 3)],
  smoke: false,
  blocks: undefined,
};

describe("a block", () => {
  test("has every setting of every runtime once, in an order that seed and block decide", () => {
    const all = plannedOf(selection, 0).map(nameOfProbe).sort();
    expect(all).toHaveLength(24);
    const order = (seed: number, block: number) => blockOrder(selection, seed, block).map(nameOfProbe);
    expect(order(1, 0).sort()).toEqual(all);
    expect(order(1, 0)).toEqual(order(1, 0));
    expect(order(1, 0)).not.toEqual(order(1, 1));
    expect(order(1, 0)).not.toEqual(order(2, 0));
  });

  test("has the runtimes of a setting behind each other", () => {
    const order = blockOrder(selection, 3, 0).map(nameOfSetting);
    for (let index = 0; index < order.length; index += 3) {
      expect(new Set(order.slice(index, index + 3)).size).toBe(1);
    }
  });

  test("leaves out experiments that have fewer blocks", () => {
    expect(blockCount(selection)).toBe(6);
    expect(new Set(plannedOf(selection, 2).map((planned) => planned.experiment))).toEqual(new Set(["long"]));
    expect(blockCount({ ...selection, smoke: true })).toBe(1);
    expect(blockCount({ ...selection, blocks: 9 })).toBe(9);
  });
});

describe("every experiment", async () => {
  const probes = await discoverProbes();

  test.each(probes)("$name asks a question, has settings of different names, and a table", (probe) => {
    expect(probe.question).toMatch(/\?$/);
    for (const smoke of [true, false]) {
      const names = probe.settings({ smoke }).map((planned) => nameOfSetting({ ...planned, experiment: probe.name }));
      expect(names.length).toBeGreaterThan(1);
      expect(new Set(names).size).toBe(names.length);
    }
    expect(Object.keys(TABLES)).toContain(probe.name);
  });

  test("is less in a smoke run", () => {
    const count = (smoke: boolean) => probes.flatMap(({ settings }) => settings({ smoke })).length;
    expect(count(true)).toBeLessThan(count(false));
  });
});
