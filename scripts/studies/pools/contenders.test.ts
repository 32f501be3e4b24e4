import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { REPOSITORY } from "../../repository.ts";
import { CASE_NAMES } from "./cases.ts";
import { readContenders } from "./contenders.ts";
import { groupsOf, type PlannedPool, type Selection } from "./pools-study.ts";

const RUNTIMES = ["node", "deno", "bun"];

const selection = (changes: Partial<Selection> = {}): Selection => ({
  runtimes: RUNTIMES.map((name) => ({ name, list: readContenders(REPOSITORY, name) })),
  models: ["threading", "multiprocessing"],
  cases: CASE_NAMES,
  contenders: undefined,
  workers: 2,
  smoke: false,
  ...changes,
});

const plannedOf = (of: Selection): PlannedPool[] => groupsOf({ selection: of, timeLimitSeconds: 60 }).flat();

test("the contenders of one case are a group: they follow each other", () => {
  for (const group of groupsOf({ selection: selection(), timeLimitSeconds: 60 })) {
    const cases = group.map(({ runtime, contender, case: name }) => [runtime, contender.model, name].join(" "));
    expect(new Set(cases).size).toBeLessThanOrEqual(1);
  }
});

test("floors take part only where they are one; transfers only between threads", () => {
  const names = (name: (typeof CASE_NAMES)[number]): Set<string> =>
    new Set(
      plannedOf(selection({ cases: [name] }))
        .filter(({ contender }) => contender.role === "floor")
        .map(({ contender }) => `${contender.model} ${contender.name}`),
    );
  expect(names("one-at-a-time")).toEqual(new Set(["threading raw-ping-pong", "multiprocessing raw-ping-pong"]));
  expect(names("transfer-1-mib")).toEqual(new Set(["threading raw-ping-pong"]));
});

test("memory is looked at with one worker and with nine, whatever the run's number", () => {
  const planned = plannedOf(selection({ cases: ["idle-memory"], contenders: ["triathlon"], workers: 4 }));
  expect(new Set(planned.map(({ workers }) => workers))).toEqual(new Set([1, 9]));
});

describe.each(RUNTIMES)("the list of %s", (runtime) => {
  const { contenders, entry } = readContenders(REPOSITORY, runtime);

  test("names each contender of a model once", () => {
    const keys = contenders.map(({ name, model }) => `${model} ${name}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("has an adapter for each, or a reason", () => {
    for (const { adapter, notRun, role, name } of contenders) {
      if (role === "floor") continue;
      if (adapter === null) expect(notRun, name).toMatch(/.{20}/);
      else expect(existsSync(join(dirname(entry), `${adapter}.ts`)), adapter).toBe(true);
    }
  });

  test("knows the installed version of each peer that is run", () => {
    const catalog = readFileSync(join(REPOSITORY, "pnpm-workspace.yaml"), "utf8");
    for (const { role, adapter, version, name } of contenders) {
      if (role === "peer" && adapter !== null) expect(catalog, name).toContain(`: ${version}\n`);
    }
  });
});
