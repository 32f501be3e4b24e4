import { expect, test } from "vitest";
import { type FakeOptions, fakeWorkers } from "../pool/support/fake-workers.ts";
import { type Ability, type Call, type Handle, WorkerPool, type WorkerPoolOptions } from "../pool/worker-pool.ts";
import { type Fault, faults } from "./faults.ts";

let ran: string[] = [];
const tasks = {
  one: () => ran.push("one") && 1,
  two: () => ran.push("two") && 2,
  forever: () => new Promise(() => {}),
};

function poolOf(options: WorkerPoolOptions = {}, fakes: FakeOptions = {}) {
  ran = [];
  const broken = faults();
  const { connect, all } = fakeWorkers(tasks, fakes);
  const pool = new WorkerPool<typeof tasks>(connect, { workers: 1, grace: 1, ...options, abilities: [broken] });
  return { broken, pool, workers: all };
}

test("calls meet the first fault that matches and is not used up", async () => {
  const { broken, pool } = poolOf();
  broken.inject({ task: "two", fault: "queue full" });
  broken.inject({ fault: "throw", times: 2 });
  broken.inject({ fault: "not cloneable" });
  const names = ["one", "two", "two", "one", "one", "two"] as const;
  const settled = await Promise.allSettled(names.map((name) => pool.submit(name, [])));
  expect(settled.map((each) => (each.status === "fulfilled" ? each.value : each.reason.name))).toEqual([
    "TaskError",
    "QueueFull",
    "TaskError",
    "NotCloneable",
    1,
    2,
  ]);
  expect(ran).toEqual(["one", "two"]);
  await pool.close();
});

test("throw: the task does not run, and the error given is thrown", async () => {
  const { broken, pool } = poolOf();
  broken.inject({ fault: "throw", error: Object.assign(new RangeError("as injected"), { code: "E_TEST" }) });
  const error = await pool.submit("one", []).catch((error: unknown) => error);
  expect(error).toMatchObject({ name: "TaskError", task: "one", cause: { message: "as injected", code: "E_TEST" } });
  expect((error as Error).cause).toBeInstanceOf(RangeError);
  expect(ran).toEqual([]);
  broken.inject({ fault: "throw" });
  await expect(pool.submit("one", [])).rejects.toThrow('Task "one" threw Error: the fault "throw" was injected');
  await pool.close();
});

test("worker dies: whatever it has is lost with it, and what waits is served by another", async () => {
  const { broken, pool, workers } = poolOf({ tasksPerWorker: 2 });
  broken.inject({ task: "one", fault: "worker dies" });
  const calls = [pool.submit("forever", []), pool.submit("one", []), pool.submit("one", [])];
  const settled = await Promise.allSettled(calls);
  expect(settled.map((each) => (each.status === "fulfilled" ? each.value : each.reason.name))).toEqual([
    "WorkerDied",
    "WorkerDied",
    1,
  ]);
  expect([workers[0]?.stopped, workers.length]).toEqual([true, 2]);
  await pool.close();
});

test("worker dies: one that cannot be stopped is given up", async () => {
  const { broken, pool } = poolOf({ stopTimeout: 1 }, { stops: false, teardown: () => new Promise(() => {}) });
  broken.inject({ fault: "worker dies" });
  await expect(pool.submit("one", [])).rejects.toThrow('Worker fake/0 died while it ran task "one"');
  expect(pool.abandoned).toBe(1);
});

test("never answers: only a deadline ends the call, and its place is freed by stopping its worker", async () => {
  const { broken, pool, workers } = poolOf();
  broken.inject({ fault: "never answers" });
  const late = pool.submit("one", [], { timeout: 20 });
  const next = pool.submit("two", []);
  await expect(late).rejects.toMatchObject({ name: "DeadlineExceeded", rung: "signalled" });
  expect(await next).toBe(2);
  expect([ran, workers[0]?.stopped]).toEqual([["one", "two"], true]);
  await pool.close();
});

test("slow: the worker is busy until the answer is heard, and kept", async () => {
  const { broken, pool, workers } = poolOf();
  broken.inject({ fault: "slow", milliseconds: 5 });
  const order: unknown[] = [];
  await Promise.all([
    pool.submit("one", []).then((value) => order.push(value)),
    pool.submit("two", []).then((value) => order.push(value)),
  ]);
  expect([order, workers.length]).toEqual([[1, 2], 1]);
  await pool.close();
});

test("slow: an answer that comes after its worker is gone changes nothing", async () => {
  const { broken, pool, workers } = poolOf();
  broken.inject({ fault: "slow", milliseconds: 20 });
  const lost = pool.submit("one", []);
  while (ran.length === 0) await new Promise((resolve) => setTimeout(resolve));
  workers[0]?.die();
  await expect(lost).rejects.toThrow("died");
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(await pool.submit("two", [])).toBe(2);
  await pool.close();
});

test("slow: a reply that cannot be read ends its worker, and nothing else", async () => {
  const { broken, pool, workers } = poolOf();
  broken.inject({ task: "forever", fault: "slow", milliseconds: 1 });
  const lost = pool.submit("forever", []);
  await new Promise((resolve) => setTimeout(resolve, 5));
  workers[0]?.say({ type: "reply", id: 1, failure: { kind: "threw", error: null }, began: 0, took: 0 });
  await expect(lost).rejects.toThrow("died");
  await pool.close();
});

test("broken reply: the worker is stopped for it", async () => {
  const { broken, pool, workers } = poolOf();
  broken.inject({ fault: "broken reply" });
  await expect(pool.submit("one", [])).rejects.toThrow("it sent what no worker sends");
  expect(workers[0]?.stopped).toBe(true);
  expect(await pool.submit("one", [])).toBe(1);
  await pool.close();
});

test("a call that is tried again meets a fault as often as was said", async () => {
  const tries: string[] = [];
  const retry: Ability = {
    name: "retry",
    life: (pool: Handle) => ({
      settling(call: Call, end) {
        if (!("error" in end)) return end;
        tries.push(end.error.name);
        queueMicrotask(() => pool.again(call));
        return undefined;
      },
    }),
  };
  const broken = faults();
  const { connect } = fakeWorkers(tasks);
  await using pool = new WorkerPool<typeof tasks>(connect, { workers: 1, abilities: [broken, retry] });
  broken.inject({ fault: "throw", times: 2 });
  broken.inject({ fault: "worker dies" });
  expect(await pool.submit("one", [])).toBe(1);
  expect(tries).toEqual(["TaskError", "TaskError", "WorkerDied"]);
});

test("a call that came back from its worker, not begun, meets its fault once", async () => {
  const broken = faults();
  let given = 0;
  const back: Ability = {
    name: "back",
    life: (pool: Handle) => ({
      given: (call: Call) => void (given++ === 0 && queueMicrotask(() => pool.again(call))),
    }),
    lane: (inner) => ({ ...inner, give: (call) => void (given > 1 && inner.give(call)) }),
  };
  const { connect } = fakeWorkers(tasks);
  await using pool = new WorkerPool<typeof tasks>(connect, { workers: 1, abilities: [broken, back] });
  broken.inject({ fault: "throw", times: 2 });
  for (const task of ["one", "two"] as const) await expect(pool.submit(task, [])).rejects.toThrow("was injected");
  expect(await pool.submit("one", [])).toBe(1);
  expect(given).toBe(4);
});

test.each([
  { fault: "throw", times: 0 },
  { fault: "throw", times: 1.5 },
  { fault: "slow", milliseconds: -1 },
  { fault: "no such fault" as Fault },
] as const)("%j cannot be injected", (fault) => {
  expect(() => faults().inject(fault)).toThrow(RangeError);
});
