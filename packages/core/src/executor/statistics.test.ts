import { describe, expect, it } from "vitest";
import { isolateWorkers } from "../../../../test/support/isolate-workers.ts";
import { AsyncPool } from "./async-pool.ts";
import { BoundedQueue } from "./bounded-queue.ts";
import { Call } from "./call.ts";
import type { Plugin } from "./plugin.ts";
import { Statistics, type TaskStatistics } from "./statistics.ts";
import { WorkerPool } from "./worker-pool.ts";

const gates: (() => void)[] = [];
const tasks = {
  add: (a: number, b: number) => a + b,
  fail: () => {
    throw new Error("on purpose");
  },
  gate: () => new Promise<string>((open) => gates.push(() => open("open"))),
  heed(this: { signal: AbortSignal }) {
    return new Promise((_, reject) => this.signal.addEventListener("abort", () => reject(this.signal.reason)));
  },
};

const outcomes = ({ completed, failed, cancelled, late, refused }: TaskStatistics): number[] => [
  completed,
  failed,
  cancelled,
  late,
  refused,
];

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe("Statistics", () => {
  it("counts how calls ended, by task and together", async () => {
    const statistics = new Statistics();
    const { connect } = isolateWorkers(() => tasks);
    const pool = new WorkerPool<typeof tasks>(connect, { workers: 2, plugins: [statistics] });
    await Promise.all([1, 2, 3].map((n) => pool.submit("add", [n, n])));
    await expect(pool.submit("fail", [])).rejects.toThrow("on purpose");
    await expect(pool.submit("heed", [], { signal: AbortSignal.timeout(5) })).rejects.toThrow("cancelled");
    await expect(pool.submit("heed", [], { timeout: 5 })).rejects.toThrow("within 5 ms");
    await pool.close();
    await expect(pool.submit("add", [1, 1])).rejects.toThrow("closed");
    const { tasks: found, total } = statistics.snapshot();
    expect(Object.entries(found).map(([task, counts]) => [task, ...outcomes(counts)])).toEqual([
      ["add", 3, 0, 0, 0, 1],
      ["fail", 0, 1, 0, 0, 0],
      ["heed", 0, 0, 1, 1, 0],
    ]);
    expect(outcomes(total)).toEqual([3, 1, 1, 1, 1]);
    expect([found["add"]?.wait.count, found["add"]?.run.count, total.run.count]).toEqual([3, 3, 6]);
    expect(found["heed"]?.run.min).toBeGreaterThan(1);
  });

  it("tells what waits, runs and is held ahead", async () => {
    const statistics = new Statistics();
    const { connect } = isolateWorkers(() => tasks);
    const pool = new WorkerPool<typeof tasks>(connect, { workers: 1, tasksInFlight: 3, plugins: [statistics] });
    await pool.submit("add", [1, 1]); // learnt to be short: workers hold calls of it ahead
    const now = (): number[] => {
      const { queued, running, held } = statistics.snapshot();
      return [queued, running, held];
    };
    expect(now()).toEqual([0, 0, 0]);
    const calls = Array.from({ length: 5 }, () => pool.submit("add", [1, 1]));
    expect(now()).toEqual([5, 0, 0]);
    await Promise.resolve();
    expect(now()).toEqual([2, 1, 2]);
    await Promise.all(calls);
    expect(now()).toEqual([0, 0, 0]);
    await pool.close();
  });

  it("counts workers that start, die, and leave as they were asked to", async () => {
    const statistics = new Statistics();
    const { connect, started } = isolateWorkers(() => tasks);
    const pool = new WorkerPool<typeof tasks>(connect, { workers: 2, plugins: [statistics] });
    expect(statistics.snapshot().utilisation).toBeNull();
    await pool.prewarm();
    expect(statistics.snapshot().workers).toEqual({ ready: 2, started: 2, died: 0 });
    const lost = [pool.submit("gate", []), pool.submit("gate", [])];
    await until(() => gates.length === 2);
    started[0]?.die();
    const ended = Promise.allSettled(lost);
    await until(() => statistics.snapshot().workers.died === 1);
    expect(statistics.snapshot()).toMatchObject({ running: 1, workers: { ready: 1, started: 2, died: 1 } });
    for (const open of gates.splice(0)) open();
    expect((await ended).map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    await pool.close();
    const { workers, utilisation, total } = statistics.snapshot();
    expect(workers).toEqual({ ready: 0, started: 2, died: 1 });
    expect(outcomes(total)).toEqual([1, 1, 0, 0, 0]);
    expect(utilisation).toBeGreaterThan(0);
    expect(utilisation).toBeLessThanOrEqual(1);
  });

  it("counts a call that a worker gave back among those that wait", () => {
    const statistics = new Statistics();
    const call = new Call("add", [], {}, { interrupted: () => {}, settled: () => {} });
    statistics.submitted(call);
    statistics.started();
    expect(statistics.snapshot()).toMatchObject({ queued: 0, running: 1 });
    statistics.returned();
    expect(statistics.snapshot()).toMatchObject({ queued: 1, running: 0 });
  });

  it("counts workers that could not start, and the calls that failed by it", async () => {
    const statistics = new Statistics();
    const connect = (): never => {
      throw new Error("no such file");
    };
    const pool = new WorkerPool<typeof tasks>(connect, { workers: 1, plugins: [statistics] });
    await expect(pool.submit("add", [1, 1])).rejects.toThrow("no such file");
    await pool.close();
    const { workers, total } = statistics.snapshot();
    expect([workers, outcomes(total)]).toEqual([{ ready: 0, started: 1, died: 1 }, [0, 1, 0, 0, 0]]);
  });

  it("counts what terminate() ended as cancelled, and what had not started as refused", async () => {
    const statistics = new Statistics();
    const pool = new AsyncPool(tasks, { concurrency: 1, plugins: [statistics] });
    const both = Promise.allSettled([pool.submit("heed", []), pool.submit("add", [1, 1])]);
    await Promise.resolve();
    await pool.terminate();
    await both;
    expect(outcomes(statistics.snapshot().total)).toEqual([0, 0, 1, 0, 1]);
  });

  it("counts a call that another plug-in refused once", async () => {
    const statistics = new Statistics();
    const refusing: Plugin = { submitted: (call) => call.reject(new Error("not today")) };
    const pool = new AsyncPool(tasks, { plugins: [refusing, statistics] });
    await expect(pool.submit("add", [1, 1])).rejects.toThrow("not today");
    expect(statistics.snapshot()).toMatchObject({ queued: 0, running: 0, total: { refused: 1 } });
  });

  it("serves a pool without workers too", async () => {
    const statistics = new Statistics();
    const pool = new AsyncPool(tasks, {
      concurrency: 1,
      plugins: [statistics],
      queue: new BoundedQueue({ limit: 1, whenFull: "reject" }),
    });
    const running = pool.submit("gate", []);
    const waiting = pool.submit("add", [1, 1]);
    await expect(pool.submit("add", [2, 2])).rejects.toThrow("queue");
    await until(() => gates.length === 1);
    expect(statistics.snapshot()).toMatchObject({ queued: 1, running: 1, held: 0, utilisation: null });
    for (const open of gates.splice(0)) open();
    await Promise.all([running, waiting]);
    const { total, queued } = statistics.snapshot();
    expect([queued, ...outcomes(total), total.wait.count, total.run.count]).toEqual([0, 2, 0, 0, 0, 1, 2, 2]);
  });

  it("is plain data: JSON loses nothing of it", () => {
    const statistics = new Statistics();
    const snapshot = statistics.snapshot();
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });
});
