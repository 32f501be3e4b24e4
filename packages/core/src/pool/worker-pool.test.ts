/** The scheduler without a runtime: fake workers, and the clock in the test's hand. */
import { now, pass, timers } from "./support/fake-clock.ts";
import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { DeadlineExceeded, PoolClosed, QueueFull, TaskCancelled, TaskError, UnknownTask } from "./errors.ts";
import { type FakeOptions, fakeWorkers } from "./support/fake-workers.ts";
import type { Executor } from "./tasks.ts";
import { NotCloneable, WorkerDied } from "./worker-errors.ts";
import { type Ability, type Call, type End, type Handle, WorkerPool, type WorkerPoolOptions } from "./worker-pool.ts";

/** Names and arguments of any kind, as untyped code gives them. */
type Any = Record<string, (...args: unknown[]) => unknown>;

/** A pool of workers that serve these tasks. */
function serving(tasks: object, options: WorkerPoolOptions = {}, fake: FakeOptions = {}) {
  const workers = fakeWorkers(tasks, fake);
  return { ...workers, pool: new WorkerPool<Any>(workers.connect, { workers: 1, ...options }) };
}

/** A pool of workers that say what the test has them say. */
function puppets(options: WorkerPoolOptions = {}, fake: FakeOptions = {}) {
  return serving({}, options, { serves: () => false, ...fake });
}

/** Such a pool with all its workers ready. */
async function readied(options: WorkerPoolOptions = {}, fake: FakeOptions = {}) {
  const scene = puppets(options, fake);
  const prewarmed = scene.pool.prewarm();
  for (const worker of scene.all) worker.ready();
  await pass(0);
  await prewarmed;
  return { ...scene, worker: scene.all[0]! };
}

/** One whose rejection is looked at later, or never. */
const quiet = <Value>(promise: Promise<Value>): Promise<Value> => (promise.catch(() => {}), promise);

/** Holds the life hooks' handle, and whatever parts of an ability a test needs. */
function ability(parts: Omit<Partial<Ability>, "life"> & { life?: ReturnType<NonNullable<Ability["life"]>> } = {}) {
  const held: { handle: Handle } = { handle: undefined as never };
  const { life = {}, ...rest } = parts;
  const one: Ability = { name: "of the test", ...rest, life: (handle) => ((held.handle = handle), life) };
  return { one, held };
}

describe("calls and workers", () => {
  test("a call is answered by a worker that is started for it", async () => {
    const { pool, all } = serving({ add: (a: number, b: number) => a + b }, { workers: 2 });
    expect(all).toHaveLength(0);
    expect(await now(pool.submit("add", [1, 2]))).toBe(3);
    expect(all).toHaveLength(1);
  });

  test("waiting calls are given in the order in which they were submitted", async () => {
    const order: number[] = [];
    const { pool } = serving({ note: (n: number) => order.push(n) });
    await Promise.all([1, 2, 3, 4, 5].map((n) => pool.submit("note", [n])));
    expect(order).toEqual([1, 2, 3, 4, 5]);
  });

  test("a worker has one call at a time", async () => {
    const { pool, worker } = await readied();
    const calls = [1, 2, 3].map((n) => pool.submit("any", [n]));
    for (const n of [1, 2, 3]) {
      await pass(0);
      expect(worker.calls).toHaveLength(n);
      worker.reply(n);
    }
    expect(await Promise.all(calls)).toEqual([1, 2, 3]);
  });

  test("more than tasksPerWorker calls are never in one worker", async () => {
    const { pool, worker } = await readied({ tasksPerWorker: 3 });
    for (let n = 0; n < 5; n++) void pool.submit("any", [n]);
    expect(worker.calls).toHaveLength(3);
    worker.reply(0, worker.calls[1]);
    await pass(0);
    expect(worker.calls).toHaveLength(4);
  });

  test("with tasksPerWorker a call goes to the worker that has fewest", async () => {
    const { pool, all } = await readied({ workers: 3, tasksPerWorker: 4 });
    for (let n = 0; n < 6; n++) void pool.submit("any", []);
    expect(all.map(({ calls }) => calls.length)).toEqual([2, 2, 2]);
    for (const call of all[1]!.calls) all[1]!.reply(0, call);
    await pass(0);
    void pool.submit("any", []);
    void pool.submit("any", []);
    expect(all.map(({ calls }) => calls.length)).toEqual([2, 4, 2]);
  });

  test("tasksPerWorker of Infinity runs all calls at once in one worker", async () => {
    const { pool, all } = puppets({ workers: 1, tasksPerWorker: Infinity });
    for (let n = 0; n < 500; n++) void pool.submit("any", []);
    expect(all).toHaveLength(1);
    all[0]!.ready();
    await pass(0);
    expect(all[0]!.calls).toHaveLength(500);
  });

  test("no worker is started before a call needs it", () => {
    expect(puppets({ workers: 8 }).all).toHaveLength(0);
  });

  test("workers are started as calls need them, up to the number of workers", () => {
    const { pool, all } = puppets({ workers: 3 });
    for (const started of [1, 2, 3, 3]) {
      void pool.submit("any", []);
      expect(all).toHaveLength(started);
    }
  });

  test("a call that an idle worker can take starts no other worker", async () => {
    const { pool, all } = puppets({ workers: 2 });
    const call = pool.submit("any", []);
    all[0]!.ready();
    await pass(0);
    all[0]!.reply(1);
    await call;
    void pool.submit("any", []);
    expect(all).toHaveLength(1);
  });

  test("with tasksPerWorker one worker is started for so many calls", () => {
    const { pool, all } = puppets({ workers: 8, tasksPerWorker: 4 });
    for (let n = 0; n < 9; n++) void pool.submit("any", []);
    expect(all).toHaveLength(3);
  });

  test("arguments are clones that are made when the call is given", async () => {
    const { pool, worker } = await readied();
    const [first, second] = [{ n: 1 }, { n: 1 }];
    void pool.submit("any", [first]);
    void pool.submit("any", [second]);
    first.n = 2;
    second.n = 2;
    worker.reply(0);
    await pass(0);
    expect(worker.calls.map(({ args }) => args)).toEqual([[{ n: 1 }], [{ n: 2 }]]);
  });

  test("an argument that cannot be cloned rejects its call alone", async () => {
    const { pool } = serving({ echo: (value: unknown) => value });
    const [bad, good] = [pool.submit("echo", [() => {}]), pool.submit("echo", [1])];
    expect(await now(bad)).toMatchObject({ name: "NotCloneable", part: "argument" });
    expect(await now(good)).toBe(1);
  });

  test("5,000 waiting calls whose arguments cannot be cloned all reject", async () => {
    const { pool, worker } = await readied();
    const calls = Array.from({ length: 5000 }, () => pool.submit("any", [() => {}]));
    const ends = await Promise.allSettled(calls);
    expect(ends.filter(({ status, ...end }) => !("reason" in end && end.reason instanceof NotCloneable))).toEqual([]);
    void pool.submit("any", [1]);
    expect(worker.calls).toHaveLength(1);
  });

  test("a result that cannot be cloned rejects its call, and the worker goes on", async () => {
    const { pool, all } = serving({ bad: () => () => {}, good: () => 1 });
    expect(await now(pool.submit("bad", []))).toMatchObject({ name: "NotCloneable", part: "result" });
    expect(await now(pool.submit("good", []))).toBe(1);
    expect(all).toHaveLength(1);
  });

  test("buffers in transfer are moved", async () => {
    const { pool, worker } = await readied();
    const buffer = new ArrayBuffer(8);
    void pool.submit("any", [buffer], { transfer: [buffer] });
    expect(buffer.detached).toBe(true);
    expect(worker.calls[0]!.args).toMatchObject([{ byteLength: 8 }]);
  });

  test("a task that does not exist is named, with those that do", async () => {
    const { pool } = serving({ add: () => 0, note: 1, mul: () => 0 });
    const error = await now(pool.submit("toString", []));
    expect(error).toBeInstanceOf(UnknownTask);
    expect(error).toMatchObject({ known: ["add", "mul"] });
  });

  test("a task's error is the cause of a TaskError", async () => {
    const { pool } = serving({
      fail: () => {
        throw Object.assign(new RangeError("no"), { code: "E_NO" });
      },
    });
    const error = await now(pool.submit("fail", []));
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({ task: "fail", cause: { name: "RangeError", message: "no", code: "E_NO" } });
    expect((error as Error).cause).toBeInstanceOf(RangeError);
  });
});

describe("what submit refuses", () => {
  const wrong: [string, unknown[], RegExp][] = [
    ["a symbol as the task", [Symbol("x"), []], /wanted the name of a task.*found Symbol\(x\)/],
    ["no list of arguments", ["any", { a: 1 }], /wanted a list of arguments.*found \[object Object\]/],
    ["a string of arguments", ["any", "abc"], /wanted a list of arguments.*found "abc"/],
    ["arguments that are absent", ["any"], /wanted a list of arguments.*found undefined/],
    ["options that are null", ["any", [], null], /wanted .*options.*found null/],
    ["options that are a number", ["any", [], 5], /wanted .*options.*found 5/],
    ["a controller as signal", ["any", [], { signal: new AbortController() }], /wanted a signal.*AbortController/],
    ["a signal that cannot be listened to", ["any", [], { signal: { aborted: false } }], /wanted a signal/],
    ["a buffer as transfer", ["any", [], { transfer: new ArrayBuffer(1) }], /wanted a list.*ArrayBuffer/],
    ["a timeout of NaN", ["any", [], { timeout: NaN }], /timeout must be a number from 0 on: found NaN/],
    ["a negative timeout", ["any", [], { timeout: -1 }], /timeout must be a number from 0 on: found -1/],
    ["a timeout in words", ["any", [], { timeout: "5" }], /timeout must be a number from 0 on: found "5"/],
    [
      "a runTimeout that is a bigint",
      ["any", [], { runTimeout: 5n }],
      /runTimeout must be a number from 0 on: found a bigint/,
    ],
  ];
  test.each(wrong)("%s rejects, costs nothing and keeps no place", async (_, call, message) => {
    const { pool, all } = puppets({ maxQueue: 0 });
    const submit = pool.submit.bind(pool) as (...call: unknown[]) => Promise<unknown>;
    const error = await now(submit(...call));
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toMatch(message);
    expect(all).toHaveLength(0);
    expect(await now(pool.close())).toBe(undefined);
    expect(timers()).toBe(0);
  });

  const options: [string, object][] = [
    ["workers", { workers: 0 }],
    ["workers", { workers: 1.5 }],
    ["workers", { workers: Infinity }],
    ["workers", { workers: "2" }],
    ["tasksPerWorker", { tasksPerWorker: 0 }],
    ["tasksPerWorker", { tasksPerWorker: NaN }],
    ["maxQueue", { maxQueue: -1 }],
    ["maxQueue", { maxQueue: 0.5 }],
    ["readyTimeout", { readyTimeout: -1 }],
    ["grace", { grace: NaN }],
    ["stopTimeout", { stopTimeout: 1n }],
  ];
  test.each(options)("a pool with a wrong %s is not made: %o", (name, wrong) => {
    expect(() => puppets(wrong)).toThrow(RangeError);
    expect(() => puppets(wrong)).toThrow(`Cannot make a pool: ${name} must be a `);
  });

  test("times of Infinity are no limit", async () => {
    const forever = { readyTimeout: Infinity, grace: Infinity, stopTimeout: Infinity };
    const { pool, all } = puppets(forever);
    const call = pool.submit("any", [], { timeout: Infinity, runTimeout: Infinity });
    await pass(1e9);
    all[0]!.ready();
    await pass(1e9);
    all[0]!.reply(1);
    expect(await now(call)).toBe(1);
    expect(all).toHaveLength(1);
  });

  test.each([2 ** 31 - 0.5, 2 ** 31, 1e300])("a time of %d ms is not over at once", async (timeout) => {
    const { pool, worker } = await readied();
    const call = pool.submit("any", [], { timeout });
    expect(await now(call)).toBe("pending");
    worker.reply(1);
    expect(await now(call)).toBe(1);
  });
});

describe("starts", () => {
  test("a worker that is not ready in time is stopped, and its caller told why", async () => {
    const { pool, all } = puppets({ readyTimeout: 50 });
    const call = pool.submit("any", []);
    await pass(48);
    expect(await now(call)).toBe("pending");
    await pass(1);
    expect(all[0]!.stopped).toBe(true);
    expect(await now(call)).toMatchObject({
      name: "WorkerDied",
      task: null,
      message: expect.stringContaining("it was not ready within 50 ms"),
    });
  });

  test("a failed start is told to the waiting calls when there is no other worker", async () => {
    const { pool, all } = puppets();
    const calls = [pool.submit("any", []), pool.submit("any", [])].map(quiet);
    all[0]!.die({ exitCode: 7, error: new Error("DB_URL is not set") });
    for (const call of calls) {
      expect(await now(call)).toMatchObject({ name: "WorkerDied", task: null, exitCode: 7 });
      expect(await now(call)).toMatchObject({ message: expect.stringContaining("DB_URL is not set") });
    }
  });

  test("a failed start whose waiting calls were told starts no worker for nobody", async () => {
    const { pool, all } = puppets({ workers: 4 });
    const calls = [quiet(pool.submit("any", []))];
    for (let n = 0; n < 9; n++) calls.push(quiet(pool.submit("any", [])));
    for (const worker of [...all]) worker.die();
    await pass(20_000);
    for (const call of calls) expect(await now(call)).toBeInstanceOf(WorkerDied);
    for (const worker of all.slice(4)) worker.die();
    expect(all.length).toBeLessThanOrEqual(8);
    const { length } = all;
    await pass(60_000);
    expect(all).toHaveLength(length);
  });

  test("one failed start of a single worker starts no second worker when all its callers were told", async () => {
    const { pool, all } = puppets({ workers: 4, tasksPerWorker: 10 });
    const calls = [pool.submit("any", []), pool.submit("any", []), pool.submit("any", [])].map(quiet);
    expect(all).toHaveLength(1);
    all[0]!.die();
    for (const call of calls) expect(await now(call)).toBeInstanceOf(WorkerDied);
    expect(all).toHaveLength(1);
  });

  test("a failed start is not told to the waiting calls while another worker can run them", async () => {
    const { pool, all } = puppets({ workers: 2 });
    const calls = [pool.submit("any", [1]), pool.submit("any", [2])];
    all[0]!.ready();
    all[1]!.die();
    await pass(0);
    all[0]!.reply("first");
    await pass(0);
    all[0]!.reply("second");
    expect(await Promise.all(calls)).toEqual(["first", "second"]);
  });

  test("a worker that dies while starting is replaced", async () => {
    const { pool, all } = puppets({ workers: 2 });
    void quiet(pool.submit("any", [1]));
    const second = pool.submit("any", [2]);
    all[0]!.ready();
    all[1]!.die();
    await pass(0);
    expect(all).toHaveLength(3);
    all[2]!.ready();
    await pass(0);
    all[2]!.reply("done");
    expect(await now(second)).toBe("done");
  });

  test("starting again after failed starts waits 0, 0.1, 0.2 … 5 seconds", async () => {
    const { pool, starts } = puppets({ workers: 1 }, { refuses: () => new Error("no") });
    const times: number[] = [];
    const began = performance.now();
    for (let n = 0; n < 9; n++) {
      const before = starts();
      void quiet(pool.submit("any", []));
      while (starts() === before) await pass(1);
      times.push(Math.round(performance.now() - began));
      await pass(0);
    }
    const waits = times.slice(1).map((time, n) => time - times[n]!);
    expect(waits).toEqual([0, 100, 200, 400, 800, 1600, 3200, 5000]);
  });

  test("starting does not back off any more when a worker was ready since", async () => {
    const { pool, all, starts } = puppets({ workers: 1 });
    for (let n = 0; n < 3; n++) {
      void quiet(pool.submit("any", []));
      await pass(500);
      all.at(-1)!.die();
      await pass(0);
    }
    await pass(500);
    const call = pool.submit("any", []);
    all.at(-1)!.ready();
    await pass(0);
    all.at(-1)!.reply(1);
    await call;
    all.at(-1)!.die();
    const before = starts();
    void quiet(pool.submit("any", []));
    all.at(-1)!.die();
    await pass(0);
    void quiet(pool.submit("any", []));
    expect(starts()).toBe(before + 2);
  });

  test("a connect that throws is a failed start with its error", async () => {
    const { pool } = puppets({}, { refuses: () => new Error("no such file") });
    expect(await now(pool.submit("any", []))).toMatchObject({
      name: "WorkerDied",
      cause: { message: "no such file" },
    });
    expect(await now(pool.close())).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("starts that fail while the pool closes do not hold the loop", async () => {
    const refuses = (start: number) => (start > 0 && start < 1000 ? new Error("no") : undefined);
    const { pool, all, starts } = puppets({ workers: 2 }, { refuses });
    const calls = [pool.submit("any", [])];
    all[0]!.ready();
    await pass(0);
    calls.push(pool.submit("any", []), pool.submit("any", []));
    const closed = pool.close();
    await pass(1000);
    expect(starts()).toBeLessThan(10);
    for (const n of [1, 2, 3]) {
      all[0]!.reply(n);
      await pass(0);
    }
    expect(await Promise.all(calls)).toEqual([1, 2, 3]);
    expect(await now(closed)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("prewarm starts all workers and resolves when they are ready", async () => {
    const { pool, all } = puppets({ workers: 3 });
    const prewarmed = pool.prewarm();
    expect(all).toHaveLength(3);
    for (const worker of all) {
      expect(await now(prewarmed)).toBe("pending");
      worker.ready();
    }
    expect(await now(prewarmed)).toBe(undefined);
  });

  test("prewarm rejects with WorkerDied when a worker ends before it is ready", async () => {
    const { pool, all } = puppets({ workers: 2 });
    const prewarmed = quiet(pool.prewarm());
    all[0]!.ready();
    all[1]!.die({ exitCode: 3 });
    expect(await now(prewarmed)).toMatchObject({ name: "WorkerDied", exitCode: 3, task: null });
  });

  test("prewarm while starts back off does not say that workers are ready", async () => {
    const { pool, all } = puppets();
    for (const _ of [1, 2, 3]) {
      const prewarmed = quiet(pool.prewarm());
      all.at(-1)!.die();
      expect(await now(prewarmed)).toBeInstanceOf(WorkerDied);
    }
    const prewarmed = quiet(pool.prewarm());
    expect(await now(prewarmed)).not.toBe(undefined);
  });

  test("prewarm after close rejects and starts nothing", async () => {
    const { pool, all } = puppets();
    await now(pool.close());
    expect(await now(pool.prewarm())).toBeInstanceOf(PoolClosed);
    expect(all).toHaveLength(0);
  });

  test("workers are numbered from 0, and a number is given again when its worker is gone", async () => {
    const { pool, all } = await readied({ workers: 3 });
    all[1]!.die();
    const again = pool.prewarm();
    all[3]!.ready();
    await again;
    const hello = all.map(({ received }) => received.find(({ type }) => type === "hello"));
    expect(hello).toMatchObject([{ worker: 0 }, { worker: 1 }, { worker: 2 }, { worker: 1 }]);
  });
});

describe("a worker's death", () => {
  test("a worker that dies while idle is replaced when a call needs one", async () => {
    const { pool, all } = await readied();
    all[0]!.die();
    expect(all).toHaveLength(1);
    void pool.submit("any", []);
    expect(all).toHaveLength(2);
  });

  test("a worker that dies while busy rejects its call alone", async () => {
    const { pool, all } = await readied();
    const [lost, next] = [quiet(pool.submit("any", [1])), pool.submit("any", [2])];
    all[0]!.die({ exitCode: null, signal: "SIGKILL" });
    const error = await now(lost);
    expect(error).toBeInstanceOf(WorkerDied);
    expect(error).toMatchObject({ task: "any", worker: "fake/0", signal: "SIGKILL", exitCode: null });
    expect(String(error)).toContain('Worker fake/0 died while it ran task "any" (SIGKILL)');
    all[1]!.ready();
    await pass(0);
    expect(all[1]!.calls).toMatchObject([{ args: [2] }]);
    all[1]!.reply(2);
    expect(await now(next)).toBe(2);
  });

  test("with tasksPerWorker a death rejects all calls that the worker had", async () => {
    const { pool, all } = await readied({ tasksPerWorker: 3 });
    const calls = [1, 2, 3, 4].map((n) => quiet(pool.submit("any", [n])));
    all[0]!.die();
    for (const call of calls.slice(0, 3)) expect(await now(call)).toBeInstanceOf(WorkerDied);
    expect(await now(calls[3]!)).toBe("pending");
  });

  test("a worker that dies while leaving is as good as gone", async () => {
    const { pool, worker } = await readied({}, { leaves: false });
    const closed = pool.close();
    await pass(10);
    expect(worker.received.at(-1)).toEqual({ type: "end" });
    worker.die({ exitCode: 9 });
    expect(await now(closed)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("a leaving worker that dies with a call rejects it", async () => {
    const { one, held } = ability();
    const { pool, worker } = await readied({ abilities: [one] });
    const call = quiet(pool.submit("any", []));
    held.handle.retire([...held.handle.workers][0]!);
    worker.die();
    expect(await now(call)).toBeInstanceOf(WorkerDied);
  });

  test("a worker that ends while it is being stopped frees its place once", async () => {
    const { pool, all, worker } = await readied({ grace: 10 }, { stops: false });
    const call = quiet(pool.submit("any", [], { timeout: 5 }));
    await pass(20);
    expect(worker.stopped).toBe(true);
    expect(await now(call)).toBeInstanceOf(DeadlineExceeded);
    worker.die();
    const next = pool.submit("any", []);
    all[1]!.ready();
    await pass(0);
    all[1]!.reply(1);
    expect(await now(next)).toBe(1);
    expect(pool.abandoned).toBe(0);
    await pass(10_000);
    expect(pool.abandoned).toBe(0);
  });

  test("a worker that cannot be stopped is abandoned, replaced, and counted until it ends", async () => {
    const { pool, all, worker } = await readied({ grace: 10, stopTimeout: 20 }, { stops: false });
    const late = quiet(pool.submit("any", [], { timeout: 5 }));
    const next = pool.submit("any", []);
    await pass(5 + 10 + 20 - 1);
    expect([pool.abandoned, all.length]).toEqual([0, 1]);
    await pass(2);
    expect([pool.abandoned, all.length]).toEqual([1, 2]);
    expect(await now(late)).toBeInstanceOf(DeadlineExceeded);
    all[1]!.ready();
    await pass(0);
    all[1]!.reply(1);
    expect(await now(next)).toBe(1);
    worker.die();
    expect(pool.abandoned).toBe(0);
  });

  test("what an abandoned worker still says is not heard", async () => {
    const { pool, all, worker } = await readied({ grace: 10, stopTimeout: 20 }, { stops: false });
    const late = quiet(pool.submit("any", [], { timeout: 5 }));
    await pass(100);
    for (const message of [{ type: "loaded", probe: new Map() }, null, { type: "ready" }, { type: "nonsense" }])
      worker.say(message);
    worker.ready();
    worker.reply("too late");
    worker.hangUp();
    expect(await now(late)).toBeInstanceOf(DeadlineExceeded);
    expect(pool.abandoned).toBe(1);
    const next = pool.submit("any", []);
    all[1]!.ready();
    await pass(0);
    expect(worker.calls).toHaveLength(1);
    all[1]!.reply(2);
    expect(await now(next)).toBe(2);
  });

  test("a starting worker that was stopped for being late is not taken for ended because nothing is known", async () => {
    const { pool, all } = puppets({ readyTimeout: 10, stopTimeout: 50 }, { stops: false });
    const call = quiet(pool.submit("any", []));
    await pass(11);
    all[0]!.die({ exitCode: null }, true);
    expect(await now(call)).toBe("pending");
    await pass(50);
    expect(await now(call)).toBeInstanceOf(WorkerDied);
    expect(pool.abandoned).toBe(1);
  });

  test("neighbours of a cancelled deaf task are told why their worker was stopped", async () => {
    const { pool } = await readied({ tasksPerWorker: 2, grace: 10 });
    const deaf = quiet(pool.submit("deaf", [], { timeout: 5 }));
    const neighbour = quiet(pool.submit("any", []));
    await pass(20);
    expect(await now(deaf)).toBeInstanceOf(DeadlineExceeded);
    const error = await now(neighbour);
    expect(error).toBeInstanceOf(WorkerDied);
    expect(error).toMatchObject({
      task: "any",
      message: expect.stringContaining('task "deaf" did not end within 10 ms'),
    });
  });

  test("a worker that hangs up is asked to leave, then stopped, and its call told", async () => {
    const { pool, worker } = await readied({ grace: 30 }, { leaves: false });
    const call = quiet(pool.submit("any", []));
    worker.hangUp(new Error("it closed its port"));
    await pass(28);
    expect(await now(call)).toBe("pending");
    expect(worker.stopped).toBe(false);
    await pass(1);
    expect(worker.stopped).toBe(true);
    expect(await now(call)).toMatchObject({ name: "WorkerDied", cause: { message: "it closed its port" } });
  });

  test("a worker that hangs up gets no more calls", async () => {
    const { pool, all, worker } = await readied({ workers: 2 });
    worker.hangUp();
    void pool.submit("any", []);
    expect(all.map(({ calls }) => calls.length)).toEqual([0, 1]);
  });

  test("a worker that hangs up while starting is a failed start", async () => {
    const { pool, all } = puppets({ grace: 10 }, { leaves: false });
    const call = quiet(pool.submit("any", []));
    all[0]!.hangUp(new Error("no channel"));
    await pass(12);
    expect(await now(call)).toMatchObject({ name: "WorkerDied", task: null, cause: { message: "no channel" } });
  });

  test("a worker that hangs up as it leaves is asked once, and has its grace", async () => {
    const { pool, worker } = await readied({ grace: 50 }, { leaves: false });
    const closed = pool.close();
    await pass(10);
    worker.closed = true;
    worker.hangUp();
    await pass(30);
    expect(worker.stopped).toBe(false);
    worker.die({ exitCode: 0 });
    expect(await now(closed)).toBe(undefined);
    expect(worker.received.filter(({ type }) => type === "end")).toHaveLength(1);
  });

  test("a channel that closes under a cancel ends its worker", async () => {
    const { pool, worker } = await readied();
    const call = quiet(pool.submit("any", [], { timeout: 5 }));
    worker.closed = true;
    await pass(6);
    expect(await now(call)).toBeInstanceOf(DeadlineExceeded);
    expect(worker.stopped).toBe(true);
  });
});

describe("cancellation and deadlines", () => {
  const ways: [string, (options: { signal?: AbortSignal; timeout?: number }, abort: () => void) => unknown, unknown][] =
    [
      ["an aborted signal", (_, abort) => abort(), TaskCancelled],
      ["a deadline", () => pass(100), DeadlineExceeded],
    ];
  /** What is submitted with both, and ended by one of them. */
  function endable(way: string) {
    const controller = new AbortController();
    const options = way === "a deadline" ? { timeout: 100 } : { signal: controller.signal };
    return { options, abort: () => controller.abort(new Error("enough")), signal: controller.signal };
  }

  test.each(ways)("%s ends a queued call at once, and it never starts", async (way, end, kind) => {
    const { pool, worker } = await readied();
    const first = pool.submit("any", [1]);
    const { options, abort, signal } = endable(way);
    const queued = quiet(pool.submit("any", [2], options));
    await end(options, abort);
    const error = await now(queued);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ rung: "queued", task: "any" });
    worker.reply(1);
    expect(await now(first)).toBe(1);
    expect(worker.calls).toHaveLength(1);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test.each(ways)("%s ends a call that waits for a worker to start", async (way, end, kind) => {
    const { pool, all } = puppets();
    const { options, abort } = endable(way);
    const call = quiet(pool.submit("any", [], options));
    await end(options, abort);
    expect(await now(call)).toBeInstanceOf(kind);
    expect(await now(call)).toMatchObject({ rung: "queued" });
    all[0]!.ready();
    await pass(0);
    expect(all[0]!.calls).toHaveLength(0);
  });

  test.each(ways)("%s settles a running call at once, and cancels its task", async (way, end, kind) => {
    const { pool, worker } = await readied();
    const { options, abort } = endable(way);
    const call = quiet(pool.submit("any", [], options));
    await end(options, abort);
    const error = await now(call);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ rung: "signalled" });
    const why = kind === TaskCancelled ? "AbortError" : "TimeoutError";
    expect(worker.received.at(-1)).toEqual({ type: "cancel", id: worker.calls[0]!.id, why });
  });

  test.each(ways)("after %s the place is free only when the task has ended", async (way, end) => {
    const freed: string[] = [];
    const { one } = ability({ life: { freed: (_, how) => freed.push(how), settled: () => freed.push("settled") } });
    const { pool, worker } = await readied({ abilities: [one] });
    const { options, abort } = endable(way);
    const call = quiet(pool.submit("any", [1], options));
    const next = pool.submit("any", [2]);
    await end(options, abort);
    expect(await now(call)).toBeInstanceOf(Error);
    expect(worker.calls).toHaveLength(1);
    worker.reply("late", worker.calls[0]);
    await pass(0);
    expect(worker.calls).toHaveLength(2);
    expect(freed).toEqual(["settled", "ended"]);
    worker.reply(2);
    expect(await now(next)).toBe(2);
    await pass(10_000);
    expect(worker.stopped).toBe(false);
  });

  test.each(ways)("after %s a deaf task's worker is stopped when its grace is over", async (way, end) => {
    const freed: string[] = [];
    const { one } = ability({ life: { freed: (_, how) => freed.push(how) } });
    const { pool, worker, all } = await readied({ grace: 500, abilities: [one] });
    const { options, abort } = endable(way);
    void quiet(pool.submit("any", [1], options));
    const next = pool.submit("any", [2]);
    await end(options, abort);
    await pass(499);
    expect(worker.stopped).toBe(false);
    await pass(1);
    expect(worker.stopped).toBe(true);
    expect(freed).toEqual(["stopped"]);
    all[1]!.ready();
    await pass(0);
    all[1]!.reply(2);
    expect(await now(next)).toBe(2);
  });

  test.each(ways)("after %s a deaf task whose worker cannot be stopped is told as abandoned", async (way, end) => {
    const freed: string[] = [];
    const { one } = ability({ life: { freed: (_, how) => freed.push(how) } });
    const { pool } = await readied({ grace: 500, stopTimeout: 100, abilities: [one] }, { stops: false });
    const { options, abort } = endable(way);
    void quiet(pool.submit("any", [1], options));
    await end(options, abort);
    await pass(599);
    expect(freed).toEqual([]);
    await pass(1);
    expect(freed).toEqual(["abandoned"]);
  });

  test.each(ways)("%s after a call has settled changes nothing", async (way, end) => {
    const { pool, worker } = await readied();
    const { options, abort, signal } = endable(way);
    const call = pool.submit("any", [], options);
    worker.reply(1);
    expect(await now(call)).toBe(1);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(timers()).toBe(0);
    await end(options, abort);
    expect(worker.received.at(-1)).toMatchObject({ type: "call" });
  });

  test("a signal that is aborted before submit rejects with its reason, and starts nothing", async () => {
    const { pool, all } = puppets();
    const error = await now(pool.submit("any", [], { signal: AbortSignal.abort(new Error("enough")) }));
    expect(error).toBeInstanceOf(TaskCancelled);
    expect(error).toMatchObject({ rung: "queued", cause: { message: "enough" } });
    expect(all).toHaveLength(0);
    expect(await now(pool.close())).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("a timeout of 0 rejects at once, and starts nothing", async () => {
    const { pool, all } = puppets();
    expect(await now(pool.submit("any", [], { timeout: 0 }))).toMatchObject({
      name: "DeadlineExceeded",
      rung: "queued",
    });
    expect(all).toHaveLength(0);
    expect(timers()).toBe(0);
  });

  test("a timeout counts the time in the queue", async () => {
    const { pool, worker } = await readied();
    void pool.submit("any", []);
    const call = quiet(pool.submit("any", [], { timeout: 100 }));
    await pass(60);
    worker.reply(1);
    await pass(0);
    expect(worker.calls[1]).toMatchObject({ timeLeft: 40 });
    await pass(38);
    expect(await now(call)).toBe("pending");
    await pass(1);
    expect(await now(call)).toMatchObject({ name: "DeadlineExceeded", rung: "signalled", timeout: 100 });
  });

  test("a runTimeout does not count the time in the queue", async () => {
    const { pool, worker } = await readied();
    void pool.submit("any", []);
    const call = quiet(pool.submit("any", [], { runTimeout: 100 }));
    await pass(5000);
    worker.reply(1);
    await pass(0);
    expect(worker.calls[1]).toMatchObject({ timeLeft: 100 });
    await pass(98);
    expect(await now(call)).toBe("pending");
    await pass(1);
    expect(await now(call)).toMatchObject({ name: "DeadlineExceeded", rung: "signalled", timeout: 100 });
  });

  test("the message of a deadline says how much of it a worker's start took", async () => {
    const { pool, all } = puppets();
    const call = quiet(pool.submit("any", [], { timeout: 100 }));
    await pass(70);
    all[0]!.ready();
    await pass(40);
    expect(String(await now(call))).toMatch(/within 100 ms.*for 70 ms of them a worker was starting/);
  });

  test("the message of a runTimeout says nothing of a worker's start", async () => {
    const { pool, all } = puppets();
    const call = quiet(pool.submit("any", [], { runTimeout: 10 }));
    await pass(70);
    all[0]!.ready();
    await pass(20);
    const message = String(await now(call));
    expect(message).toContain("within 10 ms");
    expect(message).not.toContain("starting");
  });

  test("a task that heeds its signal keeps its worker", async () => {
    const heeds = async function (this: { signal: AbortSignal }): Promise<string> {
      await new Promise((resolve) => this.signal.addEventListener("abort", resolve));
      return (this.signal.reason as Error).name;
    };
    const { pool, all } = serving({ heeds, one: () => 1 });
    await pool.submit("one", []);
    expect(await now(pool.submit("heeds", [], { timeout: 1 }))).toBeInstanceOf(DeadlineExceeded);
    expect(await now(pool.submit("one", []))).toBe(1);
    expect(all).toHaveLength(1);
  });

  test("aborting the signal of 20,000 queued calls ends all of them behind one listener", async () => {
    const { pool } = await readied();
    const { signal, abort } = endable("an aborted signal");
    const calls = Array.from({ length: 20_000 }, () => quiet(pool.submit("any", [], { signal })));
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    abort();
    const ends = await Promise.allSettled(calls);
    expect(ends.every((end) => end.status === "rejected" && end.reason instanceof TaskCancelled)).toBe(true);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("a deadline during the grace after an abort does not settle, or extend, anything again", async () => {
    const settled: string[] = [];
    const { one } = ability({ life: { settled: (_, end) => settled.push("error" in end ? end.error.name : "value") } });
    const { pool, worker } = await readied({ grace: 100, abilities: [one] });
    const controller = new AbortController();
    void quiet(pool.submit("any", [], { signal: controller.signal, timeout: 50, runTimeout: 60 }));
    controller.abort();
    await pass(99);
    expect(worker.stopped).toBe(false);
    await pass(1);
    expect(worker.stopped).toBe(true);
    expect(settled).toEqual(["TaskCancelled"]);
  });
});

describe("close and terminate", () => {
  test("a pool that never ran closes at once, and twice", async () => {
    const { pool, all } = puppets();
    expect(await now(Promise.all([pool.close(), pool.close(), pool[Symbol.asyncDispose]()]))).toBeInstanceOf(Array);
    expect(all).toHaveLength(0);
    expect(timers()).toBe(0);
  });

  test("close lets finish what waits and what runs, then lets workers leave", async () => {
    const { pool, all } = await readied({ workers: 2 });
    const calls = [1, 2, 3].map((n) => pool.submit("any", [n]));
    const closed = pool.close();
    all[0]!.reply("a");
    await pass(0);
    expect(all[0]!.calls).toHaveLength(2);
    all[0]!.reply("b");
    expect(await now(closed)).toBe("pending");
    expect(all.flatMap(({ received }) => received.map(({ type }) => type))).not.toContain("end");
    all[1]!.reply("c");
    expect(await Promise.all(calls)).toEqual(["a", "c", "b"]);
    expect(await now(closed)).toBe(undefined);
    expect(all.map(({ received }) => received.filter(({ type }) => type === "end").length)).toEqual([1, 1]);
    expect(all.map(({ stopped }) => stopped)).toEqual([false, false]);
    expect(timers()).toBe(0);
  });

  test("whoever awaits a call hears of it before whoever awaits close", async () => {
    const { pool } = serving({ one: () => 1 });
    const heard: string[] = [];
    const call = (async () => {
      await pool.submit("one", []);
      await null;
      heard.push("call");
    })();
    const closed = pool.close().then(() => heard.push("close"));
    await pass(5);
    await Promise.all([call, closed]);
    expect(heard).toEqual(["call", "close"]);
  });

  test("what is submitted after close is refused", async () => {
    const { pool, worker } = await readied();
    void pool.submit("any", []);
    void pool.close();
    expect(await now(pool.submit("any", []))).toBeInstanceOf(PoolClosed);
    expect(worker.calls).toHaveLength(1);
  });

  test("a closing pool starts workers for what waits", async () => {
    const { pool, all } = puppets();
    const call = pool.submit("any", []);
    const closed = pool.close();
    all[0]!.ready();
    await pass(0);
    all[0]!.reply(1);
    expect(await now(call)).toBe(1);
    expect(await now(closed)).toBe(undefined);
  });

  test("a closing pool replaces a worker that dies while others wait", async () => {
    const { pool, all } = await readied();
    const [lost, kept] = [quiet(pool.submit("any", [])), pool.submit("any", [])];
    const closed = pool.close();
    all[0]!.die();
    await pass(0);
    all[1]!.ready();
    await pass(0);
    all[1]!.reply(1);
    expect(await now(lost)).toBeInstanceOf(WorkerDied);
    expect(await now(kept)).toBe(1);
    expect(await now(closed)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("close while a worker starts for nobody stops it", async () => {
    const { pool, all } = puppets();
    const prewarmed = quiet(pool.prewarm());
    const closed = pool.close();
    await pass(1);
    expect(all[0]!.stopped).toBe(true);
    expect(await now(closed)).toBe(undefined);
    expect(await now(prewarmed)).toBeInstanceOf(Error);
    expect(all).toHaveLength(1);
    expect(timers()).toBe(0);
  });

  test("close rejects what waits, and lets finish what runs, with waiting: reject", async () => {
    const { pool, worker } = await readied();
    const [running, queued] = [pool.submit("any", [1]), quiet(pool.submit("any", [2]))];
    const closed = pool.close({ waiting: "reject" });
    expect(await now(queued)).toMatchObject({
      name: "PoolClosed",
      message: expect.stringContaining("before it began"),
    });
    expect(await now(running)).toBe("pending");
    worker.reply(1);
    expect(await now(running)).toBe(1);
    expect(await now(closed)).toBe(undefined);
    expect(worker.calls).toHaveLength(1);
  });

  test("what waits is rejected also when waiting: reject comes after close", async () => {
    const { pool, worker } = await readied();
    const [running, queued] = [pool.submit("any", [1]), quiet(pool.submit("any", [2]))];
    const closed = pool.close();
    expect(await now(queued)).toBe("pending");
    void pool.close({ waiting: "reject" });
    expect(await now(queued)).toBeInstanceOf(PoolClosed);
    worker.reply(1);
    expect(await now(running)).toBe(1);
    expect(await now(closed)).toBe(undefined);
  });

  test("close waits for a deaf task at most grace and stopTimeout", async () => {
    const { pool } = await readied({ grace: 300, stopTimeout: 200 }, { stops: false });
    void quiet(pool.submit("any", [], { timeout: 100 }));
    await pass(100);
    const closed = pool.close();
    await pass(498);
    expect(await now(closed)).toBe("pending");
    await pass(2);
    expect(await now(closed)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("close waits for a worker that stays at most grace and stopTimeout", async () => {
    const { pool, worker } = await readied({ grace: 300, stopTimeout: 200 }, { leaves: false, stops: false });
    const closed = pool.close();
    await pass(299);
    expect(worker.stopped).toBe(false);
    await pass(2);
    expect(worker.stopped).toBe(true);
    expect(await now(closed)).toBe("pending");
    await pass(200);
    expect(await now(closed)).toBe(undefined);
    expect(pool.abandoned).toBe(1);
  });

  test("close while starts back off waits for nothing", async () => {
    const { pool, starts } = puppets({}, { refuses: () => new Error("no") });
    while (starts() < 4) {
      void quiet(pool.submit("any", []));
      await pass(10);
    }
    expect(timers()).toBe(1);
    expect(await now(pool.close())).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("close after all workers have died resolves", async () => {
    const { pool, all } = await readied({ workers: 2 });
    for (const worker of all) worker.die();
    expect(await now(pool.close())).toBe(undefined);
  });

  test("terminate rejects what waits and what runs, and stops all workers", async () => {
    const { pool, all } = puppets({ workers: 3 });
    const calls = [1, 2, 3, 4].map((n) => quiet(pool.submit("any", [n])));
    all[0]!.ready();
    await pass(0);
    const terminated = pool.terminate();
    expect(all.map(({ stopped }) => stopped)).toEqual([true, true, true]);
    for (const call of calls) {
      expect(await now(call)).toMatchObject({ name: "PoolClosed", message: expect.stringContaining("terminated") });
    }
    expect(await now(terminated)).toBe(undefined);
    expect(all).toHaveLength(3);
    expect(timers()).toBe(0);
  });

  test("terminate ends what close waits for", async () => {
    const { pool } = await readied();
    const call = quiet(pool.submit("any", []));
    const closed = pool.close();
    expect(await now(closed)).toBe("pending");
    const terminated = pool.terminate();
    expect(await now(Promise.all([closed, terminated, pool.close(), pool.terminate()]))).toBeInstanceOf(Array);
    expect(await now(call)).toBeInstanceOf(PoolClosed);
  });

  test("terminate while workers leave stops them", async () => {
    const { pool, worker } = await readied({}, { leaves: false });
    const closed = pool.close();
    await pass(5);
    void pool.terminate();
    expect(worker.stopped).toBe(true);
    expect(await now(closed)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("terminate waits for workers that cannot be stopped no longer than stopTimeout", async () => {
    const { pool } = await readied({ stopTimeout: 50 }, { stops: false });
    const call = quiet(pool.submit("any", []));
    const terminated = pool.terminate();
    expect(await now(call)).toBeInstanceOf(PoolClosed);
    await pass(47);
    expect(await now(terminated)).toBe("pending");
    await pass(2);
    expect(await now(terminated)).toBe(undefined);
    expect(pool.abandoned).toBe(1);
  });

  test("terminate after a deadline ends the grace of the deaf task", async () => {
    const { pool, worker } = await readied({ grace: 10_000 });
    void quiet(pool.submit("any", [], { timeout: 10 }));
    await pass(20);
    const terminated = pool.terminate();
    expect(worker.stopped).toBe(true);
    expect(await now(terminated)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("terminate of a pool whose workers cannot be made resolves", async () => {
    const { pool } = puppets({ workers: 2 }, { refuses: () => new Error("no") });
    const call = quiet(pool.submit("any", []));
    const terminated = pool.terminate();
    expect(await now(call)).toBeInstanceOf(Error);
    expect(await now(terminated)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("teardown is awaited, and called once, with what init made", async () => {
    const torn: unknown[] = [];
    const teardown = async (local: unknown): Promise<void> => {
      await pass(5);
      torn.push(local);
    };
    const init = (worker: number) => Promise.resolve({ worker });
    const { pool } = serving({ one: () => 1 }, { workers: 2 }, { init, teardown });
    await pool.prewarm();
    const closed = pool.close();
    await pass(20);
    await closed;
    expect(torn).toEqual([{ worker: 0 }, { worker: 1 }]);
  });
});

describe("a limited queue", () => {
  test("one call more than may wait is refused", async () => {
    const { pool } = puppets({ workers: 2, maxQueue: 1 });
    const calls = [1, 2, 3].map((n) => pool.submit("any", [n]));
    const error = await now(pool.submit("any", [4]));
    expect(error).toBeInstanceOf(QueueFull);
    expect(String(error)).toContain("found 1 calls waiting");
    for (const call of calls) expect(await now(call)).toBe("pending");
  });

  test("with a maxQueue of 0 as many calls are taken as can run at once", async () => {
    const { pool, worker } = await readied({ workers: 1, tasksPerWorker: 2, maxQueue: 0 });
    void pool.submit("any", []);
    void pool.submit("any", []);
    expect(await now(pool.submit("any", []))).toBeInstanceOf(QueueFull);
    worker.reply(1);
    await pass(0);
    void pool.submit("any", []);
    expect(worker.calls).toHaveLength(3);
  });

  test("a queued call that is cancelled leaves its room", async () => {
    const { pool } = await readied({ maxQueue: 1 });
    void pool.submit("any", []);
    void quiet(pool.submit("any", [], { timeout: 10 }));
    expect(await now(pool.submit("any", []))).toBeInstanceOf(QueueFull);
    await pass(10);
    expect(await now(pool.submit("any", []))).toBe("pending");
  });

  test("a call that has settled but is not freed keeps its place", async () => {
    const { pool, worker } = await readied({ maxQueue: 0 });
    const late = quiet(pool.submit("any", [], { timeout: 10 }));
    await pass(20);
    expect(await now(late)).toBeInstanceOf(DeadlineExceeded);
    expect(await now(pool.submit("any", []))).toBeInstanceOf(QueueFull);
    worker.reply(1);
    await pass(0);
    expect(await now(pool.submit("any", []))).toBe("pending");
  });

  test("map is not refused by a full queue", async () => {
    const { pool } = serving({ echo: (n: number) => n }, { maxQueue: 0 });
    expect(await Array.fromAsync(pool.map("echo", [1, 2, 3], { lookAhead: 3 }))).toEqual([1, 2, 3]);
  });

  test("there is room at once without a limit, and while the queue is not full", async () => {
    expect(await now(puppets().pool.room())).toBe(undefined);
    const { pool } = puppets({ maxQueue: 1 });
    void pool.submit("any", []);
    expect(await now(pool.room())).toBe(undefined);
    void pool.submit("any", []);
    expect(await now(pool.room())).toBe("pending");
  });

  /** Producers that submit when there is room; how often they were refused. */
  async function produce(pool: Executor<Any>, producers: number, each: number) {
    let refused = 0;
    const produced = Array.from({ length: producers }, async () => {
      for (let n = 0; n < each; n++) {
        await pool.room();
        pool.submit("any", []).catch((error: unknown) => (refused += Number(error instanceof QueueFull)));
      }
    });
    return { produced: Promise.all(produced), refused: () => refused };
  }

  test("one producer is woken for each place", async () => {
    const { pool, worker } = await readied({ maxQueue: 0 });
    const { produced, refused } = await produce(pool, 5, 1);
    for (let n = 1; n <= 5; n++) {
      await pass(0);
      expect(worker.calls).toHaveLength(n);
      worker.reply(n);
    }
    await now(produced);
    expect(refused()).toBe(0);
  });

  test("producers that wait for room are never refused, however many places are freed together", async () => {
    const { pool } = serving({ any: () => null }, { workers: 3, tasksPerWorker: 2, maxQueue: 3 });
    const { produced, refused } = await produce(pool, 20, 50);
    expect(await now(produced)).toBeInstanceOf(Array);
    expect(refused()).toBe(0);
  });

  test("closing wakes all producers", async () => {
    const { pool } = await readied({ maxQueue: 0 });
    void quiet(pool.submit("any", []));
    const rooms = Promise.all([pool.room(), pool.room(), pool.room()]);
    expect(await now(rooms)).toBe("pending");
    void pool.close();
    expect(await now(rooms)).toBeInstanceOf(Array);
    expect(await now(pool.room())).toBe(undefined);
  });

  test("terminating wakes all producers", async () => {
    const { pool } = await readied({ maxQueue: 0 });
    void quiet(pool.submit("any", []));
    const rooms = Promise.all([pool.room(), pool.room()]);
    void pool.terminate();
    expect(await now(rooms)).toBeInstanceOf(Array);
  });
});

describe("keepAlive: false", () => {
  test("a worker holds the program only while it starts, is busy, or leaves", async () => {
    const { pool, all } = puppets({ keepAlive: false }, { leaves: false });
    const call = pool.submit("any", []);
    const [worker] = all;
    expect(worker!.held).toBe(true);
    worker!.ready();
    await pass(0);
    expect(worker!.held).toBe(true);
    worker!.reply(1);
    await call;
    await pass(0);
    expect(worker!.held).toBe(false);
    void quiet(pool.submit("any", []));
    expect(worker!.held).toBe(true);
    worker!.reply(1);
    await pass(0);
    expect(worker!.held).toBe(false);
    void pool.close();
    await pass(2);
    expect(worker!.held).toBe(true);
  });

  test("a prewarmed worker does not hold the program", async () => {
    const { worker } = await readied({ keepAlive: false });
    expect(worker.held).toBe(false);
  });

  test("a worker whose call was not cloneable does not hold the program", async () => {
    const { pool, worker } = await readied({ keepAlive: false });
    await now(pool.submit("any", [() => {}]));
    expect(worker.held).toBe(false);
  });

  test("a worker that a settled call still keeps busy holds the program until it is freed", async () => {
    const { pool, worker } = await readied({ keepAlive: false });
    void quiet(pool.submit("any", [], { timeout: 5 }));
    await pass(10);
    expect(worker.held).toBe(true);
    worker.reply(1);
    await pass(0);
    expect(worker.held).toBe(false);
  });

  test("by default an idle worker holds the program", async () => {
    expect((await readied()).worker.held).toBe(true);
  });
});

describe("what a worker sends that no worker sends", () => {
  /** A list that says it has so many entries, and has one. */
  const sparse = (length = 2 ** 26): unknown[] => Object.assign([], { [length - 1]: 1 });
  const ring: { ring?: unknown } = {};
  ring.ring = ring;
  let deep: object = { value: 1 };
  for (let n = 0; n < 1000; n++) deep = { name: "Error", message: "", fields: {}, cause: deep };
  const cyclic: Record<string, unknown> = { name: "Error", message: "", fields: {} };
  cyclic["cause"] = cyclic;
  const packed = { name: "Error", message: "m", stack: "s", fields: {} };
  const failure = (error: unknown, kind: unknown = "threw"): object => ({ failure: { kind, error } });
  const unknown = (known: unknown): object => ({ failure: { kind: "unknown task", known } });

  const nonsense: [string, unknown][] = [
    ["null", null],
    ["undefined", undefined],
    ["a number", 5],
    ["a bigint", 5n],
    ["text", "reply"],
    ["a list", []],
    ["a sparse list", sparse()],
    ["an object without a type", {}],
    ["an unknown type", { type: "whatever" }],
    ["a type that is a sparse list", { type: sparse() }],
    ["a type that is a bigint", { type: 10n }],
    ["a ring", ring],
    ["a message of the pool's own", { type: "call", id: 1, task: "any", args: [] }],
    ["loaded without a probe", { type: "loaded" }],
    ["loaded over JSON", { type: "loaded", probe: {} }],
    ["ready without a name", { type: "ready" }],
    ["ready with a name that is a number", { type: "ready", name: 5, timeOrigin: 0, abilities: [] }],
    ["ready with a clock that is a bigint", { type: "ready", name: "x", timeOrigin: 0n, abilities: [] }],
    ["failed without an error", { type: "failed" }],
    ["failed with null", { type: "failed", error: null }],
    ["failed with an error in a ring", { type: "failed", error: cyclic }],
  ];
  test.each(nonsense)("%s ends the starting worker with WorkerDied", async (_, message) => {
    const { pool, all } = puppets();
    const call = quiet(pool.submit("any", []));
    all[0]!.say(message);
    const error = await now(call);
    expect(error).toBeInstanceOf(WorkerDied);
    expect(String(error).length).toBeLessThan(1000);
    expect(all[0]!.stopped).toBe(true);
    expect(await now(pool.close())).toBe(undefined);
  });

  test.each(nonsense)("%s ends a busy worker with WorkerDied, and the next call has another", async (_, message) => {
    const { pool, all, worker } = await readied();
    const call = quiet(pool.submit("any", []));
    worker.say(message);
    expect(await now(call)).toBeInstanceOf(WorkerDied);
    expect(worker.stopped).toBe(true);
    const next = pool.submit("any", []);
    all[1]!.ready();
    await pass(0);
    all[1]!.reply(1);
    expect(await now(next)).toBe(1);
  });

  const broken: [string, object][] = [
    ["a failure that is a number", { failure: 5 }],
    ["a failure that is text", { failure: "threw" }],
    ["a failure without an error", failure(undefined)],
    ["an error of null", failure(null)],
    ["an error that is a number", failure(5)],
    ["an error without a name", failure({ ...packed, name: null })],
    ["an error with a name that is an object", failure({ ...packed, name: { a: 1 } })],
    ["an error with a message that is an object", failure({ ...packed, message: {} })],
    ["an error with fields of null", failure({ ...packed, fields: null })],
    ["an error with a cause that is a number", failure({ ...packed, cause: 5 })],
    ["an error with itself as cause", failure(cyclic)],
    ["known tasks that are a number", unknown(5)],
    ["known tasks that are null", unknown(null)],
    ["known tasks that are absent", unknown(undefined)],
    ["a list of null as known tasks", unknown({ length: 1 })],
  ];
  test.each(broken)("a reply with %s ends its worker with WorkerDied", async (_, reply) => {
    const { pool, worker } = await readied();
    const call = quiet(pool.submit("any", []));
    worker.say({ type: "reply", id: worker.calls[0]!.id, began: 0, took: 0, ...reply });
    expect(await now(call)).toBeInstanceOf(WorkerDied);
    expect(worker.stopped).toBe(true);
    expect(await now(pool.close())).toBe(undefined);
    expect(timers()).toBe(0);
  });

  const names = ["toString", "valueOf", "hasOwnProperty", "__proto__", "constructor", ""];
  test.each(names)("an error that is named %o reaches its caller", async (name) => {
    const { pool, worker } = await readied();
    const call = quiet(pool.submit("any", []));
    worker.say({ type: "reply", id: worker.calls[0]!.id, began: 0, took: 0, ...failure({ ...packed, name }) });
    const error = await now(call);
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({ cause: { name, message: "m" } });
  });

  const dear: [string, object][] = [
    ["a sparse list as known tasks", unknown(sparse(2 ** 28))],
    ["a sparse list as the name of a known task", unknown([sparse(2 ** 28)])],
    ["a sparse list as fields", failure({ ...packed, fields: sparse(2 ** 28) })],
    ["a sparse list as the field that is the name", failure({ ...packed, fields: { name: sparse(2 ** 28) } })],
    ["a sparse list as the field that is the message", failure({ ...packed, fields: { message: sparse(2 ** 28) } })],
    ["a sparse list as what was thrown", failure({ value: sparse(2 ** 28) })],
    ["a bigint of a megabyte as what was thrown", failure({ value: 1n << 8_000_000n })],
    ["a chain of 1,000 causes", failure(deep)],
  ];
  test.each(dear)("%s costs the caller no more than its size", async (_, reply) => {
    const { pool, worker } = await readied();
    const call = quiet(pool.submit("any", []));
    worker.say({ type: "reply", id: worker.calls[0]!.id, began: 0, took: 0, ...reply });
    const began = process.cpuUsage();
    const error = await now(call);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message.length).toBeLessThan(20_000);
    // Held would be seconds: this is far from either.
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(500);
  });

  test("a sparse list as what ready has agreed to costs no more than its size", async () => {
    const { pool, all } = puppets({ abilities: [{ name: "half", serve: () => ({}) }] });
    const call = quiet(pool.submit("any", []));
    all[0]!.ready(sparse(2 ** 28) as string[]);
    expect(await now(call)).toMatchObject({ name: "WorkerDied", message: expect.stringContaining('"half"') });
  });

  test("what cannot be shown is still WorkerDied", async () => {
    const { pool, all } = puppets();
    const call = quiet(pool.submit("any", []));
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    all[0]!.die({ error: proxy });
    expect(String(await now(call))).toContain("something that cannot be described");
  });

  const unheeded: [string, unknown][] = [
    ["a reply to a call that it never had", { type: "reply", id: 99, value: 1, began: 0, took: 0 }],
    ["a reply with an id that is an object", { type: "reply", id: { id: 1 }, value: 1 }],
    ["a reply with an id that is text", { type: "reply", id: "1", value: 1 }],
    ["a reply with no id", { type: "reply" }],
    ["a second ready", { type: "ready", name: "other", timeOrigin: 0, abilities: [] }],
    ["loaded once more", { type: "loaded", probe: new Map() }],
  ];
  test.each(unheeded)("%s changes nothing for the call that the worker has", async (_, message) => {
    const { pool, worker } = await readied();
    const call = pool.submit("any", []);
    worker.say(message);
    expect(await now(call)).toBe("pending");
    worker.reply("right");
    expect(await now(call)).toBe("right");
    expect(worker.stopped).toBe(false);
  });

  test("a second reply to one call settles no other", async () => {
    const { pool, worker } = await readied();
    const first = pool.submit("any", []);
    const second = pool.submit("any", []);
    worker.reply("first");
    await first;
    worker.reply("again", worker.calls[0]);
    expect(await now(second)).toBe("pending");
    worker.reply("second", worker.calls[1]);
    expect(await now(second)).toBe("second");
  });

  test("a reply while starting is no answer", async () => {
    const { pool, all } = puppets();
    const call = pool.submit("any", []);
    for (const id of [0, 1, 2]) all[0]!.say({ type: "reply", id, value: "early", began: 0, took: 0 });
    expect(await now(call)).toBe("pending");
    all[0]!.ready();
    await pass(0);
    all[0]!.reply("right");
    expect(await now(call)).toBe("right");
  });

  test("ready before loaded is ready", async () => {
    const { pool, all } = puppets();
    const call = pool.submit("any", []);
    all[0]!.say({ type: "ready", name: "x", timeOrigin: 0, abilities: [] });
    all[0]!.say({ type: "loaded", probe: new Map() });
    await pass(0);
    all[0]!.reply(1);
    expect(await now(call)).toBe(1);
  });

  test("the reply of a worker that is being stopped still counts", async () => {
    const { pool, worker } = await readied({ tasksPerWorker: 2, grace: 10 }, { stops: false });
    void quiet(pool.submit("any", [], { timeout: 5 }));
    const neighbour = pool.submit("any", []);
    await pass(20);
    expect(worker.stopped).toBe(true);
    worker.reply("just in time", worker.calls[1]);
    expect(await now(neighbour)).toBe("just in time");
  });

  test("a worker that says it is ready while it is being stopped gets no calls", async () => {
    const { pool, all } = puppets({ readyTimeout: 10, stopTimeout: 100 }, { stops: false });
    const call = quiet(pool.submit("any", []));
    await pass(11);
    all[0]!.ready();
    await pass(0);
    expect(all[0]!.calls).toHaveLength(0);
    await pass(100);
    expect(await now(call)).toBeInstanceOf(WorkerDied);
  });

  test("numbers that are none in a reply end its worker when an ability counts with them", async () => {
    const { one } = ability({ life: { ran: (_, _worker, began, took) => void (began + took) } });
    const { pool, worker } = await readied({ abilities: [one] });
    const call = quiet(pool.submit("any", []));
    worker.say({ type: "reply", id: worker.calls[0]!.id, value: 1, began: 1n, took: 1n });
    expect(await now(call)).toBeInstanceOf(WorkerDied);
  });
});
