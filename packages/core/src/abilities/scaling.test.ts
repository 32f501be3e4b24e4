import { afterEach, expect, test, vi } from "vitest";
// Before the pool is loaded: it keeps the timers that it found then.
vi.hoisted(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
import { fakeWorkers } from "../pool/support/fake-workers.ts";
import { WorkerPool, type WorkerPoolOptions } from "../pool/worker-pool.ts";
import { scaling, type ScalingOptions } from "./scaling.ts";

const tasks = {
  add: (a: number, b: number) => a + b,
  wait: (milliseconds: number) => new Promise((resolve) => setTimeout(() => resolve(milliseconds), milliseconds)),
};
const pools: WorkerPool<typeof tasks>[] = [];

function scaled(options: ScalingOptions, rest: WorkerPoolOptions = {}) {
  const { connect, all } = fakeWorkers(tasks);
  let here = 0;
  const count = { workerReady: () => void here++, workerGone: () => void here-- };
  const abilities = [scaling(options), { name: "count", life: () => count }];
  const pool = new WorkerPool<typeof tasks>(connect, { workers: 4, ...rest, abilities });
  pools.push(pool);
  return { pool, all, /** Ready now, and ever started. */ workers: () => [here, all.length] };
}

/** Lets time pass, and what is under way come to its end. */
async function after(milliseconds: number): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  await vi.advanceTimersByTimeAsync(milliseconds);
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

async function runCalls(pool: WorkerPool<typeof tasks>, count: number): Promise<void> {
  const calls = Array.from({ length: count }, () => pool.submit("wait", [5]));
  await after(5);
  await Promise.all(calls);
}

afterEach(async () => {
  const closed = Promise.all(pools.splice(0).map((pool) => pool.terminate()));
  await after(5000);
  await closed;
  expect(vi.getTimerCount()).toBe(0);
});

test("the minimum is started without waiting for calls, and no more than the pool may have", async () => {
  const found = [scaled({ minimum: 2 }), scaled({ minimum: 9 }, { workers: 3 }), scaled({ minimum: 0 }), scaled({})];
  await after(1);
  expect(found.map(({ workers }) => workers())).toEqual([
    [2, 2],
    [3, 3],
    [0, 0],
    [1, 1],
  ]);
});

test("the minimum is started while a test runner's microtasks stand still", async () => {
  const { queueMicrotask: replaced } = globalThis;
  globalThis.queueMicrotask = () => {};
  const { workers } = scaled({ minimum: 2 });
  globalThis.queueMicrotask = replaced;
  await after(1);
  expect(workers()).toEqual([2, 2]);
});

test("workers that had no call for the idle time leave, down to the minimum", async () => {
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
});

test("a worker that has calls is kept, and its idle time counts from its last answer", async () => {
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
});

test("those that have been idle for too short a time are looked at again", async () => {
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
});

test("workers that were started and never given a call leave, too", async () => {
  const { pool, workers } = scaled({ minimum: 1, idleTimeout: 1000 });
  await pool.prewarm();
  await after(900);
  expect(workers()).toEqual([4, 4]);
  await after(200);
  expect(workers()).toEqual([1, 4]);
});

test.each([Infinity, 2 ** 40])("with an idle time of %d none leaves", async (idleTimeout) => {
  const { pool, workers } = scaled({ idleTimeout });
  await runCalls(pool, 4);
  await after(1e9);
  expect(workers()).toEqual([4, 4]);
});

test("as many as wanted are kept ready beyond the busy ones", async () => {
  const { pool, workers } = scaled({ minimum: 0, spare: 1, idleTimeout: 1000 });
  await after(1);
  expect(workers()).toEqual([1, 1]);
  const first = pool.submit("wait", [5000]);
  await after(1);
  expect(workers()).toEqual([2, 2]);
  const second = pool.submit("wait", [100]);
  await after(1);
  expect(workers()).toEqual([3, 3]);
  await after(500);
  await second;
  await after(1500);
  expect(workers()).toEqual([2, 3]);
  await after(5000);
  await first;
  expect(workers()).toEqual([1, 3]);
});

test("a worker of the minimum that dies at its work is replaced, one that was never given any is not", async () => {
  const { pool, workers, all } = scaled({ minimum: 2 });
  await after(1);
  all[1]?.die();
  await after(1);
  expect(workers()).toEqual([1, 2]);
  expect(await pool.submit("add", [1, 1])).toBe(2);
  all[0]?.die();
  await after(1);
  expect(workers()).toEqual([2, 4]);
});

test("nothing is started and no timer left once the pool is closing", async () => {
  const { pool, workers, all } = scaled({ minimum: 1, idleTimeout: 1000 });
  await runCalls(pool, 4);
  expect(vi.getTimerCount()).toBe(1);
  const call = runCalls(pool, 4);
  const closing = pool.close();
  await call;
  all[0]?.die();
  await after(1);
  await closing;
  expect(vi.getTimerCount()).toBe(0);
  expect(workers()).toEqual([0, 4]);
  const last = scaled({ minimum: 0, idleTimeout: 1000 });
  const lastCall = last.pool.submit("wait", [2500]);
  await after(1500);
  const lastClosing = last.pool.close();
  await after(1000);
  await lastCall;
  await Promise.all([lastClosing, after(1)]);
  await after(1);
  expect(vi.getTimerCount()).toBe(0);
  const unused = scaled({ minimum: 1 });
  await Promise.all([unused.pool.close(), after(1)]);
  expect(unused.workers()).toEqual([0, 0]);
});

test.each([{ minimum: -1 }, { spare: -1 }, { idleTimeout: -1 }, { idleTimeout: Number.NaN }])(
  "%o is refused",
  (options) => {
    expect(() => scaling(options)).toThrow(RangeError);
  },
);
