import type { Description } from "@triathlon/core/measure/experiments/probe";
import { describe, expect, test } from "vitest";
import { discoverProbes } from "./discover-probes.ts";
import { TABLES } from "./experiment-tables.ts";
import { experimentsStudy, nameOfSetting, type Selection } from "./experiments-study.ts";

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

const studyOf = (changes: Partial<Selection> = {}, seed = 1) =>
  experimentsStudy({ runId: "a-run", selection: { ...selection, ...changes }, runtimes: new Map(), seed });

describe("a block", () => {
  test("has every setting of every runtime once, the runtimes of a setting behind each other", () => {
    const study = studyOf();
    const order = study.order(0);
    expect(new Set(order.map((planned) => study.nameOf(planned))).size).toBe(24);
    expect(order).toHaveLength(24);
    for (let index = 0; index < order.length; index += 3) {
      expect(new Set(order.slice(index, index + 3).map(nameOfSetting)).size).toBe(1);
    }
    expect(studyOf({}, 2).order(0)).not.toEqual(order);
  });

  test("leaves out experiments that have fewer blocks", () => {
    expect(studyOf().blocks()).toBe(6);
    expect(
      new Set(
        studyOf()
          .order(2)
          .map(({ experiment }) => experiment),
      ),
    ).toEqual(new Set(["long"]));
    expect(studyOf().executions()).toBe(2 * 24 + 4 * 15);
    expect(studyOf({ smoke: true }).blocks()).toBe(1);
    expect(studyOf({ blocks: 9 }).blocks()).toBe(9);
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
