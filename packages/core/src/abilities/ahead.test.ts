import { now, pass } from "../pool/support/fake-clock.ts";
import { setMaxListeners } from "node:events";
import { expect, test, vi } from "vitest";
import { type CallMessage, serveTasks } from "../pool/serve.ts";
import { type FakeOptions, type FakeWorker, fakeWorkers } from "../pool/support/fake-workers.ts";
import { type Ability, type Connect, type Freed, WorkerPool, type WorkerPoolOptions } from "../pool/worker-pool.ts";
import { ahead } from "./ahead.ts";

setMaxListeners(0, process); // each worker here listens for the end of its process, which is one for all

const ran: unknown[] = [];
const ofModule = { one: "object" };
const tasks = {
  note: (what: unknown): unknown => (ran.push(what), what),
  /** Its worker's thread computes while the pool's clock goes on. */
  spin(milliseconds: number): number {
    if (milliseconds > 0) vi.advanceTimersByTime(milliseconds);
    ran.push(milliseconds);
    return milliseconds;
  },
  /** Likewise, when the other worker has had its turn. */
  async spinSoon(milliseconds: number): Promise<number> {
    for (let turns = 0; milliseconds > 0 && turns < 100; turns++) await Promise.resolve();
    return tasks.spin(milliseconds);
  },
  forEver: (really: boolean): unknown => (really ? new Promise(() => {}) : 0),
  push: (list: number[]): number => list.push(1),
  tellModuleObject: (): object => ofModule,
};
type Tasks = typeof tasks;
type Options = WorkerPoolOptions & { process?: boolean; fake?: FakeOptions };

/** A pool of one worker, by default a thread. */
function poolOf({ process = false, fake = {}, abilities = [], ...options }: Options = {}) {
  ran.length = 0;
  const { connect, all } = fakeWorkers(tasks, { abilities: [ahead()], ...fake });
  const pool = new WorkerPool<Tasks>(process ? withoutMemory(connect) : connect, {
    workers: 1,
    ...options,
    abilities: [ahead(), ...abilities],
  });
  return { pool, all };
}

/** Memory cannot be sent to a process. */
const withoutMemory =
  (connect: Connect): Connect =>
  (events) => {
    const link = connect(events);
    return {
      ...link,
      post(message, transfer) {
        if ("memory" in message) throw new DOMException("no memory is shared", "DataCloneError");
        link.post(message, transfer);
      },
    };
  };

/** Lets the pool see that the task is short. */
async function learn(pool: WorkerPool<Tasks>, task: keyof Tasks, arg: unknown = 0): Promise<void> {
  for (let i = 0; i < 3; i++) await pool.submit(task, [arg] as never);
  ran.length = 0;
}

/** What the worker was sent since: of each message, how many calls. */
const sent = ({ received }: FakeWorker, since = 0): number[] =>
  received.slice(since).map((message) => ("ids" in message ? (message.ids as number[]).length : 1));

const numbers = (length: number): number[] => Array.from({ length }, (_, i) => i);

test("short calls travel together, and each has its own answer", async () => {
  const { pool, all } = poolOf();
  await learn(pool, "note");
  const since = all[0]!.received.length;
  expect(await Promise.all(numbers(10).map((n) => pool.submit("note", [n])))).toEqual(numbers(10));
  expect(sent(all[0]!, since)).toEqual([1, 9]);
});

test("calls of different tasks and numbers of arguments travel together", async () => {
  const { pool } = poolOf();
  for (const task of ["note", "spin"] as const) await learn(pool, task);
  const calls = [
    pool.submit("note", [1]),
    pool.submit("note", [] as never),
    pool.submit("spin", [0, "more"] as never),
    pool.submit("note", ["last"]),
  ];
  expect(await Promise.all(calls)).toEqual([1, undefined, 0, "last"]);
});

test("a call of which nothing is known travels alone, and so does one that is known to be long", async () => {
  const { pool, all } = poolOf();
  const since = 2; // hello, and how many calls it runs
  for (const milliseconds of [5, 5, 0]) await Promise.all(numbers(3).map(() => pool.submit("spin", [milliseconds])));
  expect(sent(all[0]!, since)).toEqual(numbers(9).fill(1));
});

test.each([
  ["a signal", { signal: new AbortController().signal }],
  ["a timeout", { timeout: 60_000 }],
  ["a run timeout", { runTimeout: 60_000 }],
  ["buffers to move", { transfer: [] }],
])("a call with %s is not held, and nothing is held behind it", async (_, options) => {
  const { pool, all } = poolOf();
  await learn(pool, "forEver", false);
  await learn(pool, "note");
  const since = all[0]!.received.length;
  const busy = pool.submit("forEver", [true]);
  const held = pool.submit("note", [1], options);
  await pass(0);
  expect(sent(all[0]!, since)).toEqual([1]);
  all[0]!.die();
  await expect(busy).rejects.toThrow("died");
  expect(await held).toBe(1);

  const first = pool.submit("forEver", [true], options);
  const behind = pool.submit("note", [2]);
  await pass(0);
  expect(all.at(-1)!.calls.at(-1)!.task).toBe("forEver");
  all.at(-1)!.die();
  await expect(first).rejects.toThrow("died");
  expect(await behind).toBe(2);
});

test("each call has a clone of its own of the same object, and so has each result", async () => {
  const { pool } = poolOf();
  await learn(pool, "push", []);
  await learn(pool, "tellModuleObject");
  const list: number[] = [];
  expect(await Promise.all(numbers(20).map(() => pool.submit("push", [list])))).toEqual(numbers(20).fill(1));
  const objects = await Promise.all(numbers(20).map(() => pool.submit("tellModuleObject", [])));
  expect(new Set(objects).size).toBe(20);
});

test("an argument is what it was when its call was given to a worker, though it travels with others later", async () => {
  const { pool } = poolOf();
  await learn(pool, "note");
  const args: [number] = [1];
  const calls = numbers(3).map(() => pool.submit("note", args));
  args[0] = 2;
  expect(await Promise.all(calls)).toEqual([1, 1, 1]);
});

test("calls begin in the order in which they were submitted, whatever their arguments are", async () => {
  const { pool } = poolOf();
  await learn(pool, "note");
  const inputs = [1, { n: 2 }, 3, 4, [5], 6];
  await Promise.all(inputs.map((input) => pool.submit("note", [input])));
  expect(ran).toEqual(inputs);
});

test.each([() => 1, Symbol("x")])("a call with %o rejects alone, and those around it do not", async (uncloneable) => {
  const { pool } = poolOf();
  await learn(pool, "note");
  const ends = await Promise.allSettled([1, 2, uncloneable, 3].map((what) => pool.submit("note", [what])));
  expect(ends.map((end) => (end.status === "fulfilled" ? end.value : (end.reason as Error).name))).toEqual([
    1,
    2,
    "NotCloneable",
    3,
  ]);
  expect(await pool.submit("note", [4])).toBe(4);
});

test("workers that can be started are, before one holds calls for them", async () => {
  const { pool, all } = poolOf({ workers: 3 });
  await learn(pool, "note");
  expect(all).toHaveLength(1);
  await Promise.all(numbers(10).map((n) => pool.submit("note", [n])));
  expect(all).toHaveLength(3);
});

test("what a thread holds behind a call that turns out to be long is run by one that has nothing to do", async () => {
  const { pool, all } = poolOf({ workers: 2 });
  await pool.prewarm();
  await learn(pool, "forEver", false);
  await learn(pool, "note");
  pool.submit("forEver", [true]).catch(() => {});
  const held = [1, 2, 3, 4].map((n) => pool.submit("note", [n]));
  await pass(20);
  expect(await now(Promise.all(held))).toEqual([1, 2, 3, 4]);
  expect(ran.toSorted((a, b) => Number(a) - Number(b))).toEqual([1, 2, 3, 4]);
  expect(all).toHaveLength(2);
  void pool.terminate();
});

test("what a thread holds while it computes is taken back, and it never begins it", async () => {
  const returned: unknown[] = [];
  const tell: Ability = { name: "tell", life: () => ({ returned: ({ args }) => void returned.push(args[0]) }) };
  const { pool } = poolOf({ workers: 2, abilities: [tell] });
  await pool.prewarm();
  await learn(pool, "spinSoon");
  await Promise.all([50, 0, 0, 0, 0, 0].map((milliseconds) => pool.submit("spinSoon", [milliseconds])));
  expect(returned).toEqual([0, 0]);
  expect(ran).toHaveLength(6);
});

test("from a process that is silent nothing is taken back on a guess: it is asked once, and gives back what it has not begun", async () => {
  const { pool, all } = poolOf({ workers: 2, process: true });
  await pool.prewarm();
  await learn(pool, "forEver", false);
  await learn(pool, "note");
  pool.submit("forEver", [true]).catch(() => {});
  const held = [1, 2, 3, 4].map((n) => pool.submit("note", [n]));
  await pass(100);
  expect(await now(Promise.all(held))).toEqual([1, 2, 3, 4]);
  expect(ran.toSorted((a, b) => Number(a) - Number(b))).toEqual([1, 2, 3, 4]);
  const asked = all.flatMap(({ received }) => received).filter(({ type }) => type === "give back");
  expect(asked).toHaveLength(1);
  void pool.terminate();
});

test("a call that came back once travels alone", async () => {
  const { pool, all } = poolOf();
  await learn(pool, "forEver", false);
  await learn(pool, "note");
  const busy = pool.submit("forEver", [true]).catch((error: Error) => error.name);
  const held = [1, 2, 3].map((n) => pool.submit("note", [n]));
  await pass(0);
  all[0]!.die();
  expect(await now(busy)).toBe("WorkerDied");
  expect(await now(Promise.all(held))).toEqual([1, 2, 3]);
  expect(sent(all[1]!).every((calls) => calls === 1)).toBe(true);
  expect(all[1]!.calls.map(({ args }) => args)).toEqual([[1], [2], [3]]);
});

test("a process that dies takes along all that it had been sent: nobody can know what it had begun", async () => {
  const { pool, all } = poolOf({ process: true });
  await learn(pool, "forEver", false);
  await learn(pool, "note");
  const calls = [pool.submit("forEver", [true]), ...[1, 2, 3].map((n) => pool.submit("note", [n]))];
  const ends = Promise.allSettled(calls);
  await pass(0);
  all[0]!.die();
  expect((await ends).map((end) => end.status === "rejected" && (end.reason as Error).name)).toEqual(
    numbers(4).fill("WorkerDied" as never),
  );
  expect(await pool.submit("note", [4])).toBe(4);
});

test("what a worker gives back when it is about to end is run by another, and it is given no more", async () => {
  const { pool, all } = poolOf({ process: true });
  await learn(pool, "forEver", false);
  await learn(pool, "note");
  const busy = pool.submit("forEver", [true]).catch((error: Error) => error.name);
  const held = [1, 2].map((n) => pool.submit("note", [n]));
  await pass(0);
  const ids = (all[0]!.received.at(-1) as unknown as { ids: number[] }).ids;
  all[0]!.say({ type: "returned", ids, leaving: true });
  await pass(0);
  const more = pool.submit("note", [3]);
  await pass(0);
  expect(sent(all[0]!).at(-1)).toBe(1); // the end
  expect(await now(busy)).toBe("WorkerDied");
  expect(await now(Promise.all([...held, more]))).toEqual([1, 2, 3]);
});

test("hooks tell truly what became of a call that came back: given, returned, given, ran, freed", async () => {
  const told: string[] = [];
  const tell: Ability = {
    name: "tell",
    life: () => ({
      given: (call) => void (call.task === "note" && told.push("given")),
      returned: (call) => void told.push(`returned ${call.state}`),
      ran: (call) => void (call.task === "note" && told.push("ran")),
      freed: (call, how: Freed) => void (call.task === "note" && told.push(how)),
    }),
  };
  const { pool, all } = poolOf({ abilities: [tell] });
  await learn(pool, "forEver", false);
  await learn(pool, "note");
  told.length = 0;
  pool.submit("forEver", [true]).catch(() => {});
  const held = pool.submit("note", [1]);
  await pass(0);
  all[0]!.die();
  expect(await now(held)).toBe(1);
  expect(told).toEqual(["given", "returned freed", "given", "ran", "ended"]);
});

test("terminate rejects what is held, and a call that comes back afterwards is not run", async () => {
  const { pool, all } = poolOf({ fake: { stops: false } });
  await learn(pool, "forEver", false);
  await learn(pool, "note");
  const calls = [pool.submit("forEver", [true]), ...[1, 2].map((n) => pool.submit("note", [n]))];
  const ends = Promise.allSettled(calls);
  await pass(0);
  const closed = pool.terminate();
  expect((await ends).map((end) => end.status === "rejected" && (end.reason as Error).name)).toEqual(
    numbers(3).fill("PoolClosed" as never),
  );
  await pass(2000); // it is given up
  await closed;
  expect(all).toHaveLength(1);
  expect(ran).toEqual([]);
});

test("close lets finish what is held", async () => {
  const { pool } = poolOf();
  await learn(pool, "note");
  const calls = numbers(5).map((n) => pool.submit("note", [n]));
  const closed = pool.close();
  expect(await now(Promise.all(calls))).toEqual(numbers(5));
  await pass(1);
  await closed;
});

test.each([false, true])(
  "a worker without its half is not given calls, and is said to lack it (process: %s)",
  async (process) => {
    const { pool } = poolOf({ process, fake: { abilities: [] } });
    await expect(pool.submit("note", [1])).rejects.toThrow('it lacks the ability "ahead"');
  },
);

test("a worker that has the half serves a pool without ahead", async () => {
  const { connect } = fakeWorkers(tasks, { abilities: [ahead()] });
  const pool = new WorkerPool<Tasks>(connect, { workers: 1 });
  expect(await now(Promise.all(numbers(5).map((n) => pool.submit("note", [n]))))).toEqual(numbers(5));
});

test.each([
  ["more replies than it had calls", { type: "replies", ids: [1, 2, 3], values: [], began: [], took: [] }],
  ["replies without their lists", { type: "replies", ids: [4] }],
  ["no list of replies", { type: "replies" }],
  ["more back than it had", { type: "returned", ids: [1, 2, 3], leaving: false }],
  ["no list back", { type: "returned" }],
])("a worker that sends %s is stopped, and its call told so", async (_, message) => {
  const { pool, all } = poolOf();
  await learn(pool, "forEver", false);
  const busy = pool.submit("forEver", [true]);
  await pass(0);
  all[0]!.say(message);
  await expect(busy).rejects.toMatchObject({ name: "WorkerDied" });
});

test("a link that throws when calls are sent together is the end of its worker alone", async () => {
  const { pool, all } = poolOf();
  await learn(pool, "note");
  const first = pool.submit("note", [1]);
  const held = [2, 3].map((n) => pool.submit("note", [n]));
  all[0]!.closed = true;
  await Promise.allSettled([first]);
  expect(await now(Promise.all(held))).toEqual([2, 3]);
});

/** The worker's half alone: what it has posted, and a way to send it something. */
function worker() {
  const posted: { type: string; id?: number; ids?: number[] }[] = [];
  const served = { ...tasks, count: () => posted.length };
  const receive = serveTasks(
    served,
    { abilities: [ahead()] },
    { name: "1", post: (message) => void posted.push(message), leave: () => {} },
  );
  receive({ type: "hello", worker: 0, abilities: ["ahead"] });
  return { posted, receive };
}

const call = (id: number, task: string, args: unknown[] = [], more: object = {}): CallMessage & object => ({
  type: "call",
  id,
  task,
  args,
  ...more,
});

test("a worker is ready when it has been told how many calls it runs", async () => {
  const { posted, receive } = worker();
  await pass(0);
  expect(posted.map(({ type }) => type)).toEqual(["loaded"]);
  receive({ type: "ahead", atOnce: 1 });
  expect(posted.map(({ type }) => type)).toEqual(["loaded", "ready"]);
});

test("a worker tells what has ended before it begins a call that may be long", async () => {
  const { posted, receive } = worker();
  await pass(0);
  receive({ type: "ahead", atOnce: 1 });
  posted.length = 0;
  receive({ type: "calls", turn: 0, ids: [1, 2], tasks: "note", arity: [1, 1], args: ["a", "b"] });
  receive(call(3, "count"));
  await pass(0);
  expect(posted).toMatchObject([
    { type: "replies", ids: [1, 2] },
    { id: 3, value: 1 },
  ]);
});

test("a worker tells what has ended when a millisecond has passed", async () => {
  const { posted, receive } = worker();
  await pass(0);
  receive({ type: "ahead", atOnce: 1 });
  posted.length = 0;
  receive({ type: "calls", turn: 0, ids: [1, 2, 3, 4], tasks: "spin", arity: [1, 1, 1, 1], args: [0.4, 0.6, 0, 0] });
  for (let turns = 0; turns < 3; turns++) await new Promise(setImmediate);
  expect(posted).toMatchObject([{ ids: [1, 2] }, { ids: [3, 4] }]);
});

test("a call that is cancelled before its worker began it is given back, and never begins", async () => {
  const { posted, receive } = worker();
  await pass(0);
  receive({ type: "ahead", atOnce: 1 });
  ran.length = 0;
  posted.length = 0;
  receive(call(1, "forEver", [true]));
  receive(call(2, "note", [2]));
  receive({ type: "cancel", id: 2, why: "AbortError" });
  await pass(0);
  expect(posted).toEqual([{ type: "returned", ids: [2], leaving: false }]);
  expect(ran).toEqual([]);
});

test("calls that travel together go while a test runner's microtasks stand still", async () => {
  const { pool } = poolOf();
  await learn(pool, "note");
  const { queueMicrotask: replaced } = globalThis;
  globalThis.queueMicrotask = () => {};
  const calls = Promise.all([1, 2, 3, 4].map((n) => pool.submit("note", [n])));
  globalThis.queueMicrotask = replaced;
  expect(await now(calls)).toEqual([1, 2, 3, 4]);
});
