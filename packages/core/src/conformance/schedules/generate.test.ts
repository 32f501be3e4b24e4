import { describe, expect, it } from "vitest";
import type { ExecutionModel } from "../../workloads/workload.ts";
import { capabilitiesOf } from "../capabilities.ts";
import { generate } from "./generate.ts";
import { type ActKind, FATAL, type Schedule } from "./schedule.ts";

const cell = (runtime: string, model: ExecutionModel) => ({
  model,
  hasWorkers: model === "threading" || model === "multiprocessing",
  capabilities: capabilitiesOf(runtime, model),
});
const everything = cell("node", "multiprocessing");
const seeds = Array.from({ length: 1000 }, (_, seed) => seed);

const plansOf = ({ steps }: Schedule) =>
  steps.flatMap((step) => (step.do === "submit" ? step.calls : step.do === "map" ? step.inputs : []));
const actsOf = (schedules: Schedule[]): Set<ActKind> =>
  new Set(schedules.flatMap((schedule) => plansOf(schedule).map(({ act }) => act.kind)));

describe("generate()", () => {
  const schedules = seeds.map((seed) => generate(seed, everything));

  it("gives the same schedule for the same seed", () => {
    expect(seeds.slice(0, 50).map((seed) => generate(seed, everything))).toEqual(schedules.slice(0, 50));
  });

  it("gives different ones for different seeds", () => {
    const texts = schedules.map(({ pool, steps }) => JSON.stringify({ pool, steps }));
    expect(new Set(texts).size).toBe(seeds.length);
  });

  it("numbers the calls of a schedule without gaps", () => {
    for (const schedule of schedules) {
      const numbers = plansOf(schedule).map(({ call }) => call);
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: schedule.calls }, (_, call) => call));
    }
  });

  it("draws every step, act and moment of cancellation", () => {
    expect(new Set(schedules.flatMap(({ steps }) => steps.map((step) => step.do))).size).toBe(7);
    expect(actsOf(schedules).size).toBe(15);
    const cancels = schedules.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.do === "submit" ? step.calls.map(({ cancel }) => cancel) : [])),
    );
    expect(new Set(cancels.map((cancel) => (typeof cancel === "object" ? "after" : cancel))).size).toBe(5);
  });

  it("never leaves a task running that does not end by itself", () => {
    const calls = schedules.flatMap(({ steps }) => steps.flatMap((step) => (step.do === "submit" ? step.calls : [])));
    const endless = calls.filter(
      ({ act }) => act.kind === "spinForever" || (act.kind === "wait" && act.milliseconds > 20),
    );
    expect(endless.length).toBeGreaterThan(50);
    const ends = endless.filter(
      ({ cancel, timeout = Infinity, runTimeout = Infinity }) =>
        (cancel ?? "when settled") !== "when settled" || Math.min(timeout, runTimeout) < 1000,
    );
    expect(ends).toEqual(endless);
  });

  it.each([
    ["node", "async", ["exit", "throwLater", "kill", "replyThenExit", "spinForever"]],
    ["deno", "threading", ["kill", "spinForever"]],
    ["bun", "threading", ["kill"]],
    ["deno", "multiprocessing", []],
  ] as const)("leaves out what %s %s cannot survive", (runtime, model, left) => {
    const found = actsOf(seeds.map((seed) => generate(seed, cell(runtime, model))));
    expect([...FATAL, "spinForever" as const].filter((kind) => !found.has(kind))).toEqual(left);
  });
});
