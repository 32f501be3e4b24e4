import { NOISE_LIMITS } from "@triathlon/core/results/noise";
import { describe, expect, test } from "vitest";
import { type Capacity, contaminationOf, noiseBetween } from "./watch-noise.ts";
import type { Counters } from "./counters.ts";

const START: Counters = {
  at: 100,
  cpuTotal: 1000,
  cpuBusy: 400,
  cpuStolen: 10,
  cpuOwn: 50,
  cpuPressure: 1,
  ioPressure: 2,
  memoryPressure: 3,
  throttled: 4,
  swappedInPages: 5,
  majorFaults: 6,
  contextSwitches: 7,
};
const QUIET: Capacity = { before: 1.9, after: 1.9, atBest: 2 };
const CORES = 2;

/** One second of two cores, in which the execution used 1.5 CPU seconds. */
function causes(more: Partial<Counters> = {}, capacity = QUIET): string[] {
  const end = { ...START, at: 101, cpuTotal: 1002, cpuBusy: 401.5, cpuOwn: 51.5, ...more };
  return contaminationOf(noiseBetween(START, end, capacity), NOISE_LIMITS, CORES);
}

test("what happened in between is told in seconds and shares", () => {
  const end = { ...START, at: 101, cpuTotal: 1002, cpuBusy: 401.5, cpuOwn: 51.2, cpuStolen: 10.2, ioPressure: 2.25 };
  expect(noiseBetween(START, end, QUIET)).toMatchObject({
    seconds: 1,
    stealShare: expect.closeTo(0.1),
    foreignCpuSeconds: expect.closeTo(0.3),
    ioPressureShare: 0.25,
    memoryPressureShare: 0,
    throttledSeconds: 0,
    capacityBefore: 1.9,
  });
});

describe("an execution", () => {
  test("on a quiet machine is not contaminated, however busy it was itself", () => {
    expect(causes()).toEqual([]);
    expect(causes({ cpuPressure: 1.9, contextSwitches: 100_000, majorFaults: 50 })).toEqual([]);
  });

  test.each([
    ["steal", { cpuStolen: 10.05 }],
    ["foreign CPU", { cpuBusy: 401.7 }],
    ["I/O pressure", { ioPressure: 2.02 }],
    ["memory pressure", { memoryPressure: 3.02 }],
    ["throttling", { throttled: 4.001 }],
    ["swapping", { swappedInPages: 6 }],
  ])("is contaminated by %s", (cause, more) => {
    expect(causes(more)).toEqual([cause]);
  });

  test.each([
    ["before", { ...QUIET, before: 1.6 }],
    ["after", { ...QUIET, after: 1.6 }],
  ])("is contaminated when two threads got less than usual %s it", (_, capacity) => {
    expect(causes({}, capacity)).toEqual(["capacity"]);
  });

  test("is not contaminated by what a tick of the kernel's clock can make of nothing", () => {
    const short = { at: 100.1, cpuTotal: 1000.2 };
    expect(causes({ ...short, cpuBusy: 401.52 })).toEqual([]);
    expect(causes({ ...short, ioPressure: 2.004 })).toEqual([]);
  });

  test("of which nothing is known is not contaminated", () => {
    expect(
      causes({ cpuBusy: null, cpuStolen: null, ioPressure: null }, { before: null, after: null, atBest: null }),
    ).toEqual([]);
  });
});
