/** A timeline tells each call's life in order, and which worker ran what. */
import { timeline } from "../../abilities/timeline.ts";
import type { Scenario } from "../scenario.ts";
import { watch } from "../watch.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const seen = timeline();
    const watched = watch();
    const pool = cell.create({ workers: 2, grace: 10_000, abilities: [seen, watched] });
    await pool.prewarm?.();
    const story = (call: number): string[] =>
      seen.events().flatMap((event) => ("call" in event && event.call === call ? [event.what] : []));

    await pool.submit("add", [1, 2]);
    check.equal("a call's life", story(1), ["submitted", "given", "began", "ended", "settled", "freed"]);
    await Promise.allSettled([pool.submit("raise", ["rangeError"])]);
    check.equal("the life of a call whose task throws is no other", story(2), story(1));
    const aborted = AbortSignal.abort();
    await Promise.allSettled([pool.submit("add", [1, 2], { signal: aborted })]);
    check.equal("a call that never began was given to no worker", story(3), ["submitted", "settled"]);
    await Promise.allSettled([pool.submit("waitDeaf", [50], { timeout: 20 })]);
    await watched.freed("waitDeaf", 1);
    check.equal("a call that is late is settled before it ends", story(4), [
      "submitted",
      "given",
      "settled",
      "began",
      "ended",
      "freed",
    ]);
    const settled = seen.events().flatMap((event) => (event.what === "settled" ? [event] : []));
    check.equal(
      "each call's end is told",
      settled.map(({ outcome, error, rung }) => [outcome, error ?? null, rung ?? null]),
      [
        ["completed", null, null],
        ["failed", "TaskError", null],
        ["cancelled", "TaskCancelled", "queued"],
        ["late", "DeadlineExceeded", "signalled"],
      ],
    );

    const before = performance.timeOrigin + performance.now();
    await pool.submit("wait", [30]);
    const after = performance.timeOrigin + performance.now();
    const span = seen.rows().flatMap(({ spans }) => spans.filter(({ task }) => task === "wait"))[0];
    check.ok("a task's span lasts as long as the task took", (span?.ended ?? 0) - (span?.began ?? 0) > 25, span);
    const clockError = 1000; // between this clock and another process's
    check.ok(
      "a worker's clock is the pool's",
      span !== undefined && span.began > before - clockError && span.ended < after + clockError,
      [before, span, after],
    );

    await Promise.allSettled([pool.submit("exit", [3])]);
    await pool.close();
    const rows = seen.rows();
    check.equal(
      "every task that ran is in a row, also one that took its worker down",
      rows.flatMap(({ spans }) => spans.map(({ task, outcome }) => `${task} ${outcome}`)).sort(),
      ["add completed", "exit failed", "raise failed", "wait completed", "waitDeaf late"],
    );
    check.ok(
      "a row has its worker's name",
      rows.every(({ name }) => /^\d+/.test(name)),
      rows,
    );
    const lives = rows.map(({ started = 0, ready = 0, gone = 0 }) => started <= ready && ready <= gone && gone > 0);
    check.ok("a row has its worker's life: started, ready, gone", lives.length > 0 && lives.every(Boolean), rows);
    const bars = seen.trace().traceEvents.filter(({ cat }) => cat === "task");
    check.equal("the trace has a bar for each task that ran", bars.length, 5);
    check.equal("nothing was dropped", seen.dropped, 0);
  },
} satisfies Scenario;
