/** Which worker has which call, what is refused, and who may wait: without a runtime. */
import { now, pass, timers } from "./support/fake-clock.ts";
import { describe, expect, test } from "vitest";
import { DeadlineExceeded, QueueFull, TaskError, UnknownTask } from "./errors.ts";
import { type Any, puppets, quiet, readied, serving } from "./support/scene.ts";
import type { Executor, SubmitOptions } from "./tasks.ts";
import { NotCloneable } from "./worker-errors.ts";

describe("calls and workers", () => {
  test("a call is answered by a worker that is started for it", async () => {
    const { pool, all } = serving({ add: (a: number, b: number) => a + b }, { workers: 2 });
    expect(all).toHaveLength(0);
    expect(await now(pool.submit("add", [1, 2]))).toBe(3);
    expect(all).toHaveLength(1);
  });

  test.each(["map", "asCompleted"] as const)(
    "%s gives results where the runtime's own objects are frozen",
    async (name) => {
      const ofAll = Object.getPrototypeOf(async function* () {}.prototype) as object;
      const { next } = Object.getOwnPropertyDescriptors(ofAll) as { next: PropertyDescriptor };
      const { pool } = serving({ double: (n: number) => 2 * n }, { workers: 1 });
      Object.defineProperty(ofAll, "next", { ...next, writable: false });
      try {
        const results = await Array.fromAsync(pool[name]("double", [1, 2]) as AsyncIterable<unknown>);
        expect(results).toEqual(name === "map" ? [2, 4] : [1, 2].map((n, index) => ({ index, value: 2 * n })));
      } finally {
        Object.defineProperty(ofAll, "next", next);
      }
    },
  );

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
    void pool.submit("any", []);
    const calls = Array.from({ length: 5000 }, () => pool.submit("any", [() => {}]));
    worker.reply(1);
    const ends = await Promise.allSettled(calls);
    const reasons = ends.map((end) => (end.status === "rejected" ? (end.reason as NotCloneable) : undefined));
    expect(reasons.every((reason) => reason instanceof NotCloneable)).toBe(true);
    // Not that there were too many, one within the other.
    expect(new Set(reasons.map((reason) => (reason?.cause as Error | undefined)?.name))).toEqual(
      new Set(["DataCloneError"]),
    );
    void pool.submit("any", [1]);
    expect(worker.calls).toHaveLength(2);
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

  test("options that are filled anew for the next call change nothing of the calls that wait", async () => {
    const { pool, worker } = await readied();
    const options: SubmitOptions = {};
    const controllers = [1, 2, 3].map(() => new AbortController());
    const buffers = controllers.map(() => new ArrayBuffer(8));
    const calls = buffers.map((buffer, n) => {
      Object.assign(options, { signal: controllers[n]!.signal, transfer: [buffer], timeout: 100 + n });
      return quiet(pool.submit("any", [buffer], options));
    });
    Object.assign(options, { runTimeout: "none", transfer: "none" });
    controllers[1]!.abort("not this one");
    expect(await now(calls[1]!)).toMatchObject({ name: "TaskCancelled", cause: "not this one" });
    worker.reply("first");
    expect(await now(calls[0]!)).toBe("first");
    expect(buffers.map(({ detached }) => detached)).toEqual([true, false, true]);
    await pass(110);
    expect(await now(calls[2]!)).toMatchObject({ name: "DeadlineExceeded", timeout: 102 });
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
  const fail = (): never => {
    throw new Error("not now");
  };
  const wrong: [string, unknown[], RegExp][] = [
    ["a symbol as the task", [Symbol("x"), []], /wanted the name of a task.*found Symbol\(x\)/],
    ["no list of arguments", ["any", { a: 1 }], /wanted a list of arguments.*found \[object Object\]/],
    ["a string of arguments", ["any", "abc"], /wanted a list of arguments.*found "abc"/],
    ["arguments that are absent", ["any"], /wanted a list of arguments.*found undefined/],
    ["options that are null", ["any", [], null], /wanted .*options.*found null/],
    ["options that are a number", ["any", [], 5], /wanted .*options.*found 5/],
    ["a controller as signal", ["any", [], { signal: new AbortController() }], /wanted a signal.*AbortController/],
    ["a signal that cannot be listened to", ["any", [], { signal: { aborted: false } }], /wanted a signal/],
    [
      "a signal that cannot be left alone",
      ["any", [], { signal: { aborted: false, addEventListener() {} } }],
      /wanted a signal/,
    ],
    [
      "a signal that throws when it is listened to",
      ["any", [], { signal: { addEventListener: fail, removeEventListener() {} } }],
      /not now/,
    ],
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
