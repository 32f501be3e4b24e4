import { AsyncLocalStorage } from "node:async_hooks";
import { getEventListeners } from "node:events";
import { expect, expectTypeOf, test } from "vitest";
import { fakeWorkers } from "../pool/support/fake-workers.ts";
import type { TaskContext } from "../pool/tasks.ts";
import { type Ability, WorkerPool, type WorkerPoolOptions } from "../pool/worker-pool.ts";
import { stream, streaming } from "./stream.ts";

let emitted = 0;
const ends: string[] = [];

const tasks = {
  /** Heeds no signal. */
  async *count(last: number): AsyncGenerator<number, string> {
    try {
      for (let item = 1; item <= last; item++) {
        emitted = item;
        yield item;
      }
      return "counted";
    } finally {
      ends.push("count");
    }
  },
  async progress(this: TaskContext, last: number): Promise<boolean> {
    for (let item = 1; item <= last; item++) await this.emit(item);
    return true;
  },
  /** Is not even a promise: it has returned before any item is taken. */
  unwaited(this: TaskContext, last: number): string {
    for (let item = 1; item <= last; item++) void this.emit(item);
    return "returned";
  },
  together(this: TaskContext, last: number): Promise<void[]> {
    return Promise.all(range(last).map((item) => this.emit(item)));
  },
  async fail(this: TaskContext, last: number): Promise<never> {
    for (let item = 1; item <= last; item++) await this.emit(item);
    throw new RangeError("after its items");
  },
  emitFunction(this: TaskContext): Promise<string> {
    return this.emit(() => 1).then(
      () => "emitted",
      () => "rejected",
    );
  },
  async *yieldFunction(): AsyncGenerator<unknown, string> {
    try {
      yield () => 1;
      return "yielded";
    } catch {
      return "rejected";
    }
  },
  async untilAborted(this: TaskContext): Promise<string> {
    await this.emit("runs");
    await new Promise((resolve) => this.signal.addEventListener("abort", resolve));
    ends.push("untilAborted");
    return "heeded";
  },
  /** Has returned before it emits. */
  late(this: TaskContext): void {
    setTimeout(() => void this.emit("late").then(() => ends.push("late")));
  },
  add: (a: number, b: number): number => a + b,
};

function poolOf(options: WorkerPoolOptions = {}) {
  const fakes = fakeWorkers(tasks, { abilities: [streaming()] });
  const pool = new WorkerPool<typeof tasks>(fakes.connect, { workers: 1, abilities: [streaming()], ...options });
  return { pool, all: fakes.all };
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i + 1);
/** After all that can happen by itself has happened. */
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function all<Item, Value>(items: AsyncGenerator<Item, Value>): Promise<{ items: Item[]; value: Value }> {
  const list: Item[] = [];
  for (;;) {
    const step = await items.next();
    if (step.done) return { items: list, value: step.value };
    list.push(step.value);
  }
}

test("a stream yields what the task emits, in order, and returns its value", async () => {
  const { pool } = poolOf();
  expect(await all(stream(pool, "count", [1000]))).toEqual({ items: range(1000), value: "counted" });
  expect(await all(stream(pool, "progress", [40]))).toEqual({ items: range(40), value: true });
  expect(await all(stream(pool, "add", [1, 2]))).toEqual({ items: [], value: 3 });
  await pool.close();
});

test("a stream knows the types of what is emitted and returned", async () => {
  const { pool } = poolOf();
  expectTypeOf(stream(pool, "count", [1])).toEqualTypeOf<AsyncGenerator<number, string, undefined>>();
  expectTypeOf(stream(pool, "progress", [1])).toEqualTypeOf<AsyncGenerator<unknown, boolean, undefined>>();
  await pool.close();
});

test("a stream submits nothing before its first item is asked for", async () => {
  const { pool, all } = poolOf();
  await stream(pool, "count", [3]).return("not begun");
  expect(all).toEqual([]);
  await pool.close();
});

test("onItem hears every item before the call settles, also those the task did not wait for", async () => {
  const { pool } = poolOf();
  const heard: unknown[] = [];
  expect(await pool.submit("unwaited", [40], { onItem: (item) => heard.push(item) })).toBe("returned");
  expect(heard).toEqual(range(40));
  await pool.close();
});

test("onItem is called in its caller's async context", async () => {
  const { pool } = poolOf();
  const store = new AsyncLocalStorage<string>();
  const heard: unknown[] = [];
  const onItem = (item: unknown): unknown => heard.push([item, store.getStore()]);
  await store.run("who started the worker", () => pool.submit("add", [1, 2]));
  await store.run("caller", () => pool.submit("progress", [20], { onItem }));
  expect(heard).toEqual(range(20).map((item) => [item, "caller"]));
  await pool.close();
});

test("items of a call that nobody listens to are dropped", async () => {
  const { pool } = poolOf();
  expect(await pool.submit("progress", [100])).toBe(true);
  expect(await pool.submit("count", [100])).toBe("counted");
  await pool.close();
});

test("a task is at most 16 items ahead of its consumer", async () => {
  const { pool } = poolOf();
  const slow = stream(pool, "count", [100]);
  const furthest: number[] = [];
  for (let taken = 1; taken <= 3; taken++) {
    await slow.next();
    await quiet();
    furthest.push(emitted);
  }
  expect(furthest).toEqual([17, 18, 19]);
  expect((await all(slow)).items).toEqual(range(100).slice(3));
  await pool.close();
});

test("a task waits while 16 promises of onItem are pending, and goes on as they resolve", async () => {
  const { pool } = poolOf();
  const gates: PromiseWithResolvers<void>[] = [];
  const onItem = (): Promise<void> => {
    gates.push(Promise.withResolvers());
    return gates.at(-1)!.promise;
  };
  const counting = pool.submit("count", [18], { onItem });
  await quiet();
  expect(gates.length).toBe(16);
  gates[7]!.resolve();
  await quiet();
  expect(gates.length).toBe(17);
  for (const gate of gates) gate.resolve();
  expect(await counting).toBe("counted");
  await pool.close();
});

test("a task may await many items together", async () => {
  const { pool } = poolOf();
  const { items } = await all(stream(pool, "together", [50]));
  expect(items).toEqual(range(50));
  await pool.close();
});

test("what a task throws ends its stream after all its items", async () => {
  const { pool } = poolOf();
  const heard: unknown[] = [];
  const failing = (async () => {
    for await (const item of stream(pool, "fail", [20])) heard.push(item);
  })();
  await expect(failing).rejects.toMatchObject({ name: "TaskError", cause: { message: "after its items" } });
  expect(heard).toEqual(range(20));
  await pool.close();
});

test("an item that cannot be cloned rejects in the task, and throws at a generator's yield", async () => {
  const { pool } = poolOf();
  expect(await pool.submit("emitFunction", [])).toBe("rejected");
  expect(await pool.submit("yieldFunction", [])).toBe("rejected");
  await pool.close();
});

test("a consumer that stops ends the generator at its next yield, and its worker is kept", async () => {
  const { pool, all } = poolOf();
  ends.length = 0;
  for await (const item of stream(pool, "count", [Infinity])) if (item === 40) break;
  expect(await pool.submit("add", [1, 1])).toBe(2);
  expect(ends).toEqual(["count"]);
  expect(all.map(({ stopped }) => stopped)).toEqual([false]);
  await pool.close();
});

test("a consumer that throws lets go of its task", async () => {
  const { pool } = poolOf();
  ends.length = 0;
  const consume = async (): Promise<void> => {
    for await (const item of stream(pool, "count", [Infinity])) if (item === 3) throw new EvalError("enough");
  };
  await expect(consume()).rejects.toThrow("enough");
  await pool.close();
  expect(ends).toEqual(["count"]);
});

test("a cancelled task that waits for room sees its signal", async () => {
  const { pool, all } = poolOf();
  ends.length = 0;
  const controller = new AbortController();
  const onItem = (): Promise<void> => new Promise(() => {});
  const call = pool.submit("count", [Infinity], { onItem, signal: controller.signal });
  await quiet();
  controller.abort(new Error("enough"));
  await expect(call).rejects.toMatchObject({ name: "TaskCancelled", rung: "signalled" });
  await pool.close();
  expect([ends, all[0]?.stopped]).toEqual([["count"], false]);
});

test("a signal ends a stream with its reason, after items in order", async () => {
  const { pool } = poolOf();
  const controller = new AbortController();
  const items: unknown[] = [];
  const consume = async (): Promise<void> => {
    for await (const item of stream(pool, "count", [Infinity], { signal: controller.signal })) {
      items.push(item);
      if (item === 30) controller.abort(new Error("enough"));
    }
  };
  await expect(consume()).rejects.toMatchObject({ name: "TaskCancelled", cause: { message: "enough" } });
  expect(items).toEqual(range(items.length));
  await pool.close();
});

test("a signal that is not the platform's ends a stream with its reason, and is no longer listened to", async () => {
  const { pool } = poolOf();
  const signal = Object.assign(new EventTarget(), { aborted: false, reason: undefined });
  const items = stream(pool, "untilAborted", [], { signal: signal as AbortSignal });
  expect(await items.next()).toEqual({ done: false, value: "runs" });
  Object.assign(signal, { aborted: true, reason: new Error("enough") });
  signal.dispatchEvent(new Event("abort"));
  await expect(items.next()).rejects.toMatchObject({ name: "TaskCancelled", cause: { message: "enough" } });
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  await pool.close();
});

test("a worker that dies ends its stream, after the items that came", async () => {
  const { pool, all } = poolOf();
  const items = stream(pool, "untilAborted", []);
  expect(await items.next()).toEqual({ done: false, value: "runs" });
  all[0]?.die();
  await expect(items.next()).rejects.toMatchObject({ name: "WorkerDied", task: "untilAborted" });
  expect((await stream(pool, "count", [1]).next()).value).toBe(1);
  await pool.close();
});

test("an onItem that throws rejects the call with its error, and the task's signal is aborted", async () => {
  const { pool } = poolOf();
  for (const onItem of [() => Promise.reject(new EvalError("no")), () => [].at(0)!["no"]]) {
    ends.length = 0;
    await expect(pool.submit("untilAborted", [], { onItem })).rejects.toThrow("no");
    await quiet();
    expect(ends).toEqual(["untilAborted"]);
  }
  await pool.close();
});

test("a worker that can be told no more does not throw where nobody can catch it", async () => {
  const { pool, all } = poolOf();
  for (const end of ["resolve", "reject"] as const) {
    const gate = Promise.withResolvers<unknown>();
    const call = pool.submit("untilAborted", [], { onItem: () => gate.promise });
    const settled = expect(call).rejects.toThrow(end === "reject" ? "no" : "died");
    await quiet();
    const worker = all.at(-1)!;
    worker.closed = true;
    gate[end](new EvalError("no"));
    await quiet();
    worker.die();
    await settled;
  }
  await pool.close();
});

test("items that come after a call was given up are not heard", async () => {
  const { pool, all } = poolOf({ workers: 1 });
  const controller = new AbortController();
  const heard: unknown[] = [];
  const call = pool.submit("untilAborted", [], { onItem: (item) => heard.push(item), signal: controller.signal });
  await quiet();
  controller.abort();
  all[0]?.say({ type: "item", id: 1, item: "late" });
  await expect(call).rejects.toMatchObject({ name: "TaskCancelled" });
  await pool.close();
  expect(heard).toEqual(["runs"]);
});

test("what a task emits after it has ended is not sent, and it does not wait", async () => {
  const seen: string[] = [];
  const spy: Ability = {
    name: "spy",
    lane: (inner) => ({
      ...inner,
      receive(message) {
        seen.push(message.type);
        inner.receive(message);
      },
    }),
  };
  const { pool } = poolOf({ abilities: [streaming(), spy] });
  ends.length = 0;
  await pool.submit("late", []);
  while (ends.length === 0) await quiet();
  expect(seen).toEqual(["loaded", "ready", "reply"]);
  await pool.close();
});

test("a stream has the options of submit", async () => {
  const { pool } = poolOf();
  const items = stream(pool, "untilAborted", [], { timeout: 20 });
  expect(await items.next()).toEqual({ done: false, value: "runs" });
  await expect(items.next()).rejects.toMatchObject({ name: "DeadlineExceeded", timeout: 20 });
  await pool.close();
});

test("an item for no call of its worker is ignored", async () => {
  const { pool, all } = poolOf();
  await pool.submit("add", [1, 1]);
  for (const id of [99, -1, "1", null, {}]) all[0]?.say({ type: "item", id, item: 1 });
  await quiet();
  expect(await pool.submit("add", [1, 2])).toBe(3);
  expect(all.length).toBe(1);
  await pool.close();
});

test("a worker without the ability is refused, and told how to get it", async () => {
  const fakes = fakeWorkers(tasks);
  const pool = new WorkerPool<typeof tasks>(fakes.connect, { workers: 1, abilities: [streaming()] });
  await expect(pool.submit("add", [1, 2])).rejects.toThrow('lacks the ability "stream"');
  await pool.close();
});
