import { describe, expect, it } from "vitest";
import { isolateWorkers } from "../../../../test/support/isolate-workers.ts";
import { AsyncPool } from "./async-pool.ts";
import type { Plugin } from "./plugin.ts";
import { Timeline } from "./timeline.ts";
import { rowsOf } from "./timeline-rows.ts";
import { WorkerPool } from "./worker-pool.ts";

const tasks = {
  add: (a: number, b: number) => a + b,
  wait: (milliseconds: number) => new Promise((resolve) => setTimeout(() => resolve(milliseconds), milliseconds)),
  never: () => new Promise(() => {}),
};

/** What was told, in order, of one call, or (0) of workers. */
function story(timeline: Timeline, call: number): string[] {
  const events = timeline.events().filter((event) => ("call" in event ? event.call === call : call === 0));
  return events.map(({ what }) => what);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe("Timeline", () => {
  it("tells the life of calls and workers in order", async () => {
    const timeline = new Timeline();
    const { connect } = isolateWorkers(() => tasks);
    const pool = new WorkerPool<typeof tasks>(connect, { workers: 1, plugins: [timeline] });
    await pool.submit("add", [1, 2]);
    await pool.close();
    await expect(pool.submit("add", [1, 2])).rejects.toThrow("closed");
    expect(story(timeline, 0)).toEqual(["worker started", "worker ready", "worker gone"]);
    expect(story(timeline, 1)).toEqual(["submitted", "sent", "began", "ended", "settled"]);
    expect(story(timeline, 2)).toEqual(["submitted", "settled"]);
    const [, , , sent, , , settled] = timeline.events();
    expect(sent).toMatchObject({ what: "sent", call: 1, task: "add", worker: 1 });
    expect(settled).toMatchObject({ what: "settled", call: 1, outcome: "completed" });
    expect(timeline.events().at(-1)).toMatchObject({ outcome: "refused", error: "PoolClosed" });
    for (const { at } of timeline.events()) expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
  });

  it("keeps the latest events, and says how many it has dropped", async () => {
    const timeline = new Timeline({ limit: 7 });
    const pool = new AsyncPool(tasks, { plugins: [timeline] });
    for (let n = 0; n < 4; n++) await pool.submit("add", [n, n]);
    expect(timeline.dropped).toBe(4 * 5 - 7);
    const kept = timeline.events().map((event) => `${"call" in event && event.call} ${event.what}`);
    expect(kept).toEqual(["3 ended", "3 settled", "4 submitted", "4 sent", "4 began", "4 ended", "4 settled"]);
    const [row] = timeline.rows();
    expect(row?.spans.map(({ call }) => call)).toEqual([4]);
    expect(() => new Timeline({ limit: 0 })).toThrow(RangeError);
  });

  it("draws what a worker was running when it died, and nothing for a call that never began", async () => {
    const timeline = new Timeline();
    const { connect, started } = isolateWorkers(() => tasks);
    const pool = new WorkerPool<typeof tasks>(connect, { workers: 1, plugins: [timeline] });
    await pool.submit("add", [1, 1]);
    const lost = pool.submit("never", []);
    const canceller = new AbortController();
    const queued = pool.submit("never", [], { signal: canceller.signal });
    const both = Promise.allSettled([lost, queued]);
    await until(() => story(timeline, 2).includes("sent"));
    canceller.abort();
    started[0]?.die();
    await both;
    await pool.close();
    const [row] = timeline.rows();
    expect(row).toMatchObject({ worker: 1, name: "1" });
    expect(row?.gone).toBeGreaterThan(row?.ready ?? Infinity);
    expect(row?.spans.map(({ task, outcome }) => [task, outcome])).toEqual([
      ["add", "completed"],
      ["never", "failed"],
    ]);
  });

  it("draws no call that came back or was cancelled before it began", () => {
    const call = { at: 1, call: 1, task: "t", worker: 1 };
    const settled = { ...call, what: "settled", outcome: "cancelled" } as const;
    const rung = "queued" as const;
    expect(
      rowsOf([
        { ...call, what: "sent" },
        { ...settled, rung },
      ]),
    ).toEqual([]);
    const back = [{ ...call, what: "sent" } as const, { ...call, what: "returned" } as const];
    expect(rowsOf([...back, { ...settled, error: "PoolClosed" }])).toEqual([]);
  });

  it("does not say that a call was submitted which another plug-in refused", async () => {
    const timeline = new Timeline();
    const refusing: Plugin = { submitted: (call) => call.reject(new Error("not today")) };
    const pool = new AsyncPool(tasks, { plugins: [refusing, timeline] });
    await expect(pool.submit("add", [1, 1])).rejects.toThrow("not today");
    expect(story(timeline, 1)).toEqual(["settled"]);
  });

  it("has a task that runs on although it was given up", async () => {
    const timeline = new Timeline();
    const pool = new AsyncPool(tasks, { grace: 1, plugins: [timeline] });
    await expect(pool.submit("wait", [30], { timeout: 1 })).rejects.toThrow("within 1 ms");
    expect(timeline.events().at(-1)).toMatchObject({ what: "settled", outcome: "late", rung: "abandoned" });
    await until(() => pool.abandoned === 0);
    expect(story(timeline, 1)).toEqual(["submitted", "sent", "settled", "began", "ended"]);
    const [span] = timeline.rows()[0]?.spans ?? [];
    expect((span?.ended ?? 0) - (span?.began ?? 0)).toBeGreaterThan(25);
  });

  it("puts what ran at once into lanes that do not overlap", () => {
    const spans = [
      [0, 10],
      [2, 5],
      [5, 7],
      [6, 12],
      [12, 13],
    ];
    const events = spans.flatMap(([began = 0, ended = 0], call) => [
      { what: "began", at: began, call, task: "t", worker: 0 } as const,
      { what: "ended", at: ended, call, task: "t", worker: 0 } as const,
    ]);
    expect(rowsOf(events)[0]?.spans.map(({ lane }) => lane)).toEqual([0, 1, 1, 2, 0]);
  });

  it("makes a trace of tracks, bars and waits", async () => {
    const timeline = new Timeline();
    const { connect } = isolateWorkers(() => tasks);
    const pool = new WorkerPool<typeof tasks>(connect, { workers: 1, tasksPerWorker: 2, plugins: [timeline] });
    await Promise.all([pool.submit("wait", [20]), pool.submit("wait", [20])]);
    await pool.close();
    const { traceEvents, otherData } = timeline.toTrace();
    const tracks = traceEvents.flatMap(({ name, tid, args }) =>
      name === "thread_name" ? [[tid, args?.["name"]]] : [],
    );
    expect(tracks).toEqual([
      [0, "worker 1 (1)"],
      [1, "worker 1 (1), at once 2"],
    ]);
    const kinds = traceEvents
      .map(({ ph, name, tid }) => `${ph} ${name} ${tid}`)
      .filter((kind) => !kind.startsWith("M"));
    expect(kinds).toEqual([
      "X starting 0",
      "b wait waits 0",
      "e wait waits 0",
      "X wait 0",
      "b wait waits 1",
      "e wait waits 1",
      "X wait 1",
      "i gone 0",
    ]);
    const bars = traceEvents.filter(({ cat }) => cat === "task");
    expect(bars.map(({ args }) => args)).toEqual([1, 2].map((call) => ({ call, outcome: "completed" })));
    for (const { dur } of bars) expect(dur).toBeGreaterThan(15_000);
    for (const { ts } of traceEvents) expect(ts ?? 0).toBeGreaterThanOrEqual(0);
    expect(Math.abs(otherData.beganAt - Date.now())).toBeLessThan(60_000);
  });

  it("has a trace without bars while nothing has happened", () => {
    expect(new Timeline().toTrace().traceEvents.map(({ ph }) => ph)).toEqual(["M"]);
  });
});
