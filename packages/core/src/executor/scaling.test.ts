import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isolateWorkers, type IsolateWorkers } from "../../../../test/support/isolate-workers.ts";
import { Scaling, type ScalingOptions } from "./scaling.ts";
import { Statistics } from "./statistics.ts";
import { WorkerPool } from "./worker-pool.ts";

const tasks = {
  add: (a: number, b: number) => a + b,
  wait: (milliseconds: number) => new Promise((resolve) => setTimeout(() => resolve(milliseconds), milliseconds)),
};

interface Scaled extends IsolateWorkers {
  pool: WorkerPool<typeof tasks>;
  /** Ready, and ever started. */
  workers: () => number[];
}

function scaled(options: ScalingOptions, workers = 4): Scaled {
  const statistics = new Statistics();
  const isolates = isolateWorkers(() => tasks);
  const pool = new WorkerPool<typeof tasks>(isolates.connect, {
    workers,
    plugins: [statistics, new Scaling(options)],
  });
  const found = (): number[] => [statistics.snapshot().workers.ready, statistics.snapshot().workers.started];
  return { ...isolates, pool, workers: found };
}

/** Lets what is under way come to its end, timers left out. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function after(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await settle();
}

async function runCalls(pool: Scaled["pool"], count: number): Promise<void> {
  const calls = Array.from({ length: count }, () => pool.submit("wait", [5]));
  await settle();
  await after(5);
  await Promise.all(calls);
}

describe("Scaling", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  it("starts the minimum without waiting for calls, and no more than the pool may have", async () => {
    const two = scaled({ minimum: 2 });
    const many = scaled({ minimum: 9 }, 3);
    const none = scaled({ minimum: 0 });
    await settle();
    expect([two.workers(), many.workers(), none.workers()]).toEqual([
      [2, 2],
      [3, 3],
      [0, 0],
    ]);
    await Promise.all([two, many, none].map(({ pool }) => pool.close()));
  });

  it("ends workers that had no call for the idle time, down to the minimum", async () => {
    const { pool, workers } = scaled({ minimum: 1, idleTimeout: 1000 });
    await runCalls(pool, 4);
    expect(workers()).toEqual([4, 4]);
    await after(900);
    expect(workers()).toEqual([4, 4]);
    await after(200);
    expect(workers()).toEqual([1, 4]);
    await after(10_000);
    expect(workers()).toEqual([1, 4]);
    await runCalls(pool, 4);
    expect(workers()).toEqual([4, 7]);
    await pool.close();
  });

  it("keeps a worker that has calls, and counts its idle time from its last answer", async () => {
    const { pool, workers } = scaled({ minimum: 0, idleTimeout: 1000 });
    const long = pool.submit("wait", [2500]);
    await runCalls(pool, 3);
    await after(1500);
    expect(workers()).toEqual([1, 4]);
    await after(1000);
    expect(await long).toBe(2500);
    await after(900);
    expect(workers()[0]).toBe(1);
    await after(200);
    expect(workers()[0]).toBe(0);
    await pool.close();
  });

  it("looks again at those that were idle for too short a time when it looked", async () => {
    const { pool, workers } = scaled({ minimum: 0, idleTimeout: 1000 });
    await runCalls(pool, 2);
    await after(600);
    await runCalls(pool, 1);
    await after(400);
    expect(workers()).toEqual([1, 2]);
    await after(500);
    expect(workers()).toEqual([1, 2]);
    await after(200);
    expect(workers()).toEqual([0, 2]);
    await pool.close();
  });

  it("ends none when told to wait for ever, or longer than a timer can", async () => {
    const forever = scaled({ idleTimeout: Infinity });
    const long = scaled({ idleTimeout: 2 ** 40 });
    for (const { pool } of [forever, long]) await runCalls(pool, 4);
    await after(1e9);
    for (const { workers } of [forever, long]) expect(workers()).toEqual([4, 4]);
    await Promise.all([forever, long].map(({ pool }) => pool.close()));
  });

  it("replaces a worker of the minimum that died at its work, but not one that was never given any", async () => {
    const { pool, workers, started } = scaled({ minimum: 2 });
    await settle();
    await after(1);
    started[0]?.die();
    await settle();
    expect(workers()).toEqual([1, 2]);
    await pool.submit("add", [1, 1]);
    started[1]?.die();
    await settle();
    expect(workers()).toEqual([2, 4]);
    await pool.close();
  });

  it("has no timer and starts nothing once the pool is closing", async () => {
    const { pool, workers, started } = scaled({ minimum: 1, idleTimeout: 1000 });
    await runCalls(pool, 4);
    expect(vi.getTimerCount()).toBe(1);
    const call = runCalls(pool, 4);
    const closing = pool.close();
    await call;
    started[0]?.die();
    await settle();
    await vi.advanceTimersToNextTimerAsync(); // close() lets those who await calls go first
    await closing;
    expect(vi.getTimerCount()).toBe(0);
    expect(workers()).toEqual([0, 4]);
  });

  it.each([{ minimum: -1 }, { idleTimeout: -1 }, { idleTimeout: Number.NaN }])("refuses %o", (options) => {
    expect(() => new Scaling(options)).toThrow(RangeError);
  });
});
