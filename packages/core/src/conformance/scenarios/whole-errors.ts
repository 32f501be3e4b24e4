/** With whole-errors, what a task throws is whole, and a call's error says who awaits it. */
import { wholeErrors } from "../../abilities/whole-errors.ts";
import { checkRows, className, type Rows, thrown } from "../fidelity.ts";
import type { Check, ConformingExecutor, Scenario } from "../scenario.ts";

const ERRORS: Rows = {
  aggregate: {
    class: "AggregateError",
    standard: "AggregateError",
    message: "several",
    errors: ["RangeError: one", "two", "NotFound: no such file: /three"],
  },
  notFoundError: { class: "NotFoundError", standard: "DOMException", message: "no such node", code: 8 },
  abortError: { class: "AbortError", standard: "DOMException", message: "enough", code: 20 },
  dataCloneError: { class: "DataCloneError", standard: "DOMException", message: "cannot be cloned", code: 25 },
  chain: {
    class: "NotFound",
    standard: "Error",
    message: "no such file: /b",
    code: "ENOENT",
    fields: { path: "/b" },
    causes: ["SyntaxError: inner", "Error: innermost"],
  },
};

export default {
  async run(cell, check) {
    await using pool = cell.create({ abilities: [wholeErrors()] });
    if (cell.hasWorkers) {
      await checkRows(pool, ERRORS, check);
      await errorsWithin(pool, check);
      await framesOfCallers(pool, check);
    }
    const after = await check.rejects("submitterThroughThen: rejects", submitterThroughThen(pool), "TaskError");
    const kept = String(after.stack).includes("submitterThroughThen");
    check.capability("framesAfterThen", "a caller's function is in the stack after then()", kept, after.stack);
    check.equal("other calls are served afterwards", await pool.submit("add", [1, 1]), 2);
  },
} satisfies Scenario;

async function errorsWithin(pool: ConformingExecutor, check: Check): Promise<void> {
  const { reason, tries, ...error } = await thrown(pool, "holding", check);
  const { cause } = reason ?? {};
  check.equal("an error in a field: class and code", [className(reason), reason?.code], ["NotFound", "ENOENT"]);
  check.equal("an error in a field: its cause", [cause instanceof DOMException, cause?.name], [true, "AbortError"]);
  check.equal(
    "an error in a list: class and message",
    [className(tries?.[0]), tries?.[0]?.message],
    ["RangeError", "first"],
  );
  check.equal("what is no error in such a list", tries?.[1], "second");
  check.equal("an error with errors in its fields has no others", Object.keys(error), []);
  const ring = await thrown(pool, "ring", check);
  check.ok("an error that is its own cause is so again", ring instanceof Error && ring.cause === ring, ring);
  const second = (await thrown(pool, "ringOfTwo", check)).cause;
  check.ok("two errors that are each other's cause are so again", second?.cause?.cause === second, second);
}

async function framesOfCallers(pool: ConformingExecutor, check: Check): Promise<void> {
  const callers = { submitter, mapper, completer, submitterOfAll };
  for (const [name, caller] of Object.entries(callers)) {
    const error = await check.rejects(`${name}: rejects`, caller(pool), "TaskError");
    const frames = String(error.stack);
    check.ok(`${name}: the caller's function is in the error's stack`, frames.includes(name), frames);
    check.ok(
      `${name}: the caller's file is in the error's stack`,
      frames.includes("scenarios/whole-errors.ts"),
      frames,
    );
    check.ok(`${name}: the stack begins as any error's`, frames.startsWith(`TaskError: ${error.message}`), frames);
  }
  const late = await check.rejects("latecomer: rejects", latecomer(pool), "DeadlineExceeded");
  check.ok(
    "latecomer: the caller's function is in the stack of a deadline's error",
    String(late.stack).includes("latecomer"),
    late.stack,
  );
}

async function submitter(pool: ConformingExecutor): Promise<void> {
  await pool.submit("raise", ["rangeError"]);
}

async function submitterOfAll(pool: ConformingExecutor): Promise<void> {
  await Promise.all([pool.submit("raise", ["rangeError"]), pool.submit("add", [1, 1])]);
}

async function submitterThroughThen(pool: ConformingExecutor): Promise<void> {
  await pool.submit("raise", ["rangeError"]).then((value) => value);
}

async function latecomer(pool: ConformingExecutor): Promise<void> {
  await pool.submit("wait", [10_000], { timeout: 20 });
}

async function mapper(pool: ConformingExecutor): Promise<void> {
  for await (const _ of pool.map("raise", ["rangeError"]));
}

async function completer(pool: ConformingExecutor): Promise<void> {
  for await (const _ of pool.asCompleted("raise", ["rangeError"]));
}
