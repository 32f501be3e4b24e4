import { describe, expect, it, test } from "vitest";
import { QueueFull } from "../pool/errors.ts";
import { type FakeOptions, fakeWorkers } from "../pool/support/fake-workers.ts";
import { type Ability, type Call, type Handle, WorkerPool, type WorkerPoolOptions } from "../pool/worker-pool.ts";
import { Histogram, statistics, type TaskStatistics } from "./statistics.ts";

const gates: ((value: string) => void)[] = [];
const open = (): void => {
  for (const gate of gates.splice(0)) gate("open");
};
const tasks = {
  add: (a: number, b: number) => a + b,
  echo: (value: unknown) => value,
  fail: () => {
    throw new Error("on purpose");
  },
  gate: () => new Promise<string>((resolve) => gates.push(resolve)),
  heed(this: { signal: AbortSignal }) {
    return new Promise((_, reject) => this.signal.addEventListener("abort", () => reject(this.signal.reason)));
  },
};

function poolOf(ability: Ability, options: WorkerPoolOptions = {}, fakes: FakeOptions = {}) {
  const { connect, all } = fakeWorkers(tasks, fakes);
  const pool = new WorkerPool<typeof tasks>(connect, { workers: 1, abilities: [ability], ...options });
  return { pool, workers: all };
}

const outcomes = ({ completed, failed, cancelled, late, refused }: TaskStatistics): number[] => [
  completed,
  failed,
  cancelled,
  late,
  refused,
];

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve));
}

test("how calls ended is counted, by task and together", async () => {
  const counted = statistics();
  const { pool } = poolOf(counted, { workers: 2 });
  await Promise.all([1, 2, 3].map((n) => pool.submit("add", [n, n])));
  await expect(pool.submit("fail", [])).rejects.toThrow("on purpose");
  await expect(pool.submit("echo", [() => {}])).rejects.toThrow("Cannot send an argument");
  await expect(pool.submit("heed", [], { signal: AbortSignal.timeout(5) })).rejects.toThrow("cancelled");
  await expect(pool.submit("heed", [], { timeout: 5 })).rejects.toThrow("within 5 ms");
  await pool.close();
  const { tasks: found, total } = counted.snapshot();
  expect(Object.entries(found).map(([task, counts]) => [task, ...outcomes(counts)])).toEqual([
    ["add", 3, 0, 0, 0, 0],
    ["fail", 0, 1, 0, 0, 0],
    ["echo", 0, 1, 0, 0, 0],
    ["heed", 0, 0, 1, 1, 0],
  ]);
  expect(outcomes(total)).toEqual([3, 2, 1, 1, 0]);
  expect([found["add"]?.wait.count, found["add"]?.run.count, total.run.count]).toEqual([3, 3, 6]);
  expect(total.freed).toEqual({ ended: 7, stopped: 0, abandoned: 0 });
});

test("what waits and what runs now is told, and none when all have settled", async () => {
  const counted = statistics();
  const { pool } = poolOf(counted, { tasksPerWorker: 2 });
  await pool.prewarm();
  const now = (): number[] => {
    const { queued, running, held, ending } = counted.snapshot();
    return [queued, running, held, ending];
  };
  expect(now()).toEqual([0, 0, 0, 0]);
  const calls = [1, 2, 3, 4, 5].map(() => pool.submit("gate", []));
  expect(now()).toEqual([3, 2, 0, 0]);
  while (now()[0] !== 0 || now()[1] !== 0) {
    open();
    await new Promise((resolve) => setTimeout(resolve));
  }
  await Promise.all(calls);
  expect(now()).toEqual([0, 0, 0, 0]);
  await pool.close();
});

test("what a worker has beyond what it may run is held", async () => {
  const counted = statistics();
  const ahead: Ability = { name: "ahead", lane: (inner, { calls }) => ({ ...inner, hasRoom: () => calls.size < 3 }) };
  const { pool } = poolOf(counted, { abilities: [counted, ahead] });
  await pool.prewarm();
  const calls = [1, 2, 3, 4].map(() => pool.submit("gate", []));
  expect(counted.snapshot()).toMatchObject({ queued: 1, running: 1, held: 2 });
  await until(() => gates.length === 3);
  open();
  await until(() => gates.length === 1);
  open();
  await Promise.all(calls);
  await pool.close();
});

test("a call that has settled and whose task goes on is ending, until it is freed and its run time counts", async () => {
  const counted = statistics();
  const { pool } = poolOf(counted);
  await expect(pool.submit("gate", [], { timeout: 20 })).rejects.toThrow("within 20 ms");
  expect(counted.snapshot()).toMatchObject({ queued: 0, running: 1, ending: 1, total: { late: 1, run: { count: 0 } } });
  open();
  await pool.close();
  const { running, ending, total } = counted.snapshot();
  expect([running, ending, total.run.count, total.freed.ended]).toEqual([0, 0, 1, 1]);
});

test.each([
  ["stopped", true, 1],
  ["abandoned", false, 1],
] as const)("a task that heeds no signal is freed as %s, and its worker has died", async (how, stops, died) => {
  const counted = statistics();
  const { pool } = poolOf(counted, { grace: 1, stopTimeout: 1 }, { stops });
  await expect(pool.submit("gate", [], { timeout: 20 })).rejects.toThrow("within 20 ms");
  await until(() => counted.snapshot().total.freed[how] === 1);
  expect(counted.snapshot()).toMatchObject({ ending: 0, workers: { ready: 0, started: 1, died } });
  await pool.close();
});

test("workers that start, die, and leave as they were asked to are counted", async () => {
  const counted = statistics();
  const { pool, workers: started } = poolOf(counted, { workers: 2 });
  expect(counted.snapshot().utilisation).toBeNull();
  await pool.prewarm();
  expect(counted.snapshot().workers).toEqual({ ready: 2, started: 2, died: 0 });
  const lost = Promise.allSettled([pool.submit("gate", []), pool.submit("gate", [])]);
  await until(() => gates.length === 2);
  started[0]?.die();
  expect(counted.snapshot()).toMatchObject({ running: 1, workers: { ready: 1, started: 2, died: 1 } });
  open();
  expect((await lost).map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  await pool.close();
  const { workers, utilisation, total } = counted.snapshot();
  expect(workers).toEqual({ ready: 0, started: 2, died: 1 });
  expect(outcomes(total)).toEqual([1, 1, 0, 0, 0]);
  expect(utilisation).toBeGreaterThan(0);
  expect(utilisation).toBeLessThanOrEqual(1);
});

test("a worker that hangs up and then dies has died, and one that hangs up and leaves has not", async () => {
  for (const [exitCode, died] of [
    [0, 0],
    [1, 1],
  ] as const) {
    const counted = statistics();
    const { pool, workers } = poolOf(counted);
    await pool.prewarm();
    workers[0]?.hangUp();
    workers[0]?.die({ exitCode });
    expect(counted.snapshot().workers).toEqual({ ready: 0, started: 1, died });
    await pool.close();
  }
});

test("a worker that was retired and dies with a call has died, and one that leaves has not", async () => {
  const counted = statistics();
  const { pool, workers: started } = poolOf(counted, { workers: 2 });
  await pool.prewarm();
  const lost = expect(pool.submit("gate", [])).rejects.toThrow("died");
  for (const worker of pool.workers) pool.retire(worker);
  await until(() => counted.snapshot().workers.ready === 1);
  expect(counted.snapshot().workers.died).toBe(0);
  started[0]?.die();
  await lost;
  expect(counted.snapshot().workers.died).toBe(1);
  open();
  await pool.close();
});

test("workers that could not start are counted, and the calls that failed by it", async () => {
  const counted = statistics();
  const { pool } = poolOf(counted, {}, { refuses: () => new Error("no such file") });
  await expect(pool.submit("add", [1, 1])).rejects.toThrow("no such file");
  await pool.close();
  const { workers, total, queued } = counted.snapshot();
  expect([workers, outcomes(total), queued]).toEqual([{ ready: 0, started: 1, died: 1 }, [0, 1, 0, 0, 0], 0]);
});

test("what terminate() ended is cancelled, what had not begun is refused, and no worker has died", async () => {
  const counted = statistics();
  const { pool } = poolOf(counted);
  await pool.prewarm();
  const both = Promise.allSettled([pool.submit("gate", []), pool.submit("add", [1, 1])]);
  await pool.terminate();
  await both;
  const { total, workers } = counted.snapshot();
  expect([outcomes(total), total.freed.stopped, workers.died]).toEqual([[0, 0, 1, 0, 1], 1, 0]);
});

test("a call that another ability keeps to try again waits, and is freed for each try", async () => {
  const counted = statistics();
  const kept: Call[] = [];
  let handle: Handle;
  const again: Ability = {
    name: "again",
    life: (pool) => {
      handle = pool;
      return { settling: (call, end) => (kept.push(call) > 1 ? end : undefined) };
    },
  };
  const { pool } = poolOf(counted, { abilities: [counted, again] });
  const failing = expect(pool.submit("fail", [])).rejects.toThrow("on purpose");
  await until(() => kept.length === 1);
  expect(counted.snapshot()).toMatchObject({ queued: 1, running: 0, total: { failed: 0, freed: { ended: 1 } } });
  handle!.again(kept[0]!);
  await failing;
  expect(counted.snapshot()).toMatchObject({ queued: 0, running: 0, total: { failed: 1, freed: { ended: 2 } } });
  await pool.close();
});

test("a call that another ability refused is counted once", async () => {
  const counted = statistics();
  const refusing: Ability = {
    name: "refusing",
    life: () => ({ submitted: (call) => call.settle({ error: new QueueFull(call.task, 0) }) }),
  };
  for (const abilities of [[counted, refusing] as const, [refusing, counted] as const]) {
    const { pool } = poolOf(counted, { abilities });
    await expect(pool.submit("add", [1, 1])).rejects.toThrow("queue");
  }
  expect(counted.snapshot()).toMatchObject({ queued: 0, running: 0, total: { refused: 2, failed: 0 } });
});

test("a snapshot is plain data: JSON loses nothing of it", async () => {
  const counted = statistics();
  const { pool } = poolOf(counted);
  await pool.submit("add", [1, 1]);
  await pool.close();
  const snapshot = counted.snapshot();
  expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
});

/** As a histogram must have it: within 5 % of the value that the sorted list has at that place. */
function expectNear(found: number, wanted: number): void {
  expect(Math.abs(found - wanted) / wanted).toBeLessThanOrEqual(0.05);
}

describe("Histogram", () => {
  it.each([
    ["evenly spread", (i: number) => i + 1],
    ["over nine decades", (i: number) => 0.001 * 10 ** (i / 111)],
    ["nearly all alike", (i: number) => (i === 999 ? 5000 : 0.2)],
  ])("knows quantiles within 5 %%: %s", (_, valueOf) => {
    const values = Array.from({ length: 1000 }, (_, i) => valueOf(i));
    const histogram = new Histogram();
    for (const value of values.toReversed()) histogram.record(value);
    for (const part of [0.001, 0.25, 0.5, 0.9, 0.99, 1]) {
      expectNear(histogram.quantile(part), values[Math.ceil(part * 1000) - 1] ?? 0);
    }
    const { count, mean, min, max, buckets } = histogram.distribution();
    expect([count, min, max]).toEqual([1000, values[0], values[999]]);
    expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value) / 1000, 9);
    expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(1000);
  });

  it("says of each bucket what no value in it exceeds", () => {
    const histogram = new Histogram();
    for (const value of [0.5, 3, 3.01, 700]) histogram.record(value);
    const { buckets } = histogram.distribution();
    expect(buckets.map(({ count }) => count)).toEqual([1, 2, 1]);
    for (const [i, value] of [0.5, 3.01, 700].entries()) {
      expect(buckets[i]?.upTo).toBeGreaterThanOrEqual(value);
      expect(buckets[i]?.upTo).toBeLessThan(value * 1.101);
    }
  });

  it("takes what is too short or too long for its buckets, and what is below 0 as 0", () => {
    const histogram = new Histogram();
    for (const value of [-3, 0, 1e-7, 1e12]) histogram.record(value);
    const { count, min, max, p50, buckets } = histogram.distribution();
    expect([count, min, max]).toEqual([4, 0, 1e12]);
    expect(p50).toBeLessThanOrEqual(0.001);
    expect(buckets.map((bucket) => bucket.count)).toEqual([3, 1]);
  });

  it("adds another one's counts to its own", () => {
    const [one, other, both] = [new Histogram(), new Histogram(), new Histogram()];
    for (const value of [1, 2, 3]) for (const each of [one, both]) each.record(value);
    for (const value of [0.1, 20]) for (const each of [other, both]) each.record(value);
    one.add(other);
    expect(one.distribution().buckets).toEqual(both.distribution().buckets);
    expect(one.distribution()).toMatchObject({ count: 5, min: 0.1, max: 20 });
  });

  it("is all 0 while nothing was counted", () => {
    const empty = { count: 0, sum: 0, mean: 0, min: 0, p50: 0, p90: 0, p99: 0, max: 0, buckets: [] };
    expect(new Histogram().distribution()).toEqual(empty);
    expect(new Histogram().quantile(0.5)).toBe(0);
  });
});
