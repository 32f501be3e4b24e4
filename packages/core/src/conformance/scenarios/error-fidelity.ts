/** What a task throws arrives as it was thrown, column by column. */
import { checkRows, className, type Rows, tell, thrown } from "../fidelity.ts";
import type { Scenario } from "../scenario.ts";
import type { ThrownKind } from "../tasks/thrown.ts";

const ERRORS: Rows = {
  error: { class: "Error", standard: "Error", message: "plain" },
  evalError: { class: "EvalError", standard: "EvalError", message: "eval" },
  rangeError: { class: "RangeError", standard: "RangeError", message: "out of range" },
  referenceError: { class: "ReferenceError", standard: "ReferenceError", message: "no such name" },
  syntaxError: { class: "SyntaxError", standard: "SyntaxError", message: "unexpected" },
  typeError: { class: "TypeError", standard: "TypeError", message: "wrong type" },
  uriError: { class: "URIError", standard: "URIError", message: "malformed" },
  coded: {
    class: "TypeError",
    standard: "TypeError",
    message: "bad type",
    code: "E_TYPE",
    fields: { detail: { line: 3 } },
  },
  custom: {
    class: "NotFound",
    standard: "Error",
    message: "no such file: /a",
    code: "ENOENT",
    fields: { path: "/a" },
  },
  chain: {
    class: "NotFound",
    standard: "Error",
    message: "no such file: /b",
    code: "ENOENT",
    fields: { path: "/b" },
    causes: ["SyntaxError: inner", "Error: innermost"],
  },
  causeOfNoError: { class: "Error", standard: "Error", message: "has a cause", causes: [{ status: 503 }] },
  causeUndefined: { class: "Error", standard: "Error", message: "has a cause too", causes: ["undefined"] },
  ringOfTwo: { class: "Error", standard: "Error", message: "first", causes: ["RangeError: second", "Error: first"] },
  frozen: { class: "RangeError", standard: "RangeError", message: "frozen", code: "E_FROZEN" },
  noMessage: { class: "RangeError", standard: "RangeError", message: "" },
  longMessage: { class: "Error", standard: "Error", message: "x".repeat(100_000) },
};

const VALUES: Partial<Record<ThrownKind, unknown>> = {
  string: "just a string",
  number: 42,
  bigint: 12n,
  nothing: undefined,
  null: null,
  boolean: false,
  object: { status: 404 },
};

export default {
  async run(cell, check) {
    await using pool = cell.create();
    await checkRows(pool, ERRORS, check);

    for (const [what, value] of Object.entries(VALUES)) {
      check.equal(`${what}: as it was thrown`, tell(await thrown(pool, what as ThrownKind, check)), tell(value));
    }

    await check.rejects("a rejected promise is a throw", pool.submit("reject", ["coded"]), "TaskError");
    for (const what of ["symbol", "function"] as const) {
      const found = await thrown(pool, what, check);
      check.capability("clones", `a thrown ${what} arrives as text`, typeof found === "string", typeof found);
      check.ok(`${what}: which still names it`, /a symbol|thrownFunction/.test(String(found)), String(found));
    }
    const engine = await thrown(pool, "ofTheEngine", check);
    check.equal("an error of the engine's own: class", className(engine), "TypeError");
    check.ok("an error of the engine's own: file", String(engine.stack).includes("thrown.ts"), engine.stack);
    const foreign = await thrown(pool, "otherRealm", check);
    check.equal(
      "an error of another realm",
      [className(foreign), foreign?.message],
      ["RangeError", "from another realm"],
    );
    check.equal("an error of another realm: code", foreign?.code, "E_REALM");
    for (const what of ["uncloneable", "throwingGetter"] as const) {
      const error = await thrown(pool, what, check);
      check.equal(`${what}: the fields that can travel do`, error?.kept, true);
      check.ok(`${what}: and its message`, error?.message?.startsWith("h"), error?.message);
    }
    const sharing = await thrown(pool, "sharing", check);
    check.equal(
      "an error whose field cannot leave its process: what it is",
      [className(sharing), sharing?.message, typeof sharing?.stack],
      ["RangeError", "holds memory", "string"],
    );
    check.equal(
      "ring: its cause is itself, as far as anyone looks",
      (await thrown(pool, "ring", check))?.cause?.message,
      "its own cause",
    );
    for (const [what, name] of Object.entries({ aggregate: "AggregateError", notFoundError: "NotFoundError" })) {
      const error = await thrown(pool, what as ThrownKind, check);
      check.equal(`${what}: at least an error of its name`, [error instanceof Error, error?.name], [true, name]);
    }
    check.equal("noStack: message", (await thrown(pool, "noStack", check))?.message, "without a stack");

    const rejected = await check.rejects("coded: rejects", pool.submit("reject", ["coded"]), "TaskError");
    check.equal(
      "the error's message names the task and what it threw",
      rejected.message,
      'Task "reject" threw TypeError: bad type',
    );
    check.equal("the error names the task", rejected.task, "reject");

    check.equal("other calls are served afterwards", await pool.submit("add", [1, 1]), 2);
  },
} satisfies Scenario;
