/** Inputs that have hurt pools, crossed with the cells: a cell in which one is not tried has a reason. */
import { blankOf, missedInputs } from "@triathlon/core/conformance/inputs";
import { describe, expect, it } from "vitest";
import { discoverScenarios } from "./run-scenario.ts";
import { LOCAL_MODELS } from "@triathlon/core/results/record";

const RUNTIMES = ["node", "deno", "bun"];
const scenarios = await discoverScenarios();
const rows = scenarios.flatMap((scenario) =>
  Object.entries(scenario.inputs ?? {}).map(([input, blanks]) => ({ scenario, input, blanks })),
);

it("there are many", () => {
  expect(rows.length).toBeGreaterThan(100);
});

it("no two inputs have one name", () => {
  const names = rows.map(({ input }) => input);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

it.each(rows)("$input", ({ scenario, blanks }) => {
  const cells = RUNTIMES.flatMap((runtime) => LOCAL_MODELS.map((model) => ({ runtime, model })));
  const silent = cells.filter(
    ({ runtime, model }) => !scenario.models.includes(model) && blankOf(blanks, runtime, model) === undefined,
  );
  expect(silent).toEqual([]);
  expect(Object.values(blanks).every((reason) => (reason?.length ?? 0) > 10)).toBe(true);
  // One that is left out everywhere is tried nowhere.
  expect(cells.some(({ runtime, model }) => blankOf(blanks, runtime, model) === undefined)).toBe(true);
});

describe("missedInputs()", () => {
  const inputs = { "a ring": {}, "no list": { async: "it is a list there", "deno threading": "deno takes it" } };
  const missed = (checks: string[], runtime: string, model: "async" | "sequential" | "threading") =>
    missedInputs({ inputs }, checks, runtime, model);

  it("finds none where each has a check that begins with its name", () => {
    expect(missed(["a ring: rejects", "no list: rejects", "no list: and again"], "node", "threading")).toEqual([]);
  });

  it("finds what no check begins with", () => {
    expect(missed(["a ringing: rejects", "no list: rejects"], "node", "threading")).toEqual([
      '"a ring" was not tried, and no reason is given',
    ]);
  });

  it.each([
    ["bun", "async"],
    ["bun", "sequential"],
    ["deno", "threading"],
  ] as const)("takes a reason for a check, in %s %s", (runtime, model) => {
    expect(missed(["a ring: rejects"], runtime, model)).toEqual([]);
  });

  it("finds what was tried though there is a reason not to", () => {
    expect(missed(["a ring: rejects", "no list: rejects"], "deno", "threading")).toEqual([
      '"no list" was tried, though a reason is given not to: deno takes it',
    ]);
  });
});
