import { expect, test } from "vitest";
import { QueueFull } from "../pool/errors.ts";
import { fakeWorkers } from "../pool/support/fake-workers.ts";
import { type Ability, type Call, type Handle, WorkerPool, type WorkerPoolOptions } from "../pool/worker-pool.ts";
import { rowsOf, type Timeline, timeline, type TimelineEvent, traceOf } from "./timeline.ts";

const gates: ((value: string) => void)[] = [];
const tasks = {
  add: (a: number, b: number) => a + b,
  echo: (value: unknown) => value,
  fail: () => {
    throw new Error("on purpose");
  },
  gate: () => new Promise<string>((open) => gates.push(open)),
};

function poolOf(seen: Ability, options: WorkerPoolOptions = {}) {
  const { connect, all } = fakeWorkers(tasks);
  return { pool: new WorkerPool<typeof tasks>(connect, { workers: 1, abilities: [seen], ...options }), workers: all };
}

/** What was told, in order, of one call, or (0) of workers. */
function story(seen: Timeline, call: number): string[] {
  const events = seen.events().filter((event) => ("call" in event ? event.call === call : call === 0));
  return events.map(({ what }) => what);
}

const spansOf = (seen: Timeline): unknown[] =>
  seen.rows().flatMap(({ spans }) => spans.map(({ task, outcome }) => [task, outcome]));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve));
}

test("the life of calls and workers is told in order, on the clock of the epoch", async () => {
  const seen = timeline();
  const { pool } = poolOf(seen);
  await pool.submit("add", [1, 2]);
  await expect(pool.submit("fail", [])).rejects.toThrow("on purpose");
  await pool.close();
  expect(story(seen, 0)).toEqual(["worker started", "worker ready", "worker gone"]);
  expect(story(seen, 1)).toEqual(["submitted", "given", "began", "ended", "settled", "freed"]);
  expect(story(seen, 2)).toEqual(story(seen, 1));
  const events = seen.events();
  const of = (what: string): unknown => events.find((event) => event.what === what);
  expect(of("submitted")).not.toHaveProperty("worker");
  expect(of("given")).toMatchObject({ call: 1, task: "add", worker: 1 });
  expect(of("settled")).toMatchObject({ call: 1, worker: 1, outcome: "completed" });
  expect(of("freed")).toMatchObject({ call: 1, how: "ended" });
  expect(of("worker ready")).toMatchObject({ worker: 1, name: "fake/0" });
  expect(events.findLast(({ what }) => what === "settled")).toMatchObject({ outcome: "failed", error: "TaskError" });
  for (const { at } of events) expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
});

test("how a call ended is told: cancelled, late, refused", async () => {
  const seen = timeline();
  const { pool } = poolOf(seen);
  const running = pool.submit("gate", [], { timeout: 20 });
  const cancelled = pool.submit("add", [1, 1], { signal: AbortSignal.abort() });
  const waiting = pool.submit("add", [1, 1]);
  await Promise.allSettled([cancelled, running]);
  const terminated = Promise.allSettled([waiting, pool.terminate()]);
  await terminated;
  const settled = seen.events().flatMap((event) => (event.what === "settled" ? [event] : []));
  expect(settled.map(({ call, outcome, error, rung }) => [call, outcome, error, rung])).toEqual([
    [2, "cancelled", "TaskCancelled", "queued"],
    [1, "late", "DeadlineExceeded", "signalled"],
    [3, "refused", "PoolClosed", undefined],
  ]);
});

test("the latest events are kept, and those dropped are counted", async () => {
  const seen = timeline({ limit: 8 });
  const { pool } = poolOf(seen);
  for (let n = 0; n < 4; n++) await pool.submit("add", [n, n]);
  expect(seen.dropped).toBe(2 + 4 * 6 - 8);
  const kept = seen.events().map((event) => `${"call" in event && event.call} ${event.what}`);
  const last = ["submitted", "given", "began", "ended", "settled", "freed"];
  expect(kept).toEqual(["3 settled", "3 freed", ...last.map((what) => `4 ${what}`)]);
  expect(seen.rows().flatMap(({ spans }) => spans.map(({ call }) => call))).toEqual([4]);
  await pool.close();
});

test.each([0, 1.5, Number.NaN])("a timeline cannot keep %d events", (limit) => {
  expect(() => timeline({ limit })).toThrow(RangeError);
});

test("what a worker was running when it died is a span, and a call that never began is none", async () => {
  const seen = timeline();
  const { pool, workers } = poolOf(seen);
  await pool.submit("add", [1, 1]);
  const lost = pool.submit("gate", []);
  const canceller = new AbortController();
  const queued = pool.submit("gate", [], { signal: canceller.signal });
  const uncloneable = pool.submit("echo", [() => {}]);
  const all = Promise.allSettled([lost, queued, uncloneable]);
  await until(() => story(seen, 2).includes("given"));
  canceller.abort();
  workers[0]?.die();
  await all;
  await pool.close();
  expect(seen.rows()[0]).toMatchObject({ worker: 1, name: "fake/0" });
  expect(seen.rows()[0]?.gone).toBeGreaterThanOrEqual(seen.rows()[0]?.ready ?? Infinity);
  expect(spansOf(seen)).toEqual([
    ["add", "completed"],
    ["gate", "failed"],
  ]);
});

test("a task that runs on after its call has settled has its whole span", async () => {
  const seen = timeline();
  const { pool } = poolOf(seen);
  const late = pool.submit("gate", [], { timeout: 20 });
  await expect(late).rejects.toThrow("within 20 ms");
  expect(seen.rows()[0]?.spans).toEqual([]);
  for (const open of gates.splice(0)) open("at last");
  await pool.close();
  expect(story(seen, 1)).toEqual(["submitted", "given", "settled", "began", "ended", "freed"]);
  expect(spansOf(seen)).toEqual([["gate", "late"]]);
});

test("each try of a call is a span, the last with the outcome", async () => {
  const seen = timeline();
  const kept: Call[] = [];
  let pool: Handle;
  const again: Ability = {
    name: "again",
    life: (handle) => {
      pool = handle;
      return { settling: (call, end) => (kept.push(call) > 1 ? end : undefined) };
    },
  };
  const { pool: own } = poolOf(seen, { abilities: [seen, again] });
  const failing = own.submit("fail", []);
  await until(() => story(seen, 1).includes("freed"));
  pool!.again(kept[0]!);
  await expect(failing).rejects.toThrow("on purpose");
  await own.close();
  const [first, second] = seen.rows().flatMap(({ spans }) => spans);
  expect([first?.outcome, second?.outcome]).toEqual([undefined, "failed"]);
  expect([typeof first?.submitted, typeof second?.submitted]).toEqual(["number", "undefined"]);
});

test("a call that another ability refused was not submitted", async () => {
  const seen = timeline();
  const refusing: Ability = {
    name: "refusing",
    life: () => ({ submitted: (call) => call.settle({ error: new QueueFull(call.task, 0) }) }),
  };
  const { pool } = poolOf(seen, { abilities: [refusing, seen] });
  await expect(pool.submit("add", [1, 1])).rejects.toThrow("queue");
  expect(story(seen, 1)).toEqual(["settled"]);
  expect(seen.events()[0]).toMatchObject({ outcome: "refused" });
});

const told = (call: number, task: string, spans: readonly (readonly [number, number])[]): TimelineEvent[] =>
  spans.flatMap(([began, ended], index) => [
    { what: "began", at: began, call: call + index, task, worker: 1 } as const,
    { what: "ended", at: ended, call: call + index, task, worker: 1 } as const,
  ]);

test("what ran at once is put into lanes that do not overlap", () => {
  const events = told(1, "t", [
    [0, 10],
    [2, 5],
    [5, 7],
    [6, 12],
    [12, 13],
  ]);
  expect(rowsOf(events)[0]?.spans.map(({ lane }) => lane)).toEqual([0, 1, 1, 2, 0]);
});

test("a call that came back from its worker has one span, where it ran", () => {
  const call = { call: 1, task: "t" };
  const events: TimelineEvent[] = [
    { ...call, what: "given", at: 1, worker: 1 },
    { ...call, what: "given", at: 5, worker: 2 },
    { ...call, what: "freed", at: 9, worker: 2, how: "stopped" },
  ];
  expect(rowsOf(events)).toMatchObject([{ worker: 2, spans: [{ began: 5, ended: 9 }] }]);
});

test("a trace has a track for each lane, with bars, waits and the worker's life", () => {
  const worker = { worker: 1, name: "7" };
  const events: TimelineEvent[] = [
    { what: "submitted", at: 0, call: 1, task: "t" },
    { what: "worker started", at: 1, ...worker, name: "" },
    { what: "worker ready", at: 3, ...worker },
    ...told(1, "t", [
      [4, 10],
      [5, 9],
    ]),
    { what: "settled", at: 11, call: 1, task: "t", worker: 1, outcome: "completed" },
    { what: "worker gone", at: 12, ...worker },
  ];
  const { traceEvents, otherData } = traceOf(events, 3);
  expect(otherData).toEqual({ beganAt: 0, dropped: 3 });
  const tracks = traceEvents.filter(({ name }) => name === "thread_name");
  expect(tracks.map(({ tid, args }) => [tid, args?.["name"]])).toEqual([
    [0, "worker 1 (7)"],
    [1, "worker 1 (7), at once 2"],
  ]);
  const drawn = traceEvents.filter(({ ph }) => ph !== "M");
  expect(drawn.map(({ ph, name, tid, ts, dur }) => [ph, name, tid, ts, dur])).toEqual([
    ["X", "starting", 0, 1000, 2000],
    ["b", "t waits", 0, 0, undefined],
    ["e", "t waits", 0, 4000, undefined],
    ["X", "t", 0, 4000, 6000],
    ["X", "t", 1, 5000, 4000],
    ["i", "gone", 0, 12_000, undefined],
  ]);
  const outcomes = drawn.flatMap(({ args }) => (args ? [args["outcome"]] : []));
  expect(outcomes).toEqual(["completed", "not settled"]);
});

test("a timeline to which nothing has happened has a trace without bars", () => {
  expect(
    timeline()
      .trace()
      .traceEvents.map(({ ph }) => ph),
  ).toEqual(["M"]);
});
