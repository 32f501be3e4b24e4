/** What becomes of a job whose worker dies, leaves, or cannot read it; around an engine in memory, which says when a lease is over. */
import { beforeEach, describe, expect, it } from "vitest";
import { TaskError } from "../pool/errors.ts";
import { DeadLetter } from "./errors.ts";
import { fakeWorkers } from "../pool/support/fake-workers.ts";
import { WorkerPool } from "../pool/worker-pool.ts";
import { jobContext } from "./job-context.ts";
import { JobWorker } from "./job-worker.ts";
import { readTries } from "./messages.ts";
import { both, caught, ran, submitting, type Tasks, tasks, until, working } from "./support/scene.ts";
import { encode } from "./wire.ts";

beforeEach(() => void ran.splice(0));

/** A worker that has taken the job and is gone: it is killed where it stands. */
async function takeAndVanish(jobs: ReturnType<typeof submitting>["jobs"]): Promise<void> {
  await until(() => [...jobs.queue.values()].some(({ held }) => !held));
  const taken = await jobs.take();
  if (taken) jobs.expire(taken.id);
}

describe("a job", () => {
  it("goes to another worker when its worker vanishes, and has one result", async () => {
    const { pool, jobs } = submitting();
    const value = pool.submit("note", ["twice"], { key: "a" });
    await takeAndVanish(jobs);
    const { worker } = working(jobs);
    expect(await value).toBe("twice");
    expect(ran).toEqual(["twice me.a"]);
    expect(readTries(jobs.tries.get("me.a")!)).toMatchObject([
      { worker: "", ended: expect.stringContaining("without a word") },
      { worker: "w", at: 2000 },
    ]);
    await pool.close();
    await worker.leave();
  });

  it("is tried again when its local worker dies, and given up after as many retries as it has", async () => {
    const { pool, jobs, all, worker } = both({ retries: 1 });
    const error = caught(pool.submit("wait", [], { key: "a" }));
    for (const times of [1, 2]) {
      await until(() => ran.filter((each) => each === "wait").length === times);
      all.at(-1)?.die({ exitCode: null, signal: "SIGKILL" });
    }
    expect(await error).toBeInstanceOf(DeadLetter);
    expect((await error).tries).toMatchObject([
      { worker: "w", ended: expect.stringContaining("SIGKILL") },
      { worker: "w", ended: expect.stringContaining("SIGKILL") },
    ]);
    expect(ran).toEqual(["wait", "wait"]);
    expect([...jobs.dead.keys()]).toEqual(["me.a"]);
    expect(jobs.queue.size).toBe(0);
    const letters = await Array.fromAsync(pool.deadLetters());
    expect(letters).toMatchObject([{ id: "me.a", job: { task: "wait", args: [] } }]);
    await pool.close();
    await worker.leave();
  });

  it("that kills each of its workers is given up before it begins once more", async () => {
    const { pool, jobs } = submitting({ retries: 2 });
    const error = caught(pool.submit("note", ["poison"], { key: "a" }));
    await takeAndVanish(jobs);
    for (const name of ["first", "second"]) {
      const taken = await jobs.take();
      // What a worker notes before it begins a job that had one before.
      const before = taken?.tries ? readTries(taken.tries) : [{ worker: "", at: NaN }];
      await taken?.note(encode({ tries: [...before, { worker: name, at: 0 }] }));
      jobs.expire("me.a");
    }
    const { worker } = working(jobs);
    expect(await error).toBeInstanceOf(DeadLetter);
    expect((await error).tries.map(({ worker }) => worker)).toEqual(["", "first", "second"]);
    expect(ran).toEqual([]);
    await pool.close();
    await worker.leave();
  });

  it("is not given up for what is not its fault: workers that cannot start, and that leave", async () => {
    const { pool, jobs } = submitting({ retries: 0 });
    const value = pool.submit("note", ["well"], { key: "a" });
    const said: unknown[] = [];
    const report = (error: unknown): unknown => said.push(error);
    const broken = working(jobs, { report }, { init: () => Promise.reject(new Error("no database")) });
    await until(() => jobs.released.length > 2);
    await broken.worker.leave();
    expect(said.map(String)).toEqual([expect.stringContaining("no database")]);
    expect(jobs.released[0]).toBeGreaterThan(0);
    const { worker } = working(jobs);
    expect(await value).toBe("well");
    expect(readTries(jobs.tries.get("me.a")!)[0]).toMatchObject({ givenBack: true });
    await pool.close();
    await worker.leave();
  });

  it("that the local pool refuses, and would refuse again, has the refusal for its result", async () => {
    const { pool, jobs } = submitting();
    const { worker, local } = working(jobs);
    local.submit = () => Promise.reject(new RangeError("it has killed too many"));
    const error = await caught(pool.submit("add", [1, 2]));
    expect(error).toMatchObject({ name: "TaskError", cause: { message: "it has killed too many" } });
    expect([jobs.queue.size, jobs.released]).toEqual([0, []]);
    await pool.close();
    await worker.leave();
  });

  it("whose error has a field that crosses to no other machine has its error without fields", async () => {
    const { pool, jobs } = submitting();
    const { worker, local } = working(jobs);
    const thrown = Object.assign(new RangeError("holds memory"), { memory: new SharedArrayBuffer(8) });
    local.submit = () => Promise.reject(new TaskError("add", thrown));
    const { cause } = await caught(pool.submit("add", [1, 2]));
    expect(cause).toMatchObject({ name: "RangeError", message: "holds memory", stack: thrown.stack });
    expect(cause).toBeInstanceOf(RangeError);
    await pool.close();
    await worker.leave();
  });

  it("is given back, for a while, by a worker whose local pool was closed", async () => {
    const { pool, jobs } = submitting();
    const { worker, local } = working(jobs);
    await local.close();
    const value = pool.submit("note", ["well"], { key: "a" });
    await until(() => jobs.released.length > 0);
    expect(jobs.released[0]).toBeGreaterThan(0);
    await worker.leave();
    const other = working(jobs);
    expect(await value).toBe("well");
    await pool.close();
    await other.worker.leave();
  });

  it("whose times are null, as another language's may be, has none", async () => {
    const { pool, jobs, worker } = both();
    const job = { task: "note", args: ["a"], retries: 0, timeout: null, runTimeout: null };
    await jobs.accept("me.a", encode(job));
    expect(await pool.submit("note", ["a"], { key: "a" })).toBe("a");
    await pool.close();
    await worker.leave();
  });

  it.each([
    ["no message", new Uint8Array([1, 2, 3])],
    ["no object", encode(7)],
    ["no task", encode({ args: [], retries: 1 })],
    ["no arguments", encode({ task: "note", args: "x", retries: 1 })],
    ["no number of retries", encode({ task: "note", args: [], retries: NaN })],
    ["a time that is none", encode({ task: "note", args: [], retries: 1, timeout: "soon" })],
  ])("that cannot be read is given up, once, and harms no other: %s", async (_, bytes) => {
    const { pool, jobs, worker } = both();
    await jobs.accept("evil.1", bytes);
    await until(() => jobs.dead.has("evil.1"));
    expect(await pool.submit("add", [1, 2])).toBe(3);
    expect(jobs.queue.size).toBe(0);
    expect(ran).toEqual([]);
    const [letter] = await Array.fromAsync(pool.deadLetters());
    expect(letter).toMatchObject({ id: "evil.1", job: undefined, reason: expect.stringContaining("cannot be read") });
    await pool.discard("evil.1");
    expect(jobs.dead.size).toBe(0);
    await pool.close();
    await worker.leave();
  });

  it("that is larger than any that a pool sends is given up without what it was", async () => {
    const { pool, jobs, worker } = both();
    jobs.limit = 1000;
    await jobs.accept("evil.1", new Uint8Array(1000 + 64 * 1024));
    await until(() => jobs.dead.has("evil.1"));
    expect(jobs.dead.get("evil.1")!.byteLength).toBeLessThan(1000);
    await pool.close();
    await worker.leave();
  });

  it.each([
    ["no list", "none"],
    ["no try", [null]],
    ["no worker", [{ at: 0 }]],
    ["no time", [{ worker: "w", at: {} }]],
    ["an end that is no text", [{ worker: "w", at: 0, ended: { toString: 1 } }]],
  ])("whose tries cannot be read is given up: %s", async (_, tries) => {
    const { pool, jobs } = submitting();
    const error = caught(pool.submit("note", ["a"], { key: "a" }));
    await takeAndVanish(jobs);
    jobs.tries.set("me.a", encode({ tries }));
    const { worker } = working(jobs);
    expect(await error).toBeInstanceOf(DeadLetter);
    await pool.close();
    await worker.leave();
  });

  it("that was given back for hours carries each time that its worker died, and no more than the last of the others", async () => {
    const { pool, jobs } = submitting({ retries: 0 });
    const error = caught(pool.submit("note", ["a"], { key: "a" }));
    await takeAndVanish(jobs);
    const died = { worker: "first", at: 0, ended: "it died" };
    const others = Array.from({ length: 500 }, (_, at) => ({ worker: "w", at, ended: "no start", givenBack: true }));
    jobs.tries.set("me.a", encode({ tries: [died, ...others] }));
    const { worker } = working(jobs);
    expect((await error).tries).toEqual([died, ...others.slice(-10)]);
    await pool.close();
    await worker.leave();
  });

  it("that was given up can be tried again, as if for the first time", async () => {
    const { pool, jobs } = submitting({ retries: 0 });
    const error = caught(pool.submit("note", ["again"], { key: "a" }));
    await takeAndVanish(jobs);
    const { worker } = working(jobs);
    expect(await error).toBeInstanceOf(DeadLetter);
    await pool.retry("me.a");
    expect(await pool.submit("note", ["again"], { key: "a" })).toBe("again");
    expect(ran).toEqual(["again me.a"]);
    expect(await caught(pool.retry("me.a"))).toMatchObject({ message: expect.stringContaining("found none") });
    expect(await caught(pool.discard("me.a"))).toMatchObject({ message: expect.stringContaining("found none") });
    jobs.letter = async () => new Uint8Array(1);
    for (const id of ["*.*", "me.*", "me.>", ">", "me", ""])
      expect(await caught(pool.discard(id))).toMatchObject({ message: expect.stringContaining("found none") });
    await pool.close();
    await worker.leave();
  });

  it("is renewed while it runs, and noted once", async () => {
    const { pool, jobs } = submitting();
    jobs.lease = 15;
    const { worker } = working(jobs);
    const stop = new AbortController();
    const error = caught(pool.submit("wait", [], { key: "a", signal: stop.signal }));
    await until(() => (jobs.renewed.get("me.a") ?? 0) > 2);
    expect(readTries(jobs.tries.get("me.a")!)).toEqual([{ worker: "w", at: 1000 }]);
    stop.abort();
    await error;
    await until(() => jobs.queue.size === 0);
    const renewed = jobs.renewed.get("me.a");
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(jobs.renewed.get("me.a")).toBe(renewed);
    await pool.close();
    await worker.leave();
  });
});

describe("a worker whose last result is on its way", () => {
  it("does one more job meanwhile, and no third; told to leave, it waits for both results", async () => {
    const { pool, jobs, worker } = both();
    const kept = Promise.withResolvers<void>();
    jobs.keeping = kept.promise;
    const calls = [1, 2, 3].map((n) => pool.submit("note", [`job ${n}`], { key: `${n}` }));
    await until(() => ran.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ran).toEqual(["job 1 me.1", "job 2 me.2"]);
    let left = false;
    const leaving = worker.leave().then(() => (left = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect({ left, results: jobs.results.size }).toEqual({ left: false, results: 0 });
    kept.resolve();
    await leaving;
    expect(await Promise.all(calls.slice(0, 2))).toEqual(["job 1", "job 2"]);
    calls[2]?.catch(() => {});
    await pool.terminate();
  });
});

describe("a worker that leaves", () => {
  it("finishes what it has, and takes nothing more", async () => {
    const { pool, jobs, worker } = both();
    const stop = new AbortController();
    const running = caught(pool.submit("wait", [], { signal: stop.signal }));
    await until(() => ran.includes("wait"));
    const left = worker.leave();
    void pool.submit("note", ["later"]).catch(() => {});
    await until(() => jobs.queue.size === 2);
    stop.abort();
    await running;
    await left;
    expect(ran).toEqual(["wait", "stopped"]);
    expect([...jobs.queue.values()]).toMatchObject([{ held: false, deliveries: 0 }]);
    await pool.terminate();
  });

  it("waits for no job that may come, and gives back one that comes too late", async () => {
    const { pool, jobs } = submitting({ retries: 0 });
    const come = Promise.withResolvers<void>();
    const take = jobs.take.bind(jobs);
    jobs.take = () => come.promise.then(take);
    const { worker } = working(jobs);
    await worker.leave();
    const value = pool.submit("note", ["well"], { key: "a" });
    await until(() => jobs.queue.size === 1);
    come.resolve();
    await until(() => jobs.released.length === 1);
    expect(readTries(jobs.tries.get("me.a")!)).toMatchObject([{ worker: "w", givenBack: true }]);
    jobs.take = take;
    const other = working(jobs);
    expect(await value).toBe("well");
    await pool.close();
    await other.worker.leave();
  });

  it("gives back what does not end in time, which then counts as no try", async () => {
    const { pool, jobs, worker } = both({ retries: 0 }, { leaveTimeout: 10 });
    const value = pool.submit("wait", [], { key: "a" }).catch(() => {});
    await until(() => ran.includes("wait"));
    await worker.leave();
    expect(jobs.queue.get("me.a")).toMatchObject({ held: false });
    expect(readTries(jobs.tries.get("me.a")!)).toMatchObject([{ worker: "w", givenBack: true }]);
    await pool.terminate();
    await value;
  });
});

describe("a worker whose engine is gone for good", () => {
  it("leaves without its last result, when the time to leave is over", async () => {
    const { pool, jobs } = submitting();
    const never = Promise.withResolvers<void>();
    jobs.keeping = never.promise;
    jobs.close = async () => never.reject(new Error("closed")); // then it tries no more
    const abilities = [jobContext()];
    const { connect } = fakeWorkers(tasks, { abilities });
    const said: unknown[] = [];
    const report = (error: unknown): unknown => said.push(error);
    const local = new WorkerPool<Tasks>(connect, { workers: 1, abilities });
    const worker = new JobWorker(jobs, local, { leaveTimeout: 10, report });
    const call = caught(pool.submit("note", ["done"]));
    await until(() => ran.length === 1);
    await worker.leave();
    expect(said.map(String)).toEqual(["Error: closed"]);
    await pool.terminate();
    await call;
  });
});

describe("a worker whose engine does not answer", () => {
  it("says so once, and goes on when it does", async () => {
    const said: unknown[] = [];
    const { pool, jobs } = submitting();
    const value = pool.submit("add", [1, 2]);
    await until(() => jobs.queue.size === 1);
    jobs.fails = new Error("no answer");
    const { worker } = working(jobs, { report: (error) => said.push(error) });
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(said).toEqual([jobs.fails]);
    jobs.fails = undefined;
    expect(await value).toBe(3);
    await pool.close();
    await worker.leave();
  });
});
