/** A timeline tells each call's life in order, and which worker ran what. */
import { Timeline } from "../../executor/timeline.ts";
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    const timeline = new Timeline();
    const pool = cell.create({ workers: 2, plugins: [timeline] });
    const story = (call: number): string[] =>
      timeline.events().flatMap((event) => ("call" in event && event.call === call ? [event.what] : []));

    await pool.submit("add", [1, 2]);
    check.equal("a call's life", story(1), ["submitted", "sent", "began", "ended", "settled"]);
    await Promise.allSettled([pool.submit("raise", ["rangeError"])]);
    check.equal("that of one which throws is no other", story(2), story(1));
    const aborted = AbortSignal.abort();
    await Promise.allSettled([pool.submit("add", [1, 2], { signal: aborted })]);
    check.equal("one that never started was never sent", story(3), ["submitted", "settled"]);
    const settled = timeline.events().flatMap((event) => (event.what === "settled" ? [event] : []));
    check.equal(
      "each says how it ended",
      settled.map(({ outcome, error, rung }) => [outcome, error ?? null, rung ?? null]),
      [
        ["completed", null, null],
        ["failed", "TaskError", null],
        ["cancelled", "TaskCancelled", "queued"],
      ],
    );

    const before = performance.timeOrigin + performance.now();
    await pool.submit("wait", [30]);
    const after = performance.timeOrigin + performance.now();
    const span = timeline.rows().flatMap(({ spans }) => spans.filter(({ task }) => task === "wait"))[0];
    check.ok("a task lasts as long as it took", (span?.ended ?? 0) - (span?.began ?? 0) > 25, span);
    const clockError = 1000; // between this clock and another process's
    check.ok(
      "and its worker's clock is the pool's",
      span !== undefined && span.began > before - clockError && span.ended < after + clockError,
      [before, span, after],
    );

    if (cell.hasWorkers) await Promise.allSettled([pool.submit("exit", [3])]);
    await pool.close();
    const rows = timeline.rows();
    check.equal(
      "every task that ran is in a row",
      rows.flatMap(({ spans }) => spans.map(({ task, outcome }) => `${task} ${outcome}`)).sort(),
      ["add completed", "raise failed", "wait completed", ...(cell.hasWorkers ? ["exit failed"] : [])].sort(),
    );
    if (cell.hasWorkers) {
      check.ok(
        "a row has its worker's name",
        rows.every(({ name }) => /^\d+/.test(name)),
        rows,
      );
      const lives = rows.map(({ started = 0, ready = 0, gone = 0 }) => started <= ready && ready <= gone && gone > 0);
      check.ok("and its life: started, ready, gone", lives.length > 0 && lives.every(Boolean), rows);
    } else {
      check.equal("tasks in this isolate are one row", [rows.length, rows[0]?.worker], [1, 0]);
    }
    const { traceEvents } = timeline.toTrace();
    const bars = traceEvents.filter(({ cat }) => cat === "task");
    check.equal("the trace has a bar for each of them", bars.length, cell.hasWorkers ? 4 : 3);
    check.equal("nothing was dropped", timeline.dropped, 0);
  },
} satisfies Scenario;
