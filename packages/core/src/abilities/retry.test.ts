import { afterEach, expect, test } from "vitest";
import { type FakeOptions, fakeWorkers } from "../pool/support/fake-workers.ts";
import { WorkerPool, type WorkerPoolOptions } from "../pool/worker-pool.ts";
import { retry, type RetryOptions } from "./retry.ts";

let runs: string[] = [];
/** What a call of `dies` awaits that does not. */
let opens: Promise<void> | undefined;
/** Ends the worker that runs. */
let die: (() => void)[] = [];

const tasks = {
  /** Kills its worker so many times, by its name; then answers how often it ran. */
  async dies(name: string, times: number): Promise<number> {
    runs.push(name);
    const ran = runs.filter((each) => each === name).length;
    if (ran <= times) {
      die.at(-1)?.();
      await new Promise(() => {});
    }
    await opens;
    return ran;
  },
  throws(name: string, times: number): number {
    runs.push(name);
    const ran = runs.filter((each) => each === name).length;
    if (ran <= times) throw Object.assign(new Error("busy"), { code: "EBUSY" });
    return ran;
  },
  first: (bytes: Uint8Array): number | undefined => {
    runs.push("first");
    die.at(-1)?.();
    return bytes[0];
  },
};

/** One worker at a time; without a wait between tries. */
function poolOf(options: RetryOptions = {}, fake: FakeOptions = {}, more: WorkerPoolOptions = {}) {
  runs = [];
  die = [];
  opens = undefined;
  const fakes = fakeWorkers(tasks, fake);
  const pool = new WorkerPool<typeof tasks>(
    (events) => {
      const link = fakes.connect(events);
      const worker = fakes.all.at(-1)!;
      die.push(() => worker.die());
      return link;
    },
    { workers: 1, ...more, abilities: [retry({ backOff: 0, ...options })] },
  );
  return { pool, all: fakes.all };
}

const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const { random } = Math;
afterEach(() => void (Math.random = random));

test("an idempotent call whose worker dies is tried again in another", async () => {
  const { pool, all } = poolOf();
  expect(await pool.submit("dies", ["a", 2], { idempotent: true })).toBe(3);
  expect(all.length).toBe(3);
  await pool.close();
});

test("a call that may have run is not repeated unless it is said to be idempotent", async () => {
  const { pool } = poolOf();
  await expect(pool.submit("dies", ["a", 1])).rejects.toMatchObject({ name: "WorkerDied", task: "dies" });
  await expect(pool.submit("dies", ["b", 1], { idempotent: false })).rejects.toThrow("died");
  expect(runs).toEqual(["a", "b"]);
  await pool.close();
});

test("a call that no worker was given is tried again when workers fail to start", async () => {
  let starts = 0;
  const { pool } = poolOf({}, { refuses: () => (++starts < 3 ? new Error("no thread") : undefined) });
  expect(await pool.submit("dies", ["a", 0])).toBe(1);
  expect(starts).toBe(3);
  await pool.close();
});

test("a call rejects with its last error after so many new tries", async () => {
  const { pool } = poolOf({ retries: 2 });
  await expect(pool.submit("dies", ["a", 9], { idempotent: true })).rejects.toThrow("died");
  expect(runs.length).toBe(3);
  await pool.close();
});

test("without an option, a call is tried again three times", async () => {
  const { pool } = poolOf();
  await expect(pool.submit("dies", ["a", 9], { idempotent: true })).rejects.toThrow("died");
  expect(runs.length).toBe(4);
  await pool.close();
});

test("a call can have its own number of tries", async () => {
  const { pool } = poolOf({ retries: 9 });
  await expect(pool.submit("dies", ["a", 9], { idempotent: true, retries: 0 })).rejects.toThrow("died");
  await expect(pool.submit("dies", ["b", 9], { idempotent: true, retries: 1 })).rejects.toThrow("died");
  expect(runs).toEqual(["a", "b", "b"]);
  await pool.close();
});

test("what a task throws is final, unless it is said to be retryable", async () => {
  const plain = poolOf();
  await expect(plain.pool.submit("throws", ["a", 1], { idempotent: true })).rejects.toThrow("busy");
  expect(runs).toEqual(["a"]);
  await plain.pool.close();

  const retryable = (error: Error): boolean => (error.cause as { code?: string }).code === "EBUSY";
  const { pool } = poolOf({ retryable });
  expect(await pool.submit("throws", ["b", 2], { idempotent: true })).toBe(3);
  await expect(pool.submit("throws", ["c", 1])).rejects.toMatchObject({ name: "TaskError" });
  await pool.close();
});

test("a retryable that throws rejects the call with its error", async () => {
  const retryable = (): boolean => {
    throw new EvalError("a fault of mine");
  };
  const { pool, all } = poolOf({ retryable });
  await expect(pool.submit("throws", ["a", 1], { idempotent: true })).rejects.toThrow("a fault of mine");
  expect([runs, all.length]).toEqual([["a"], 1]);
  await pool.close();
});

test("a call whose buffers were moved is not repeated: they are gone", async () => {
  const { pool } = poolOf();
  const bytes = new Uint8Array([7]);
  const call = pool.submit("first", [bytes], { idempotent: true, transfer: [bytes.buffer] });
  await expect(call).rejects.toMatchObject({ name: "WorkerDied" });
  expect(runs).toEqual(["first"]);
  await pool.close();
});

test("a call without buffers is repeated, however it says that it has none", async () => {
  const { pool } = poolOf();
  for (const [n, transfer] of [[], undefined, null].entries())
    expect(await pool.submit("dies", [String(n), 1], { idempotent: true, transfer: transfer as [] })).toBe(2);
  await pool.close();
});

test("a call that waits for its next try is cancelled at once, and is not tried", async () => {
  Math.random = () => 1;
  const { pool } = poolOf({ backOff: 60_000, mostBackOff: 60_000 });
  const controller = new AbortController();
  const call = pool.submit("dies", ["a", 1], { idempotent: true, signal: controller.signal });
  await quiet();
  controller.abort(new Error("enough"));
  await expect(call).rejects.toMatchObject({ name: "TaskCancelled", cause: { message: "enough" } });
  await pool.close();
  expect(runs).toEqual(["a"]);
});

test("a call that was cancelled while it waited for its next try never runs again", async () => {
  Math.random = () => 1;
  const { pool } = poolOf({ backOff: 20 });
  const controller = new AbortController();
  const call = pool.submit("dies", ["a", 1], { idempotent: true, signal: controller.signal });
  await quiet();
  controller.abort();
  await expect(call).rejects.toMatchObject({ name: "TaskCancelled" });
  for (let waited = 0; waited < 10; waited++) await quiet();
  expect(runs).toEqual(["a"]);
  await pool.close();
});

test("a call that waits for its next try is late at its deadline", async () => {
  Math.random = () => 1;
  const { pool } = poolOf({ backOff: 60_000, mostBackOff: 60_000 });
  const call = pool.submit("dies", ["a", 1], { idempotent: true, timeout: 20 });
  await expect(call).rejects.toMatchObject({ name: "DeadlineExceeded", timeout: 20 });
  await pool.close();
  expect(runs).toEqual(["a"]);
});

for (const how of ["close", "terminate"] as const) {
  test(`${how}() ends a call that waits for its next try, with the error of its last`, async () => {
    Math.random = () => 1;
    const { pool } = poolOf({ backOff: 60_000, mostBackOff: 60_000 });
    const call = pool.submit("dies", ["a", 1], { idempotent: true });
    await quiet();
    const closed = pool[how]();
    await expect(call).rejects.toMatchObject({ name: "WorkerDied", task: "dies" });
    await closed;
    expect(runs).toEqual(["a"]);
  });
}

test("close() lets a new try that has begun come to its end", async () => {
  const { pool } = poolOf();
  const gate = Promise.withResolvers<void>();
  opens = gate.promise;
  const call = pool.submit("dies", ["a", 1], { idempotent: true });
  while (runs.length < 2) await quiet();
  const closed = pool.close();
  gate.resolve();
  expect(await call).toBe(2);
  await closed;
});

test("a call that fails while its pool closes is not tried again", async () => {
  const { pool } = poolOf();
  const call = pool.submit("dies", ["a", 1], { idempotent: true });
  const closed = pool.close();
  await expect(call).rejects.toMatchObject({ name: "WorkerDied" });
  await closed;
  expect(runs).toEqual(["a"]);
});

test("each new try waits twice as long as the one before", async () => {
  const { pool } = poolOf({ backOff: 20, mostBackOff: Infinity }, {}, { workers: 2 });
  let tries = 0;
  Math.random = () => (tries++ < 2 ? 0 : 1);
  // Its third wait, of 80 ms, begins before the first of the other, of 20 ms.
  const third = pool.submit("dies", ["third", 3], { idempotent: true });
  while (tries < 3) await quiet();
  const first = pool.submit("dies", ["first", 1], { idempotent: true });
  const order: string[] = [];
  await Promise.all([third.then(() => order.push("third")), first.then(() => order.push("first"))]);
  expect(order).toEqual(["first", "third"]);
  await pool.close();
});

test("chance takes part of every wait, and mostBackOff limits it", async () => {
  Math.random = () => 0;
  const lucky = poolOf({ backOff: 60_000, mostBackOff: 60_000 });
  expect(await lucky.pool.submit("dies", ["a", 1], { idempotent: true })).toBe(2);
  await lucky.pool.close();
  Math.random = () => 1;
  const limited = poolOf({ backOff: 60_000, mostBackOff: 1 });
  expect(await limited.pool.submit("dies", ["a", 1], { idempotent: true })).toBe(2);
  await limited.pool.close();
});

test("options out of their range are refused", () => {
  const wrong: RetryOptions[] = [{ retries: -1 }, { backOff: Number.NaN }, { mostBackOff: "1" as never }];
  for (const options of wrong) expect(() => retry(options)).toThrow(RangeError);
});
