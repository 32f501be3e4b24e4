/**
 * Abilities know nothing of each other, and get on: every two of them in both orders, and all together, keep the promises of the plain
 * pool and their own. On fake workers; whole pools are tried by the conformance.
 */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fakeWorkers } from "../pool/support/fake-workers.ts";
import { Queue, type TaskContext } from "../pool/tasks.ts";
import {
  type Ability,
  type Call,
  type Line,
  type PoolWorker,
  WorkerPool,
  type WorkerPoolOptions,
} from "../pool/worker-pool.ts";
import { affinity } from "./affinity.ts";
import { ahead } from "./ahead.ts";
import { chunks, mapInChunks } from "./chunks.ts";
import { context } from "./context.ts";
import { faults } from "./faults.ts";
import { poison } from "./poison.ts";
import { priority } from "./priority.ts";
import { recycling } from "./recycling.ts";
import { retry } from "./retry.ts";
import { scaling } from "./scaling.ts";
import { statistics } from "./statistics.ts";
import { stream, streaming } from "./stream.ts";
import { timeline } from "./timeline.ts";
import { wholeErrors } from "./whole-errors.ts";

/** A task that ends its worker is known by its argument: so that its worker is found. */
let endWorker = (_mark: string): void => {};
let used = 0;
const usedBytes = (): number => used;

const tasks = {
  echo: (value: unknown): unknown => value,
  raise: (message: string): never => {
    throw new RangeError(message);
  },
  gather: (): never => {
    throw new AggregateError([new RangeError("one"), "two"], "several");
  },
  uncloneable: (): unknown => () => {},
  wait: (milliseconds: number): Promise<number> =>
    new Promise((resolve) => setTimeout(() => resolve(milliseconds), milliseconds)),
  heed(this: TaskContext, log: string): Promise<string> {
    return new Promise((resolve) => this.signal.addEventListener("abort", () => resolve(`${log} heard`)));
  },
  die(mark: string): Promise<never> {
    endWorker(mark);
    return new Promise(() => {});
  },
  worker(this: TaskContext<number>): number {
    return this.local;
  },
  use: (bytes: number): number => (used = bytes),
  context(this: TaskContext): unknown {
    return this.context;
  },
  async *count(to: number): AsyncGenerator<number, string> {
    for (let i = 0; i < to; i++) yield i;
    return "counted";
  },
};
type Pool = WorkerPool<typeof tasks>;

/** An ability as it disturbs nobody; and what it promises, tried with one that is made for it. */
interface Entry {
  make(): Ability;
  options?: WorkerPoolOptions;
  own(make: (one: Ability) => Promise<Pool>): Promise<void>;
}

const ABILITIES: Record<string, Entry> = {
  affinity: {
    make: affinity,
    options: { workers: 3 },
    async own(make) {
      await using pool = await make(affinity());
      await pool.prewarm();
      const keys = ["a", "b", "c"];
      const homes = await Promise.all(keys.map((key) => pool.submit("worker", [], { key })));
      const again = await Promise.all([0, 1, 2, 0, 1, 2].map((i) => pool.submit("worker", [], { key: keys[i] })));
      expect(again).toEqual([...homes, ...homes]);
      const behind = [
        pool.submit("die", ["at home"], { key: "a" }),
        ...[1, 2].map(() => pool.submit("worker", [], { key: "a" })),
      ];
      const [died, ...moved] = await Promise.allSettled(behind);
      expect(died).toMatchObject({ status: "rejected", reason: { name: "WorkerDied" } });
      expect(new Set(moved.map((each) => each.status === "fulfilled" && each.value)).size).toBe(1);
    },
  },
  ahead: {
    make: ahead,
    options: { workers: 1 },
    async own(make) {
      await using pool = await make(ahead());
      await pool.prewarm();
      const [worker] = pool.workers;
      for (let held = 0; held < 2;) {
        const calls = range(20).map((i) => pool.submit("echo", [i]));
        held = worker?.calls.size ?? 0; // as soon as it is known to be short
        expect(await Promise.all(calls)).toEqual(range(20));
      }
    },
  },
  chunks: {
    make: chunks,
    async own(make) {
      await using pool = await make(chunks());
      const values: unknown[] = [];
      for await (const value of mapInChunks(pool, "echo", range(100), { chunk: 7 })) values.push(value);
      expect(values).toEqual(range(100));
    },
  },
  context: {
    make: context,
    async own(make) {
      await using pool = await make(context());
      const found = await Promise.all(range(20).map((i) => pool.submit("context", [], { context: { i } })));
      expect(found).toEqual(range(20).map((i) => ({ i })));
    },
  },
  faults: {
    make: faults,
    options: { grace: 5 },
    async own(make) {
      const broken = faults();
      await using pool = await make(broken);
      for (const fault of ["throw", "worker dies", "broken reply", "not cloneable", "queue full"] as const) {
        broken.inject({ task: "echo", fault });
        await expect(pool.submit("echo", [1])).rejects.toThrow();
        expect(await pool.submit("echo", [2])).toBe(2);
      }
      broken.inject({ task: "echo", fault: "slow", milliseconds: 2 });
      expect(await Promise.all([3, 4].map((value) => pool.submit("echo", [value])))).toEqual([3, 4]);
      broken.inject({ task: "echo", fault: "never answers" });
      expect(await failure(pool.submit("echo", [5], { timeout: 20 }))).toBe("DeadlineExceeded");
      expect(await pool.submit("echo", [6])).toBe(6);
    },
  },
  poison: {
    make: () => poison({ limit: 1000 }),
    async own(make) {
      await using pool = await make(poison({ limit: 2 }));
      for (const name of ["WorkerDied", "WorkerDied", "PoisonTask"])
        expect(await failure(pool.submit("die", ["poison"]))).toBe(name);
      expect(await pool.submit("echo", [1])).toBe(1);
    },
  },
  priority: {
    make: priority,
    options: { workers: 1 },
    async own(make) {
      await using pool = await make(priority());
      const order: unknown[] = [];
      const calls = [0, 1, 5, -1, 5].map((priority, i) =>
        pool.submit("echo", [i], { priority }).then((value) => order.push(value)),
      );
      await Promise.all(calls);
      expect(order).toEqual([2, 4, 1, 0, 3]);
    },
  },
  recycling: {
    make: () => recycling({ afterCalls: 1e6, aboveBytes: 1e15, askEvery: 0, usedBytes }),
    options: { workers: 1 },
    async own(make) {
      {
        await using pool = await make(recycling({ afterCalls: 3, usedBytes }));
        const workers = [];
        for (let i = 0; i < 7; i++) workers.push(await pool.submit("worker", []));
        const [first = 0] = workers;
        expect(workers.map((worker) => worker - first)).toEqual([0, 0, 0, 1, 1, 1, 2]);
      }
      await using pool = await make(recycling({ aboveBytes: 100, askEvery: 0, usedBytes }));
      await pool.submit("use", [101]);
      const [large] = pool.workers;
      await until(() => large?.state === "gone");
      used = 0;
      expect(await pool.submit("echo", [1])).toBe(1);
    },
  },
  retry: {
    make: () => retry({ backOff: 1 }),
    async own(make) {
      await using pool = await make(retry({ retries: 2, backOff: 1 }));
      expect(await failure(pool.submit("die", ["thrice"], { idempotent: true }))).toBe("WorkerDied");
      expect(deaths.filter((mark) => mark === "thrice")).toHaveLength(3);
      deaths.length = 0;
    },
  },
  scaling: {
    make: () => scaling({ minimum: 1 }),
    options: { workers: 3 },
    async own(make) {
      await using pool = await make(scaling({ minimum: 2, idleTimeout: 5 }));
      await until(() => ready(pool) === 2);
      await Promise.all(range(9).map(() => pool.submit("wait", [1])));
      await until(() => ready(pool) === 2 && pool.workers.size === 2);
      expect(await pool.submit("echo", [1])).toBe(1);
    },
  },
  statistics: {
    make: statistics,
    async own(make) {
      const counted = statistics();
      await using pool = await make(counted);
      const calls = [
        pool.submit("echo", [1]),
        pool.submit("raise", ["no"]),
        pool.submit("wait", [100], { timeout: 0 }),
      ];
      await Promise.allSettled(calls);
      const { completed, failed, late, cancelled, refused } = counted.snapshot().total;
      expect({ completed, failed, late, cancelled, refused }).toEqual({
        completed: 1,
        failed: 1,
        late: 1,
        cancelled: 0,
        refused: 0,
      });
    },
  },
  stream: {
    make: streaming,
    async own(make) {
      await using pool = await make(streaming());
      const items: unknown[] = [];
      for await (const item of stream(pool, "count", [40])) items.push(item);
      expect(items).toEqual(range(40));
    },
  },
  timeline: {
    make: timeline,
    async own(make) {
      const seen = timeline();
      await using pool = await make(seen);
      await pool.submit("echo", [1]);
      const told = seen.events().filter((event) => "task" in event && event.task === "echo");
      expect(told.map(({ what }) => what)).toEqual(["submitted", "given", "began", "ended", "settled", "freed"]);
    },
  },
  "whole-errors": {
    make: wholeErrors,
    async own(make) {
      await using pool = await make(wholeErrors());
      const caller = async (): Promise<unknown> => await pool.submit("gather", []);
      const error: unknown = await caller().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: "TaskError", cause: { errors: [{ message: "one" }, "two"] } });
      const { stack, cause } = error as Error;
      expect([cause instanceof AggregateError, stack?.includes("caller")]).toEqual([true, true]);
    },
  },
};
const NAMES = Object.keys(ABILITIES);

/** What the plain pool promises. */
const PLAIN: Record<string, (make: (options?: WorkerPoolOptions) => Promise<Pool>) => Promise<void>> = {
  async "every call of a crowd has its own answer"(make) {
    await using pool = await make();
    const mixed = range(100).map((i) =>
      i % 10 === 9 ? failure(pool.submit("raise", [`${i}`])) : pool.submit("echo", [i]),
    );
    expect(await Promise.all(mixed)).toEqual(range(100).map((i) => (i % 10 === 9 ? "TaskError" : i)));
  },
  async "what goes wrong with a call is told by its class"(make) {
    await using pool = await make({ maxQueue: 0, workers: 1 });
    await expect(pool.submit("raise", ["why"])).rejects.toMatchObject({
      name: "TaskError",
      cause: { name: "RangeError", message: "why" },
    });
    expect(await failure(pool.submit("none" as "echo", [1]))).toBe("UnknownTask");
    expect(await failure(pool.submit("echo", [() => {}]))).toBe("NotCloneable");
    expect(await failure(pool.submit("uncloneable", []))).toBe("NotCloneable");
    const busy = pool.submit("wait", [2]);
    expect(await failure(pool.submit("echo", [1]))).toBe("QueueFull");
    await pool.room();
    expect(await pool.submit("echo", [1])).toBe(1);
    await busy;
  },
  async "map() yields in the order of its inputs, asCompleted() as they finish"(make) {
    await using pool = await make();
    const values: unknown[] = [];
    for await (const value of pool.map("echo", range(30))) values.push(value);
    expect(values).toEqual(range(30));
    const finished: number[] = [];
    for await (const { index, value } of pool.asCompleted("wait", [20, 1])) finished.push(index, value);
    expect(finished).toEqual([1, 1, 0, 20]);
  },
  async "a call is cancelled before it starts, or by its signal"(make) {
    await using pool = await make({ workers: 1 });
    const [running, waiting] = [new AbortController(), new AbortController()];
    const heeding = pool.submit("heed", ["signal"], { signal: running.signal });
    const queued = pool.submit("die", ["never"], { signal: waiting.signal });
    await until(() => [...pool.workers].some(({ calls }) => calls.size > 0));
    waiting.abort();
    await expect(queued).rejects.toMatchObject({ name: "TaskCancelled", rung: "queued" });
    running.abort();
    await expect(heeding).rejects.toMatchObject({ name: "TaskCancelled", rung: "signalled" });
    expect(await pool.submit("echo", [1])).toBe(1);
    expect(deaths).not.toContain("never");
  },
  async "a deaf task that is late is stopped with its worker"(make) {
    await using pool = await make({ workers: 1, grace: 5 });
    await expect(pool.submit("wait", [10_000], { timeout: 5 })).rejects.toMatchObject({ name: "DeadlineExceeded" });
    expect(await pool.submit("echo", [1])).toBe(1);
    expect(pool.abandoned).toBe(0);
  },
  async "a worker's death rejects its call alone"(make) {
    await using pool = await make({ workers: 1 });
    const dying = pool.submit("die", ["alone"]);
    const behind = range(5).map((i) => pool.submit("echo", [i]));
    await expect(dying).rejects.toMatchObject({ name: "WorkerDied", task: "die" });
    expect(await Promise.all(behind)).toEqual(range(5));
  },
  async "close() lets calls finish and terminate() does not"(make) {
    const closed = await make();
    const calls = range(10).map((i) => closed.submit("wait", [i % 3]));
    await closed.close();
    expect(await Promise.all(calls)).toEqual(range(10).map((i) => i % 3));
    expect(await failure(closed.submit("echo", [1]))).toBe("PoolClosed");
    expect(closed.workers.size).toBe(0);
    const terminated = await make();
    const pending = range(5).map(() => failure(terminated.submit("wait", [10_000])));
    await terminated.terminate();
    expect(await Promise.all(pending)).toEqual(Array(5).fill("PoolClosed"));
    expect(terminated.workers.size).toBe(0);
  },
};

/** Those who died, by their marks. */
const deaths: string[] = [];

/** A pool of fake workers that have the abilities too. */
function pooled(abilities: readonly Ability[], options: WorkerPoolOptions = {}): Pool {
  const { connect, all } = fakeWorkers(tasks, {
    init: () => starts++,
    abilities: NAMES.map((name) => entry(name).make()),
  });
  let starts = 0;
  endWorker = (mark) => {
    deaths.push(mark);
    all.findLast(({ received }) => JSON.stringify(received).includes(JSON.stringify(mark)))?.die();
  };
  return new WorkerPool<typeof tasks>(connect, { workers: 2, ...options, abilities });
}

/** Tries what the plain pool promises with the abilities of these names, and what each of them promises among the others. */
async function tryAll(names: readonly string[]): Promise<void> {
  const others = (but?: string, one?: Ability): Ability[] =>
    names.map((name) => (name === but && one ? one : entry(name).make()));
  for (const promise of Object.values(PLAIN)) await promise(async (options) => pooled(others(), options));
  for (const name of names) await entry(name).own(async (one) => pooled(others(name, one), entry(name).options));
}

const entry = (name: string): Entry => ABILITIES[name] as Entry;
const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
const ready = (pool: Pool): number => [...pool.workers].filter(({ state }) => state === "ready").length;

const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    (value) => ({ value }),
    (error: Error) => error.name,
  );

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

test("every ability is tried here", () => {
  const files = readdirSync(new URL(".", import.meta.url)).filter((name) => /^[\w-]+\.ts$/.test(name));
  expect(files.map((name) => name.replace(/\.ts$/, ""))).toEqual(NAMES);
});

describe.each(NAMES)("%s", (name) => {
  test("alone", () => tryAll([name]));

  test.each(NAMES.filter((other) => other !== name))("before %s", (other) => tryAll([name, other]));
});

test.each([
  ["in the order of their names", NAMES],
  ["in the opposite order", NAMES.toReversed()],
])("all together, %s", (_order, names) => tryAll(names));

/** Both wrap a line. Whichever is outside, a worker is given the most urgent of the calls that it may have, and of these the oldest. */
test.each([
  ["inside", [priority(), affinity()]],
  ["outside", [affinity(), priority()]],
])("priority, %s affinity, orders what a worker may have over five thousand random steps", (_where, abilities) => {
  const line = abilities.reduce(
    (make, ability) => ability.line?.(make) ?? make,
    (): Line => new Queue<Call>(),
  )();
  const lives = abilities.map((ability) => ability.life?.(undefined as never));
  const start = (): PoolWorker => {
    const worker = { state: "ready", calls: new Map(), lane: { hasRoom: () => true } } as never as PoolWorker;
    for (const life of lives) life?.workerReady?.(worker);
    return worker;
  };
  const settle = (key: string, worker: PoolWorker): void => {
    homes.set(key, worker);
    for (const life of lives) life?.given?.({ options: { key } } as never, worker);
  };
  const workers = [start(), start(), start()];
  const homes = new Map<string, PoolWorker>();
  const keys = ["a", "b", "c", "d", "e"];
  let seed = 1;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const any = <Item>(list: readonly Item[]): Item => list[random(list.length)] as Item;
  for (const key of keys) settle(key, any(workers));

  let waiting: Call[] = [];
  for (let step = 0; step < 5000; step++) {
    const what = random(20);
    if (what < 10) {
      const call = { task: `${step}`, options: { priority: random(4), key: any([...keys, undefined]) }, place: 0 };
      waiting.push(call as never);
      line.add(call as never);
    } else if (what < 12) {
      const gone = any(waiting);
      waiting = waiting.filter((call) => call !== gone);
      if (gone) line.remove(gone);
    } else if (what < 13) {
      const number = random(workers.length);
      const [dead, next] = [workers[number] as PoolWorker, start()];
      dead.state = "gone";
      for (const life of lives) life?.workerGone?.(dead, { exitCode: 1, signal: null }, "ready");
      workers[number] = next;
      const moved = any(workers);
      for (const key of keys) if (homes.get(key) === dead) settle(key, moved);
    } else {
      const worker = any(workers);
      const may = waiting.filter(({ options: { key } }) => key === undefined || homes.get(key) === worker);
      const wanted = may.toSorted((a, b) => (b.options.priority ?? 0) - (a.options.priority ?? 0))[0];
      const found = line.peek(worker);
      expect(found?.task).toBe(wanted?.task);
      waiting = waiting.filter((call) => call !== found);
      if (found) line.remove(found);
    }
    expect(line.size).toBe(waiting.length);
  }
});
