/** The submitting side, and with it the worker, around an engine in memory: what every executor promises, and what only jobs do. */
import { beforeEach, describe, expect, it } from "vitest";
import { DeadlineExceeded, PoolClosed, QueueFull, TaskCancelled, TaskError, UnknownTask } from "../pool/errors.ts";
import { NotCloneable } from "../pool/worker-errors.ts";
import { NotAccepted, PayloadTooLarge } from "./errors.ts";
import { both, caught, ran, submitting, type Tasks, until, working } from "./support/scene.ts";
import { DistributedPool } from "./distributed-pool.ts";
import { encode } from "./wire.ts";

beforeEach(() => void ran.splice(0));

describe("a distributed pool", () => {
  it("runs a task somewhere else, and has its value", async () => {
    const { pool, worker } = both();
    expect(await pool.submit("add", [20, 22])).toBe(42);
    const value = { list: [1n, new Date(5)], map: new Map([[1, new Uint8Array([7])]]) };
    expect(await pool.submit("echo", [value])).toEqual(value);
    await pool.close();
    await worker.leave();
  });

  it("rejects with what the task threw", async () => {
    const { pool, worker } = both();
    const error = await caught(pool.submit("fail", []));
    expect(error).toBeInstanceOf(TaskError);
    expect(error.cause).toBeInstanceOf(RangeError);
    expect(error.cause).toMatchObject({ message: "too far", code: "E_FAR" });
    await pool.close();
    await worker.leave();
  });

  it("says that there is no such task, even of a name that all objects have", async () => {
    const { pool, worker } = both();
    for (const name of ["nothing", "toString", "constructor", "__proto__"]) {
      const error = await caught(pool.submit(name as "add", [1, 2]));
      expect(error).toBeInstanceOf(UnknownTask);
      expect(error.known).toContain("add");
    }
    await pool.close();
    await worker.leave();
  });

  it("maps in the order of its input, and yields as completed", async () => {
    const { pool, worker } = both();
    const inputs = Array.from({ length: 300 }, (_, i) => i);
    const mapped: unknown[] = [];
    for await (const value of pool.map("echo", inputs)) mapped.push(value);
    expect(mapped).toEqual(inputs);
    const completed = new Map<number, unknown>();
    for await (const { index, value } of pool.asCompleted("echo", inputs)) completed.set(index, value);
    expect([...completed].sort(([a], [b]) => a - b)).toEqual(inputs.map((i) => [i, i]));
    await pool.close();
    await worker.leave();
  });

  it("pulls no more inputs ahead than it may", async () => {
    const { pool } = submitting();
    let pulled = 0;
    const inputs = function* (): Generator<number> {
      for (;;) yield pulled++;
    };
    const results = pool.map("echo", inputs(), { lookAhead: 5 });
    void results.next().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(pulled).toBe(5);
    await pool.terminate();
  });

  it("tells a task its job's id, and its caller how far it has come", async () => {
    const { pool, worker } = both();
    const heard: unknown[] = [];
    await pool.submit("note", ["a"], { key: "order-17" });
    await pool.submit("steps", [3], { onProgress: (value) => heard.push(value) });
    expect(ran).toEqual(["a me.order-17"]);
    expect(heard).toEqual([{ done: 1 }, { done: 2 }, { done: 3 }]);
    await pool.close();
    await worker.leave();
  });

  it("counts the time in the queue towards the deadline, and tells the task what is left", async () => {
    const { pool, jobs } = submitting();
    const early = caught(pool.submit("note", ["late"], { timeout: 30 }));
    const left = pool.submit("timeLeft", [], { timeout: 10_000 });
    const error = await early;
    expect(error).toBeInstanceOf(DeadlineExceeded);
    expect(error).toMatchObject({ rung: "queued", timeout: 30 });
    const { worker } = working(jobs);
    expect(await left).toBeLessThanOrEqual(9970);
    expect(ran).toEqual([]);
    await pool.close();
    await worker.leave();
  });

  it("never begins what was cancelled in the queue", async () => {
    const { pool, jobs } = submitting();
    const stop = new AbortController();
    const error = caught(pool.submit("note", ["never"], { signal: stop.signal }));
    await until(() => jobs.queue.size === 1);
    stop.abort("no longer");
    expect(await error).toBeInstanceOf(TaskCancelled);
    expect(await error).toMatchObject({ rung: "queued", cause: "no longer" });
    const { worker } = working(jobs);
    expect(await pool.submit("add", [1, 2])).toBe(3);
    expect(ran).toEqual([]);
    await pool.close();
    await worker.leave();
  });

  it("aborts the signal of a task that runs", async () => {
    const { pool, worker } = both();
    const stop = new AbortController();
    const error = caught(pool.submit("wait", [], { signal: stop.signal }));
    await until(() => ran.includes("wait"));
    stop.abort();
    expect(await error).toMatchObject({ name: "TaskCancelled", rung: "signalled" });
    await until(() => ran.includes("stopped"));
    await pool.close();
    await worker.leave();
  });

  it("keeps what was cancelled before it was submitted to itself", async () => {
    const { pool, jobs } = submitting();
    const error = await caught(pool.submit("add", [1, 2], { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: "TaskCancelled", rung: "queued" });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(jobs.queue.size).toBe(0);
    await pool.close();
  });

  it("settles a cancelled call though the engine is not there to be asked", async () => {
    const { pool, jobs } = submitting({ grace: 20 });
    const stop = new AbortController();
    const error = caught(pool.submit("add", [1, 2], { signal: stop.signal }));
    await until(() => jobs.queue.size === 1);
    jobs.cancel = () => new Promise(() => {});
    stop.abort();
    expect(await error).toMatchObject({ name: "TaskCancelled", rung: "signalled" });
    await pool.close();
  });

  it("rejects what nobody has said to keep, and takes it again under the same key", async () => {
    const { pool, jobs } = submitting();
    jobs.fails = new Error("no answer");
    const error = await caught(pool.submit("add", [1, 2], { key: "a" }));
    expect(error).toBeInstanceOf(NotAccepted);
    expect(error).toMatchObject({ key: "a", id: "me.a", cause: { message: "no answer" } });
    jobs.fails = undefined;
    const { worker } = working(jobs);
    expect(await pool.submit("add", [1, 2], { key: error.key })).toBe(3);
    await pool.close();
    await worker.leave();
  });

  it("hears of the next jobs when the engine has lost those before, which are refused", async () => {
    const { pool, jobs } = submitting();
    const before = caught(pool.submit("note", ["before"]));
    await until(() => jobs.queue.size === 1);
    jobs.queue.clear();
    jobs.loseData(new Error("its disk is new"));
    expect(await before).toMatchObject({ name: "PoolClosed", message: expect.stringContaining("its disk is new") });
    const { worker } = working(jobs);
    expect(await pool.submit("note", ["after"])).toBe("after");
    await pool.close();
    await worker.leave();
  });

  it("takes a job without a key for a new one, whoever had the caller's name before", async () => {
    const { pool, jobs, worker } = both();
    expect(await pool.submit("note", ["before"])).toBe("before");
    expect(await pool.submit("note", ["given"], { key: "1" })).toBe("given");
    const again = new DistributedPool<Tasks>(jobs, { caller: "me" });
    expect(await again.submit("note", ["after"])).toBe("after");
    await again.close();
    await worker.leave();
  });

  it("has the result of a job that it submitted in a life before", async () => {
    const { jobs, pool, worker } = both();
    await pool.submit("note", ["once"], { key: "a" });
    const again = new DistributedPool<Tasks>(jobs, { caller: "me" });
    expect(await again.submit("note", ["once"], { key: "a" })).toBe("once");
    expect(ran).toEqual(["once me.a"]);
    await worker.leave();
    await again.close();
  });

  it("has the result of a job that is done without having it queued once more, where it would outlive its result", async () => {
    const { jobs, pool, worker } = both();
    await pool.submit("note", ["once"], { key: "a" });
    await worker.leave();
    const accepted: string[] = [];
    jobs.accept = async (id) => void accepted.push(id);
    expect(await pool.submit("note", ["once"], { key: "a" })).toBe("once");
    expect(accepted).toEqual([]);
    await pool.close();
  });

  it("maps under no key, which would be that of all its inputs", async () => {
    const { pool } = submitting();
    const options = { key: "a" } as object;
    expect(await caught(Array.fromAsync(pool.map("add", [1, 2] as never[], options)))).toMatchObject({
      name: "TypeError",
      message: 'Cannot map: wanted no key, which names one job, found "a"',
    });
    await pool.close();
  });

  it("tells the progress of a local call to whoever wants to hear it, and to nobody else", async () => {
    const { pool, worker, local } = both();
    const heard: unknown[] = [];
    const onProgress = (value: unknown): unknown => heard.push(value);
    expect(await local.submit("steps", [2], { onProgress })).toBe(2);
    expect(await local.submit("steps", [2], { onProgress: 5 as never })).toBe(2);
    expect(heard).toEqual([{ done: 1 }, { done: 2 }]);
    await pool.close();
    await worker.leave();
  });

  it("refuses at once what cannot be sent", async () => {
    const { pool, jobs } = submitting({ maxOpen: 1 });
    jobs.limit = 1000;
    const submit = pool.submit.bind(pool) as (task: unknown, args: unknown, options?: object) => Promise<unknown>;
    expect(await caught(submit("echo", [() => 1]))).toBeInstanceOf(NotCloneable);
    expect(await caught(submit("echo", [new SharedArrayBuffer(8)]))).toBeInstanceOf(NotCloneable);
    expect(await caught(submit("echo", ["x".repeat(1000)]))).toMatchObject({ name: "PayloadTooLarge", limit: 1000 });
    const buffer = new ArrayBuffer(8);
    expect(await caught(submit("echo", [buffer], { transfer: [buffer] }))).toBeInstanceOf(TypeError);
    expect(buffer.byteLength).toBe(8);
    for (const key of ["", "a.b", "a b", "*", ">", 7])
      expect(await caught(submit("echo", [1], { key }))).toBeInstanceOf(TypeError);
    expect(await caught(submit("echo", [1], { retries: -1 }))).toBeInstanceOf(RangeError);
    for (const onProgress of [5, null, {}])
      expect(await caught(submit("steps", [1], { onProgress }))).toBeInstanceOf(TypeError);
    expect(() => new DistributedPool(jobs, { caller: "a.b" })).toThrow(TypeError);
    expect(jobs.queue.size).toBe(0);
    void submit("echo", [1], { key: "a" }).catch(() => {});
    expect(await caught(submit("echo", [1], { key: "a" }))).toBeInstanceOf(TypeError);
    expect(await caught(submit("echo", [1]))).toBeInstanceOf(QueueFull);
    await pool.terminate();
  });

  it("says that a result was too large, or no value that travels", async () => {
    const { pool, jobs, worker } = both();
    jobs.limit = 500;
    expect(await caught(pool.submit("repeat", [500]))).toBeInstanceOf(PayloadTooLarge);
    expect(await caught(pool.submit("share", []))).toMatchObject({ name: "NotCloneable", part: "result" });
    await pool.close();
    await worker.leave();
  });

  it("waits for room", async () => {
    const { pool, worker } = both({ maxOpen: 1 });
    const values: number[] = [];
    for (let i = 0; i < 5; i++) {
      await pool.room();
      void pool.submit("add", [i, 0]).then((value) => values.push(value));
    }
    await pool.close();
    expect(values).toEqual([0, 1, 2, 3, 4]);
    await worker.leave();
  });

  it("lets accepted calls finish when it is closed, and takes no more", async () => {
    const { pool, jobs } = submitting();
    const value = pool.submit("add", [1, 2]);
    const closed = pool.close();
    expect(await caught(pool.submit("add", [1, 2]))).toBeInstanceOf(PoolClosed);
    const { worker } = working(jobs);
    expect(await value).toBe(3);
    await closed;
    expect(jobs.closed).toBe(true);
    await worker.leave();
  });

  it("drops what waits and finishes what runs, if it is closed so", async () => {
    const { pool, jobs } = submitting();
    const { worker } = working(jobs);
    const stop = new AbortController();
    const running = caught(pool.submit("wait", [], { signal: stop.signal }));
    await until(() => ran.includes("wait"));
    const waiting = caught(pool.submit("note", ["never"]));
    await until(() => jobs.queue.size === 2);
    const closed = pool.close({ waiting: "reject" });
    expect(await waiting).toBeInstanceOf(PoolClosed);
    expect(ran).toEqual(["wait"]);
    stop.abort();
    expect(await running).toBeInstanceOf(TaskCancelled);
    await closed;
    await worker.leave();
    expect(ran).toEqual(["wait", "stopped"]);
  });

  it("rejects all when it is terminated, and has the tasks stopped", async () => {
    const { pool, worker } = both();
    const running = caught(pool.submit("wait", []));
    await until(() => ran.includes("wait"));
    const closed = pool.terminate();
    expect(await running).toBeInstanceOf(PoolClosed);
    await closed;
    await until(() => ran.includes("stopped"));
    await worker.leave();
  });

  it("leaves no promise pending when the connection is closed for good", async () => {
    const { pool, jobs } = submitting();
    const error = caught(pool.submit("add", [1, 2]));
    await until(() => jobs.queue.size === 1);
    jobs.hangUp(new Error("credentials expired"));
    expect(await error).toBeInstanceOf(PoolClosed);
    expect(String(await error)).toContain("credentials expired");
    await pool.close();
  });

  it.each([
    ["no message", new Uint8Array([1, 2, 3])],
    ["no result", encode([1])],
    ["a kind of its own", encode({ kind: "surprise" })],
    ["an error that is none", encode({ kind: "threw", error: 7 })],
    ["names that are none", encode({ kind: "unknown task", known: 7 })],
    ["tries that are none", encode({ kind: "dead letter", tries: 7 })],
  ])("rejects a call whose result is not to be read: %s", async (_, result) => {
    const { pool, jobs } = submitting();
    const error = caught(pool.submit("add", [1, 2], { key: "a" }));
    await until(() => jobs.queue.size === 1);
    await jobs.cancel("me.a", result);
    expect(await error).toBeInstanceOf(Error);
    await pool.close();
  });
});
