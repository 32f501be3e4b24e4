/** Bounded concurrency inside one isolate, with the clock in the test's hand. */
import { now, pass, timers } from "./support/fake-clock.ts";
import { AsyncLocalStorage } from "node:async_hooks";
import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { AsyncPool, type AsyncPoolOptions } from "./async-pool.ts";
import { DeadlineExceeded, PoolClosed, QueueFull, TaskCancelled, TaskError, UnknownTask } from "./errors.ts";
import type { RunningCall, SubmitOptions } from "./tasks.ts";

type Any = Record<string, (...args: never[]) => unknown>;

/** A pool whose task `hold` ends when the test says so; `began` are those that have. */
function holding(options: AsyncPoolOptions = {}, tasks: object = {}) {
  const began: { n: unknown; context: RunningCall; end: PromiseWithResolvers<unknown> }[] = [];
  function hold(this: RunningCall, n: unknown): Promise<unknown> {
    const end = Promise.withResolvers<unknown>();
    began.push({ n, context: this, end });
    return end.promise;
  }
  const pool = new AsyncPool<Any>({ hold, ...tasks }, options);
  const submit = (n: unknown, options: Parameters<typeof pool.submit>[2] = {}): Promise<unknown> => {
    const call = pool.submit("hold", [n as never], options);
    call.catch(() => {}); // looked at later, or never
    return call;
  };
  return { pool, began, submit, order: () => began.map(({ n }) => n) };
}

describe("calls", () => {
  test("tasks run with their arguments, this and local", async () => {
    const tasks = {
      add(this: RunningCall, a: number, b: number) {
        return [a + b, this.local, this.timeLeft(), this.signal.aborted];
      },
    };
    const pool = new AsyncPool(tasks, { local: "db" });
    expect(await pool.submit("add", [1, 2])).toEqual([3, "db", Infinity, false]);
  });

  test("arguments and results are the very objects", async () => {
    const object = { n: 1 };
    const pool = new AsyncPool({ same: (value: object) => value });
    expect(await pool.submit("same", [object])).toBe(object);
  });

  test("no more than concurrency tasks run at once, and the rest in order", async () => {
    const { submit, began, order } = holding({ concurrency: 2 });
    for (const n of [1, 2, 3, 4]) void submit(n);
    await pass(0);
    expect(order()).toEqual([1, 2]);
    began[1]!.end.resolve(0);
    await pass(0);
    expect(order()).toEqual([1, 2, 3]);
    began[0]!.end.resolve(0);
    began[2]!.end.resolve(0);
    await pass(0);
    expect(order()).toEqual([1, 2, 3, 4]);
  });

  test("a concurrency of Infinity runs all at once", async () => {
    const { pool, submit, order } = holding({ concurrency: Infinity, maxQueue: 0 });
    for (let n = 0; n < 1000; n++) void submit(n);
    await pass(0);
    expect(order()).toHaveLength(1000);
    expect(await now(pool.room())).toBe(undefined);
    const echo = new AsyncPool({ echo: (n: number) => n }, { concurrency: Infinity });
    expect(await Array.fromAsync(echo.map("echo", [1, 2, 3]))).toEqual([1, 2, 3]);
    expect(await now(echo.close())).toBe(undefined);
  });

  test("options that are filled anew for the next call change nothing of the calls that wait", async () => {
    const { pool, began } = holding({ concurrency: 1 });
    const options: SubmitOptions = {};
    const controllers = [1, 2].map(() => new AbortController());
    const calls = controllers.map(({ signal }, n) => {
      Object.assign(options, { signal, runTimeout: 10 + n });
      return pool.submit("hold", [n as never], options).catch((error: unknown) => error);
    });
    await pass(10);
    expect(await now(calls[0]!)).toMatchObject({ name: "DeadlineExceeded", timeout: 10 });
    began[0]!.end.resolve(0);
    await pass(1);
    Object.assign(options, { signal: AbortSignal.abort("not this one") });
    controllers[1]!.abort("enough");
    expect(await now(calls[1]!)).toMatchObject({ name: "TaskCancelled", cause: "enough" });
  });

  test("by default sixteen run at once", async () => {
    const { submit, order } = holding();
    for (let n = 0; n < 40; n++) void submit(n);
    await pass(0);
    expect(order()).toHaveLength(16);
  });

  test.each([
    ["concurrency", { concurrency: 0 }],
    ["concurrency", { concurrency: 1.5 }],
    ["concurrency", { concurrency: "2" }],
    ["grace", { grace: -1 }],
    ["maxQueue", { maxQueue: NaN }],
  ])("a pool with a wrong %s is not made: %o", (name, wrong) => {
    expect(() => holding(wrong as object)).toThrow(RangeError);
    expect(() => holding(wrong as object)).toThrow(`Cannot make a pool: ${name} must be a `);
  });

  const refuse = (): never => {
    throw new Error("do not ask");
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const thrown: [string, unknown][] = [
    ["an error", new RangeError("no")],
    ["nothing", undefined],
    ["a symbol", Symbol("s")],
    ["a revoked proxy", proxy],
    ["an error whose message throws", Object.defineProperty(new Error("x"), "message", { get: refuse })],
    ["an error whose name is a symbol", Object.assign(new Error("x"), { name: Symbol("n") })],
    ["an object whose toStringTag throws", Object.defineProperty({}, Symbol.toStringTag, { get: refuse })],
  ];
  test.each(thrown)("a task that throws or rejects with %s is a TaskError, and frees its place", async (_, what) => {
    const tasks = {
      fail() {
        throw what;
      },
      reject: () => Promise.reject(what),
      one: () => 1,
    };
    const pool = new AsyncPool(tasks, { concurrency: 1 });
    for (const task of ["fail", "reject"] as const) {
      const error = await now(pool.submit(task, []));
      expect(error).toBeInstanceOf(TaskError);
      expect(Object.is((error as Error).cause, what)).toBe(true);
    }
    expect(await now(pool.submit("one", []))).toBe(1);
  });

  test("a thenable is awaited, and one that throws is a TaskError", async () => {
    const tasks = {
      // oxlint-disable-next-line unicorn/no-thenable -- that is what is tried
      good: () => ({ then: (heed: (value: number) => void) => heed(5) }),
      // oxlint-disable-next-line unicorn/no-thenable -- that is what is tried
      bad: () => ({ then: refuse }),
    };
    const pool = new AsyncPool(tasks, { concurrency: 1 });
    expect(await now(pool.submit("good", []))).toBe(5);
    expect(await now(pool.submit("bad", []))).toBeInstanceOf(TaskError);
  });

  test("a task that does not exist is named, with those that do", async () => {
    const pool = new AsyncPool<Any>({ one: () => 1 });
    for (const task of ["two", "toString", "__proto__"]) {
      const error = await now(pool.submit(task, []));
      expect(error).toBeInstanceOf(UnknownTask);
      expect(error).toMatchObject({ known: ["one"] });
    }
  });

  test.each([
    ["tasks whose getter throws", Object.defineProperty({}, "late", { get: refuse, enumerable: true })],
    ["tasks that are null", null],
    ["tasks that are undefined", undefined],
  ])("%s reject the call and free its place", async (_, tasks) => {
    const pool = new AsyncPool<Any>(tasks as Any, { concurrency: 1 });
    for (const task of ["late", "other"]) expect(await now(pool.submit(task, []))).toBeInstanceOf(Error);
    expect(await now(pool.close())).toBe(undefined);
  });

  test.each([
    ["a signal that is none", { signal: new AbortController() }],
    ["a signal that cannot be listened to", { signal: { aborted: false } }],
    ["a timeout in words", { timeout: "5" }],
    ["a transfer that is no list", { transfer: new ArrayBuffer(1) }],
  ])("%s rejects, runs nothing and keeps no place", async (_, options) => {
    const { pool, submit, began } = holding({ maxQueue: 0, concurrency: 1 });
    expect(await now(submit(1, options as never))).toBeInstanceOf(Error);
    expect(began).toHaveLength(0);
    expect(await now(pool.close())).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("tasks run in the async context of their caller, whoever lets them in", async () => {
    const storage = new AsyncLocalStorage<string>();
    const tasks = {
      async who() {
        const before = storage.getStore();
        await Promise.resolve();
        return [before, storage.getStore()];
      },
    };
    const pool = new AsyncPool(tasks, { concurrency: 1 });
    const callers = ["a", "b", "c"];
    const seen = callers.map((name) => storage.run(name, () => pool.submit("who", [])));
    expect(await Promise.all(seen)).toEqual(callers.map((name) => [name, name]));
  });
});

describe("cancellation and deadlines", () => {
  test("a queued call that is cancelled never begins", async () => {
    const { submit, began } = holding({ concurrency: 1 });
    const controller = new AbortController();
    void submit(1);
    const queued = submit(2, { signal: controller.signal });
    controller.abort(new Error("enough"));
    expect(await now(queued)).toMatchObject({ name: "TaskCancelled", rung: "queued", cause: { message: "enough" } });
    began[0]!.end.resolve(1);
    await pass(0);
    expect(began).toHaveLength(1);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  test("a queued call whose deadline passes never begins", async () => {
    const { submit, began } = holding({ concurrency: 1 });
    void submit(1);
    const queued = submit(2, { timeout: 50 });
    await pass(50);
    expect(await now(queued)).toMatchObject({ name: "DeadlineExceeded", rung: "queued", timeout: 50 });
    began[0]!.end.resolve(1);
    await pass(0);
    expect(began).toHaveLength(1);
  });

  test("a running call settles at its deadline, its task's signal is aborted, and its place freed when it ends", async () => {
    const { submit, began } = holding({ concurrency: 1, grace: 1000 });
    const call = submit(1, { timeout: 50 });
    const next = submit(2);
    await pass(50);
    expect(await now(call)).toMatchObject({ name: "DeadlineExceeded", rung: "signalled" });
    expect(began[0]!.context.signal.reason).toMatchObject({ name: "TimeoutError" });
    await pass(500);
    expect(began).toHaveLength(1);
    began[0]!.end.resolve("late");
    await pass(0);
    began[1]!.end.resolve(2);
    expect(await now(next)).toBe(2);
    expect(timers()).toBe(0);
  });

  test("a running call that is cancelled settles at once", async () => {
    const { submit, began } = holding();
    const controller = new AbortController();
    const call = submit(1, { signal: controller.signal });
    await pass(0);
    controller.abort();
    expect(await now(call)).toMatchObject({ name: "TaskCancelled", rung: "signalled" });
    expect(began[0]!.context.signal.reason).toMatchObject({ name: "AbortError" });
  });

  test("a task that heeds no signal is abandoned after its grace, counted, and replaced", async () => {
    const { pool, submit, began } = holding({ concurrency: 1, grace: 100 });
    void submit(1, { timeout: 50 });
    void submit(2);
    await pass(149);
    expect([pool.abandoned, began.length]).toEqual([0, 1]);
    await pass(1);
    expect([pool.abandoned, began.length]).toEqual([1, 2]);
    began[0]!.end.reject(new Error("at last"));
    await pass(0);
    expect(pool.abandoned).toBe(0);
    void submit(3);
    await pass(0);
    expect(began).toHaveLength(2);
  });

  test("a grace of Infinity abandons nothing", async () => {
    const { pool, submit, began } = holding({ concurrency: 1, grace: Infinity });
    void submit(1, { timeout: 5 });
    void submit(2);
    await pass(1e9);
    expect([pool.abandoned, began.length]).toEqual([0, 1]);
  });

  test("a runTimeout counts from the start of the task", async () => {
    const { submit, began } = holding({ concurrency: 1 });
    void submit(1);
    const call = submit(2, { runTimeout: 50 });
    await pass(500);
    began[0]!.end.resolve(1);
    await pass(0);
    expect(began[1]!.context.timeLeft()).toBe(50);
    await pass(48);
    expect(await now(call)).toBe("pending");
    await pass(1);
    expect(await now(call)).toMatchObject({ name: "DeadlineExceeded", rung: "signalled", timeout: 50 });
  });

  test("the time left of a task counts the time in the queue", async () => {
    const { submit, began } = holding({ concurrency: 1 });
    void submit(1);
    void submit(2, { timeout: 100 });
    await pass(60);
    began[0]!.end.resolve(1);
    await pass(0);
    expect(began[1]!.context.timeLeft()).toBe(40);
  });

  test("a call that is cancelled between being let in and being begun never begins, and frees its place", async () => {
    const { submit, began, order } = holding({ concurrency: 1 });
    const controller = new AbortController();
    const call = submit(1, { signal: controller.signal });
    controller.abort();
    expect(await now(call)).toMatchObject({ name: "TaskCancelled", rung: "queued" });
    void submit(2);
    await pass(0);
    expect(order()).toEqual([2]);
    began[0]!.end.resolve(0);
    expect(timers()).toBe(0);
  });

  test("a task that aborts its own caller's signal settles as cancelled", async () => {
    const controller = new AbortController();
    const pool = new AsyncPool({ self: () => controller.abort(), one: () => 1 }, { concurrency: 1 });
    expect(await now(pool.submit("self", [], { signal: controller.signal }))).toBeInstanceOf(TaskCancelled);
    expect(await now(pool.submit("one", []))).toBe(1);
    expect([pool.abandoned, timers()]).toEqual([0, 0]);
  });

  test("a signal that is aborted before, or no time at all, begins nothing", async () => {
    const { pool, submit, began } = holding();
    expect(await now(submit(1, { signal: AbortSignal.abort() }))).toBeInstanceOf(TaskCancelled);
    expect(await now(submit(1, { timeout: 0 }))).toBeInstanceOf(DeadlineExceeded);
    expect(began).toHaveLength(0);
    expect(await now(pool.close())).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("a signal after a call has settled does nothing", async () => {
    const { submit, began } = holding();
    const controller = new AbortController();
    const call = submit(1, { signal: controller.signal, timeout: 100, runTimeout: 100 });
    await pass(0);
    began[0]!.end.resolve(1);
    expect(await now(call)).toBe(1);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    expect(timers()).toBe(0);
    controller.abort();
    expect(began[0]!.context.signal.aborted).toBe(false);
  });

  test("aborting the signal of 20,000 queued calls ends all of them behind one listener", async () => {
    const { submit } = holding({ concurrency: 1 });
    void submit(0);
    const controller = new AbortController();
    const all = Array.from({ length: 20_000 }, (_, n) => submit(n, { signal: controller.signal }));
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    controller.abort();
    const ends = await Promise.allSettled(all);
    expect(ends.every((end) => end.status === "rejected" && end.reason instanceof TaskCancelled)).toBe(true);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });
});

describe("a limited queue", () => {
  test("one call more than may wait is refused", async () => {
    const { pool, submit, began } = holding({ concurrency: 1, maxQueue: 1 });
    void submit(1);
    void submit(2);
    expect(await now(submit(3))).toBeInstanceOf(QueueFull);
    expect(await now(pool.room())).toBe("pending");
    began[0]!.end.resolve(1);
    await pass(0);
    expect(await now(pool.room())).toBe(undefined);
    expect(await now(submit(4))).toBe("pending");
  });

  test("map is not refused by a full queue", async () => {
    const pool = new AsyncPool({ echo: (n: number) => n }, { concurrency: 1, maxQueue: 0 });
    expect(await Array.fromAsync(pool.map("echo", [1, 2, 3], { lookAhead: 3 }))).toEqual([1, 2, 3]);
  });

  test("producers that wait for room are never refused, however many places are freed together", async () => {
    const pool = new AsyncPool({ any: () => null }, { concurrency: 4, maxQueue: 3 });
    let refused = 0;
    const produced = Array.from({ length: 20 }, async () => {
      for (let n = 0; n < 50; n++) {
        await pool.room();
        pool.submit("any", []).catch((error: unknown) => (refused += Number(error instanceof QueueFull)));
      }
    });
    expect(await now(Promise.all(produced))).toBeInstanceOf(Array);
    expect(refused).toBe(0);
  });

  test.each(["close", "terminate"] as const)("%s wakes all producers", async (end) => {
    const { pool, submit } = holding({ concurrency: 1, maxQueue: 0 });
    void submit(1);
    const rooms = Promise.all([pool.room(), pool.room(), pool.room()]);
    expect(await now(rooms)).toBe("pending");
    void pool[end]();
    expect(await now(rooms)).toBeInstanceOf(Array);
  });
});

describe("close and terminate", () => {
  test("a pool that never ran closes at once, and twice", async () => {
    const { pool } = holding();
    expect(await now(Promise.all([pool.close(), pool.close(), pool[Symbol.asyncDispose]()]))).toBeInstanceOf(Array);
    expect(timers()).toBe(0);
  });

  test("close lets finish what waits and what runs, and refuses the rest", async () => {
    const { pool, submit, began } = holding({ concurrency: 1 });
    const accepted = [submit(1), submit(2)];
    const closed = pool.close();
    expect(await now(submit(3))).toBeInstanceOf(PoolClosed);
    await pass(0);
    began[0]!.end.resolve("a");
    await pass(0);
    expect(await now(closed)).toBe("pending");
    began[1]!.end.resolve("b");
    expect(await Promise.all(accepted)).toEqual(["a", "b"]);
    expect(await now(closed)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("close rejects what waits with waiting: reject, also after close", async () => {
    const { pool, submit, began } = holding({ concurrency: 1 });
    const [running, queued] = [submit(1), submit(2)];
    await pass(0);
    const closed = pool.close();
    void pool.close({ waiting: "reject" });
    expect(await now(queued)).toBeInstanceOf(PoolClosed);
    expect(await now(running)).toBe("pending");
    began[0]!.end.resolve(1);
    expect(await now(running)).toBe(1);
    expect(await now(closed)).toBe(undefined);
    expect(began).toHaveLength(1);
  });

  test("close waits for a task that heeds no signal at most its grace", async () => {
    const { pool, submit } = holding({ grace: 300 });
    void submit(1, { timeout: 100 });
    await pass(100);
    const closed = pool.close();
    await pass(297);
    expect(await now(closed)).toBe("pending");
    await pass(3);
    expect(await now(closed)).toBe(undefined);
    expect(pool.abandoned).toBe(1);
  });

  test("terminate rejects what waits and what runs, aborts what runs, and begins nothing more", async () => {
    const { pool, submit, began } = holding({ concurrency: 2 });
    const all = [1, 2, 3, 4, 5].map((n) => submit(n));
    await pass(0);
    const terminated = pool.terminate();
    for (const call of all) expect(await now(call)).toBeInstanceOf(PoolClosed);
    expect(await now(terminated)).toBe(undefined);
    expect(began.map(({ context }) => context.signal.aborted)).toEqual([true, true]);
    expect(pool.abandoned).toBe(2);
    for (const { end } of began) end.resolve(0);
    await pass(0);
    expect(pool.abandoned).toBe(0);
    expect(timers()).toBe(0);
  });

  test("terminate leaves no timer, though a task that runs had a time to run", async () => {
    const { pool, submit } = holding();
    void submit(1, { runTimeout: 3_600_000 });
    await pass(0);
    void pool.terminate();
    await pass(0);
    expect(timers()).toBe(0);
  });

  test("terminate between a call's being let in and being begun begins nothing", async () => {
    const { pool, submit, began } = holding({ concurrency: 2 });
    const all = [1, 2, 3].map((n) => submit(n));
    const terminated = pool.terminate();
    for (const call of all) expect(await now(call)).toBeInstanceOf(PoolClosed);
    expect(await now(terminated)).toBe(undefined);
    expect([began.length, pool.abandoned]).toEqual([0, 0]);
  });

  test("terminate twice, during close, and during a grace resolves", async () => {
    const { pool, submit } = holding({ grace: 10_000 });
    void submit(1, { timeout: 5 });
    void submit(2);
    await pass(10);
    const closed = pool.close();
    expect(await now(closed)).toBe("pending");
    expect(await now(Promise.all([pool.terminate(), pool.terminate(), closed]))).toBeInstanceOf(Array);
    expect(pool.abandoned).toBe(2);
    await pass(20_000);
    expect(pool.abandoned).toBe(2);
    expect(timers()).toBe(0);
  });
});
