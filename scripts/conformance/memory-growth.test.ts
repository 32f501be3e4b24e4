import { describe, expect, it } from "vitest";
import { memoryGrowth, tooMuch } from "./memory-growth.ts";

const MILLION = 1_000_000;

/** Twenty samples of a million tasks: so much memory, given how many tasks there were. */
const samples = (bytes: (tasks: number, index: number) => number, workers = true) =>
  Array.from({ length: 20 }, (_, index) => {
    const tasks = (index + 1) * 50_000;
    const found = 10_000_000 + bytes(tasks, index);
    return { tasks, heapBytes: found, workersHeapBytes: workers ? 2 * found : null, residentBytes: 5 * found };
  });

describe("memoryGrowth()", () => {
  it("is what each task leaves behind", () => {
    expect(memoryGrowth(samples((tasks) => 24 * tasks))).toEqual({ heap: 24, workersHeap: 48, resident: 120 });
  });

  it("does not count the warm-up", () => {
    expect(memoryGrowth(samples((tasks) => Math.min(tasks, 200_000) * 100)).heap).toBe(0);
  });

  it("does not count garbage that was there when it looked", () => {
    expect(memoryGrowth(samples((_, index) => (index % 3) * 5_000_000)).heap).toBe(0);
  });

  it("sees growth through such garbage", () => {
    expect(memoryGrowth(samples((tasks, index) => 10 * tasks + (index % 3) * 5_000_000)).heap).toBeCloseTo(10, -1);
  });

  it("knows nothing of workers where there are none", () => {
    expect(memoryGrowth(samples(() => 0, false)).workersHeap).toBeNull();
  });

  it("refuses too few samples", () => {
    expect(() => memoryGrowth(samples(() => 0).slice(0, 1))).toThrow("wanted 2 samples after the warm-up, found 1");
  });
});

describe("tooMuch()", () => {
  it.each([
    [{ heap: 7.9, workersHeap: null, resident: 63 }, MILLION, []],
    [{ heap: 8, workersHeap: 8, resident: 140 }, MILLION, ["heap", "workersHeap", "resident"]],
    [{ heap: 10, workersHeap: 11, resident: 600 }, 100_000, ["workersHeap"]],
    [{ heap: -9, workersHeap: -9, resident: -99 }, MILLION, []],
  ] as const)("of %j a task over %i", (growth, tasks, found) => {
    expect(tooMuch(growth, tasks)).toEqual(found);
  });
});
