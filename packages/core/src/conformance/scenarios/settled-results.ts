/** With `settled`, map() and asCompleted() go on past failures, and tell of each input how it ended. */
import type { Scenario } from "../scenario.ts";

export default {
  async run(cell, check) {
    await using pool = cell.create();
    await pool.prewarm?.();
    const inputs: [number, number][] = [0, 1, 2, 3, 4].map((value) => [value, 2]);
    const mapped = await Array.fromAsync(pool.map("failFor", inputs, { settled: true }));
    check.equal(
      "map() tells of each input, in input order",
      mapped.map(({ index, status }) => [index, status]),
      [0, 1, 2, 3, 4].map((index) => [index, index === 2 ? "rejected" : "fulfilled"]),
    );
    check.equal(
      "map() has the values of those that ended well",
      mapped.map((outcome) => (outcome.status === "fulfilled" ? outcome.value : "none")),
      [0, 1, "none", 3, 4],
    );
    const [, , failed] = mapped;
    const reason = failed?.status === "rejected" ? (failed.reason as Error & { cause: Error }) : undefined;
    check.equal(
      "map() has the error of the one that failed",
      [reason?.name, reason?.cause.message],
      ["TaskError", "bad type"],
    );

    const completed = await Array.fromAsync(pool.asCompleted("failFor", inputs, { settled: true, lookAhead: 2 }));
    check.equal(
      "asCompleted() tells of each input once",
      completed.map(({ index, status }) => `${index} ${status}`).sort(),
      ["0 fulfilled", "1 fulfilled", "2 rejected", "3 fulfilled", "4 fulfilled"],
    );
    const late = await Array.fromAsync(
      pool.map("wait", [1, 600_000, 1], { settled: true, timeout: 500, lookAhead: 1 }),
    );
    check.equal(
      "a call that is late is one outcome among others",
      late.map((outcome) => (outcome.status === "fulfilled" ? outcome.value : (outcome.reason as Error).name)),
      [1, "DeadlineExceeded", 1],
    );
    if (cell.capabilities.survivesDeath) {
      const ends = await Array.fromAsync(pool.map("exitUnless0", [0, 7, 0], { settled: true, lookAhead: 1 }));
      check.equal(
        "so is one whose worker dies",
        ends.map((outcome) => (outcome.status === "fulfilled" ? outcome.value : (outcome.reason as Error).name)),
        [0, "WorkerDied", 0],
      );
    }
    const before: unknown[] = [];
    const broken = (async () => {
      for await (const outcome of pool.map("echo", failing(), { settled: true })) before.push(outcome.status);
    })();
    await check.rejects("an input that fails ends the results with its error", broken, "EvalError");
    check.equal("after the outcomes of those before it", before, ["fulfilled", "fulfilled"]);

    const controller = new AbortController();
    const cancelled = Array.fromAsync(
      pool.map("wait", [600_000, 600_000], { settled: true, signal: controller.signal }),
    );
    setTimeout(() => controller.abort(new EvalError("enough")), 50);
    await check.rejects("an aborted signal ends the results with its reason", cancelled, "EvalError");
    for await (const { index } of pool.map("echo", [1, 2, 3], { settled: true })) if (index === 1) break;
    check.equal("a consumer that stops leaves the pool whole", await pool.submit("add", [1, 1]), 2);
  },
} satisfies Scenario;

function* failing(): Generator<number> {
  yield 1;
  yield 2;
  throw new EvalError("the input failed");
}
