/** How workers start, fail and die: without a runtime, and with the clock in the test's hand. */
import { now, pass, timers } from "./support/fake-clock.ts";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { DeadlineExceeded, PoolClosed } from "./errors.ts";
import { ability, puppets, quiet, readied } from "./support/scene.ts";
import { WorkerDied } from "./worker-errors.ts";
import { WorkerPool } from "./worker-pool.ts";

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

  test("a pool in a realm of its own takes a worker whose messages are of another realm", async () => {
    const told: string[] = [];
    const pool = new WorkerPool<Record<string, () => void>>(
      (events) => {
        queueMicrotask(() => events.message({ type: "loaded", probe: runInNewContext("new Map()") as unknown }));
        return { post: ({ type }) => void told.push(type), stop: () => told.push("stop") };
      },
      { workers: 1 },
    );
    void quiet(pool.submit("any", []));
    await pass(0);
    expect(told).toEqual(["hello"]);
  });

  test("a worker that cannot be made is told of while a test runner's microtasks stand still", async () => {
    const { pool } = puppets({}, { refuses: () => new Error("no thread") });
    const { queueMicrotask: replaced } = globalThis;
    globalThis.queueMicrotask = () => {};
    const call = quiet(pool.submit("any", []));
    globalThis.queueMicrotask = replaced;
    expect(await now(call)).toMatchObject({ name: "WorkerDied", cause: { message: "no thread" } });
  });

  test("a failed start is told to the waiting calls when there is no other worker", async () => {
    const { pool, all } = puppets();
    const calls = [pool.submit("any", []), pool.submit("any", [])].map(quiet);
    all[0]!.die({ exitCode: 7, error: new Error("DB_URL is not set") });
    for (const call of calls) {
      expect(await now(call)).toMatchObject({ name: "WorkerDied", task: null, exitCode: 7 });
      expect(await now(call)).toMatchObject({ message: expect.stringContaining("DB_URL is not set") });
    }
    const errors = new Set(await Promise.all(calls.map((call) => now(call))));
    expect(errors.size).toBe(2); // none has a part in what another caller does to his
  });

  test("a failed start whose waiting calls were told starts no worker for nobody", async () => {
    const { pool, all } = puppets({ workers: 4 });
    const calls = [quiet(pool.submit("any", []))];
    for (let n = 0; n < 9; n++) calls.push(quiet(pool.submit("any", [])));
    for (const worker of all.slice()) worker.die();
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
    all.at(-1)!.ready();
    expect(await now(prewarmed)).toBe(undefined);
    expect(timers()).toBe(0);
  });

  test("prewarm after close rejects and starts nothing", async () => {
    const { pool, all } = puppets();
    await now(pool.close());
    const refused = await now(pool.prewarm());
    expect(refused).toBeInstanceOf(PoolClosed);
    expect(String(refused)).toContain("Cannot start workers: the pool is closed");
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

  test.each([undefined, null])(
    "a worker that hangs up with %o for a reason is stopped all the same",
    async (reason) => {
      const { pool, worker } = await readied({ grace: 30 }, { leaves: false });
      const call = quiet(pool.submit("any", []));
      worker.hangUp(reason);
      await pass(31);
      expect(await now(call)).toMatchObject({
        name: "WorkerDied",
        message: expect.stringContaining("it closed its channel"),
      });
    },
  );

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
