import { expect, test, vi } from "vitest";
// Before the pool is loaded: it keeps the clock that it found then.
vi.hoisted(() => vi.useFakeTimers({ toFake: ["performance"] }));
import { fakeWorkers, type FakeOptions } from "../pool/support/fake-workers.ts";
import { WorkerPool, type WorkerPoolOptions } from "../pool/worker-pool.ts";
import { recycling, type RecyclingOptions } from "./recycling.ts";

let used = 0;
const tasks = {
  who(this: { local: number }): number {
    return this.local;
  },
  use: (bytes: number) => (used = bytes),
  never: () => new Promise(() => {}),
  wait: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
};
const usedBytes = (): number => used;

function recycled(options: RecyclingOptions, rest: WorkerPoolOptions = {}, served: FakeOptions = {}) {
  let made = 0;
  const gone: (number | null)[] = [];
  const abilities = [recycling(options)];
  const { connect, all } = fakeWorkers(tasks, { init: () => made++, abilities, ...served });
  const watch = {
    name: "watch",
    life: () => ({ workerGone: (_: unknown, death: { exitCode: number | null }) => void gone.push(death.exitCode) }),
  };
  const pool = new WorkerPool<typeof tasks>(connect, { workers: 1, ...rest, abilities: [...abilities, watch] });
  used = 0;
  return { pool, all, gone };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Lets what is under way come to its end. */
const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

test("a worker is given so many calls and then another one is, whether they come one by one or together", async () => {
  const { pool, gone } = recycled({ afterCalls: 3 });
  const one: number[] = [];
  for (let i = 0; i < 7; i++) one.push(await pool.submit("who", []));
  expect(one).toEqual([0, 0, 0, 1, 1, 1, 2]);
  const together = await Promise.all(Array.from({ length: 8 }, () => pool.submit("who", [])));
  expect(together).toEqual([2, 2, 3, 3, 3, 4, 4, 4]);
  await pool.close();
  expect(gone).toEqual([0, 0, 0, 0, 0]);
});

test("a worker that runs several calls at once is not given more than it may have", async () => {
  const { pool } = recycled({ afterCalls: 5 }, { workers: 2, tasksPerWorker: 3 });
  const ran = await Promise.all(Array.from({ length: 20 }, () => pool.submit("who", [])));
  await pool.close();
  const most = Math.max(...[0, 1, 2, 3, 4].map((worker) => ran.filter((each) => each === worker).length));
  expect(most).toBe(5);
});

test("a call that could not be sent does not count", async () => {
  const { pool } = recycled({ afterCalls: 2 });
  expect(await pool.submit("who", [])).toBe(0);
  const unsent = await pool.submit("use", [(() => {}) as never]).catch((error: unknown) => error);
  expect(unsent).toMatchObject({ name: "NotCloneable" });
  await pool.close();
});

test("a worker leaves with the first answer after its time, and not before", async () => {
  const { pool } = recycled({ afterTime: 1000 });
  expect(await pool.submit("who", [])).toBe(0);
  vi.advanceTimersByTime(999);
  expect([await pool.submit("who", []), await pool.submit("who", [])]).toEqual([0, 0]);
  vi.advanceTimersByTime(1);
  expect([await pool.submit("who", []), await pool.submit("who", [])]).toEqual([0, 1]);
  await pool.close();
});

test("a worker that says it uses more bytes than it may is replaced, and one within the bound stays", async () => {
  const { pool, gone } = recycled({ aboveBytes: 100, askEvery: 0, usedBytes });
  await pool.submit("use", [100]);
  await turns();
  expect(await pool.submit("who", [])).toBe(0);
  await pool.submit("use", [101]);
  await until(() => gone.length > 0);
  used = 0;
  expect(await pool.submit("who", [])).toBe(1);
  await pool.close();
  expect(gone).toEqual([0, 0]);
});

test("a worker is asked no more often than wanted, first when it has been ready for so long", async () => {
  let asked = 0;
  const { pool } = recycled({ aboveBytes: 100, askEvery: 1000, usedBytes: () => ++asked });
  const counts: number[] = [];
  for (const milliseconds of [0, 999, 1, 0, 999, 1]) {
    vi.advanceTimersByTime(milliseconds);
    await pool.submit("who", []);
    await turns();
    counts.push(asked);
  }
  expect(counts).toEqual([0, 0, 1, 1, 1, 2]);
  await pool.close();
});

test("without a bound no worker is asked", async () => {
  let asked = 0;
  const { pool } = recycled({ askEvery: 0, usedBytes: () => ++asked });
  await pool.submit("who", []);
  await turns();
  expect(asked).toBe(0);
  await pool.close();
});

test("a worker that is never without calls is asked, too", async () => {
  const { pool, gone } = recycled({ aboveBytes: 100, askEvery: 0, usedBytes });
  let running = true;
  const load = Array.from({ length: 10 }, async () => {
    while (running) {
      await pool.submit("who", []);
      await turns();
    }
  });
  await pool.submit("use", [101]);
  await until(() => gone.length > 0);
  running = false;
  await Promise.all(load);
  await pool.close();
});

test("a pool whose workers are above the bound from their start runs all its calls", async () => {
  const { pool, gone } = recycled({ aboveBytes: 0, askEvery: 0, usedBytes: () => 1 });
  expect(await Promise.all([1, 2, 3].map((bytes) => pool.submit("use", [bytes])))).toEqual([1, 2, 3]);
  await pool.close();
  expect(gone.every((code) => code === 0)).toBe(true);
});

test("a worker that waits for a bound of its memory is not started where its other half cannot tell it", async () => {
  const { pool } = recycled({ aboveBytes: 1, usedBytes }, {}, { abilities: [] });
  await expect(pool.submit("who", [])).rejects.toThrow('it lacks the ability "recycling"');
  await pool.close();
});

test("without a bound of its memory a worker needs no other half", async () => {
  const { pool } = recycled({ afterCalls: 2 }, {}, { abilities: [] });
  expect(await pool.submit("who", [])).toBe(0);
  await pool.close();
});

test.each([
  [() => "many" as never, 'wanted usedBytes to return a number of bytes, found "many"'],
  [() => Number.NaN, "wanted usedBytes to return a number of bytes, found NaN"],
  [() => (() => {}) as never, "wanted usedBytes to return a number of bytes, found () => {}"],
  [() => Promise.reject(new RangeError("no")), "usedBytes threw RangeError: no"],
])("a worker that cannot tell its memory serves on, and that is told: %o", async (usedBytes, message) => {
  const errors: Error[] = [];
  const onError = (error: Error): void => void errors.push(error);
  const { pool } = recycled({ aboveBytes: 1, askEvery: 0, usedBytes, onError });
  expect(await pool.submit("who", [])).toBe(0);
  await until(() => errors.length > 0);
  expect(errors.map((error) => error.message)).toEqual([`Cannot recycle workers by their memory: ${message}`]);
  await pool.close();
});

test("the program hears where nobody listens that a worker cannot tell its memory", async () => {
  const heard = new Promise<Error>((resolve) => {
    const others = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.once("uncaughtException", (error) => {
      for (const other of others) process.on("uncaughtException", other);
      resolve(error);
    });
  });
  const { pool } = recycled({ aboveBytes: 1, askEvery: 0, usedBytes: () => Number.NaN });
  await pool.submit("who", []);
  expect((await heard).message).toMatch(/^Cannot recycle workers by their memory/);
  await pool.close();
});

test("an answer of no known kind costs the worker, and no more", async () => {
  const errors: Error[] = [];
  const onError = (error: Error): void => void errors.push(error);
  const { pool, all } = recycled({ aboveBytes: 1, askEvery: 0, usedBytes, onError });
  await pool.submit("who", []);
  for (const bytes of [undefined, null, {}, [1]]) all[0]?.say({ type: "memory", bytes });
  await turns();
  expect(errors).toHaveLength(4);
  expect(typeof (await pool.submit("who", []))).toBe("number");
  await pool.close();
});

test.each([{ afterCalls: 0 }, { afterTime: -1 }, { aboveBytes: -1, usedBytes }, { askEvery: Number.NaN }])(
  "%o is refused",
  (options) => {
    expect(() => recycling(options)).toThrow(RangeError);
  },
);

test("a bound of the memory without a way to tell it is refused", () => {
  expect(() => recycling({ aboveBytes: 1 })).toThrow(
    new TypeError("Cannot recycle workers by their memory: wanted usedBytes, a function, found undefined"),
  );
});
