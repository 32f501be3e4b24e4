/** What a task throws arrives as it was thrown, and says who called. */
import type { Executor } from "../../executor/executor.ts";
import type { Scenario, Tasks, Thrown } from "../scenario.ts";
import type { ThrownKind } from "../tasks.ts";

export default {
  async run(cell, check) {
    await using pool = cell.create();
    const thrown = async (what: ThrownKind): Promise<Thrown> =>
      (
        await check.rejects(
          `a task that throws (${what}) rejects with TaskError`,
          pool.submit("raise", [what]),
          "TaskError",
        )
      ).cause;

    const range = await thrown("rangeError");
    check.equal(
      "a standard class is itself again",
      [range instanceof RangeError, range.name, range.message],
      [true, "RangeError", "out of range"],
    );
    check.ok("the task's frames are in the cause's stack", String(range.stack).includes("tasks.ts"), range.stack);

    const coded = await thrown("coded");
    check.equal("code and own fields are kept", [coded.code, coded.detail], ["E_TYPE", { line: 3 }]);

    const custom = await thrown("custom");
    check.equal(
      "a custom class keeps its name and fields",
      [className(custom), custom.path, custom.code],
      ["NotFound", "/a", "ENOENT"],
    );
    check.ok("a custom class is still an Error", custom instanceof Error);

    const chain = await thrown("chain");
    check.equal(
      "the chain of causes is kept",
      [className(chain), chain.cause?.name, chain.cause?.cause?.message],
      ["NotFound", "SyntaxError", "innermost"],
    );

    const aggregate = await thrown("aggregate");
    check.equal(
      "AggregateError keeps its errors",
      [aggregate.name, aggregate.errors?.[0]?.name, aggregate.errors?.[1]],
      ["AggregateError", "RangeError", "two"],
    );

    const dom = await thrown("dom");
    check.equal(
      "a DOMException keeps its name",
      [dom instanceof DOMException, dom.name, dom.message],
      [true, "NotFoundError", "no such node"],
    );

    check.equal("a string may be thrown", await thrown("string"), "just a string");
    check.equal("a number may be thrown", await thrown("number"), 42);
    check.equal("undefined may be thrown", (await thrown("nothing")) === undefined, true);
    check.equal("a plain object may be thrown", await thrown("object"), { status: 404 });
    check.equal("what can be cloned of an error is kept beside what cannot", (await thrown("uncloneable")).kept, true);
    check.equal("a ring of causes does not hang", (await thrown("ring")).message, "its own cause");

    const rejection = await check.rejects(
      "a rejected promise is a throw",
      pool.submit("reject", ["coded"]),
      "TaskError",
    );
    check.equal("and keeps as much", [rejection.cause?.name, rejection.cause?.code], ["TypeError", "E_TYPE"]);
    check.ok(
      "the error names the task and what it threw",
      rejection.message === 'Task "reject" threw TypeError: bad type',
      rejection.message,
    );

    const called = await check.rejects(
      "the caller's frames are in the error's stack",
      callerOfThisTest(pool),
      "TaskError",
    );
    check.ok("by name", String(called.stack).includes("callerOfThisTest"), called.stack);

    const mapped = await check.rejects("so are those of map()", mapperOfThisTest(pool), "TaskError");
    check.ok("by name too", String(mapped.stack).includes("mapperOfThisTest"), mapped.stack);

    check.equal("other calls are served afterwards", await pool.submit("add", [1, 1]), 2);
    if (cell.hasWorkers) {
      const argument = await check.rejects(
        "an argument that cannot be cloned rejects",
        pool.submit("echo", [() => 1]),
        "NotCloneable",
      );
      check.equal("as such", argument.part, "argument");
      const result = await check.rejects(
        "a result that cannot be cloned rejects",
        pool.submit("returnFunction", []),
        "NotCloneable",
      );
      check.equal("as such", result.part, "result");
    } else {
      check.equal(
        "within one isolate functions need no cloning",
        typeof (await pool.submit("returnFunction", [])),
        "function",
      );
    }
    check.equal(
      "the pool is whole after all that",
      await Promise.all([pool.submit("add", [1, 2]), pool.submit("add", [3, 4])]),
      [3, 7],
    );
  },
} satisfies Scenario;

/** Revived errors carry the class's name; within one isolate it is the error itself. */
const className = (error: Error): string => (error.name === "Error" ? error.constructor.name : error.name);

async function callerOfThisTest(pool: Executor<Tasks>): Promise<void> {
  await pool.submit("raise", ["rangeError"]);
}

async function mapperOfThisTest(pool: Executor<Tasks>): Promise<void> {
  for await (const _ of pool.map("raise", ["rangeError"]));
}
