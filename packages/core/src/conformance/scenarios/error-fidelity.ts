/** What a task throws arrives as it was thrown, column by column, and says who called. */
import type { Executor } from "../../pool/tasks.ts";
import type { Scenario, Tasks, Thrown } from "../scenario.ts";
import type { ThrownKind } from "../tasks/thrown.ts";

/** What an error must still be on the caller's side. A column that is left out must be absent there too. */
interface Row {
  /** Its own name, or its class's where it has none. */
  class: string;
  /** The standard class it is an instance of. */
  standard: "Error" | "EvalError" | "RangeError" | "ReferenceError" | "SyntaxError" | "TypeError" | "URIError" | Other;
  message: string;
  code?: string | number;
  /** Own enumerable properties, `code` aside. */
  fields?: object;
  /** The chain of causes: class and message of each; what is no error, as it is. */
  causes?: unknown[];
  /** Those of an `AggregateError`, told like causes. */
  errors?: unknown[];
}

type Other = "AggregateError" | "DOMException";

const ERRORS: Partial<Record<ThrownKind, Row>> = {
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
  aggregate: {
    class: "AggregateError",
    standard: "AggregateError",
    message: "several",
    errors: ["RangeError: one", "two", "NotFound: no such file: /three"],
  },
  notFoundError: { class: "NotFoundError", standard: "DOMException", message: "no such node", code: 8 },
  abortError: { class: "AbortError", standard: "DOMException", message: "enough", code: 20 },
  dataCloneError: { class: "DataCloneError", standard: "DOMException", message: "cannot be cloned", code: 25 },
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
    const thrown = async (what: ThrownKind): Promise<Thrown> => {
      const call = pool.submit("raise", [what]);
      return (await check.rejects(`${what}: rejects with TaskError`, call, "TaskError")).cause;
    };

    for (const [what, row] of Object.entries(ERRORS)) {
      const error = await thrown(what as ThrownKind);
      const causes = causesOf(error).slice(0, 2); // a ring has no end
      check.equal(`${what}: class`, className(error), row.class);
      check.ok(`${what}: is an instance of ${row.standard}`, error instanceof CLASSES[row.standard], error);
      check.equal(`${what}: message`, error?.message, row.message);
      check.equal(`${what}: code`, error?.code, row.code);
      check.equal(`${what}: own fields`, fieldsOf(error), row.fields ?? {});
      check.equal(`${what}: causes`, causes, row.causes ?? []);
      if (row.errors) check.equal(`${what}: errors`, error.errors?.map(tell), row.errors);
      const frames = String(error?.stack);
      const seen = frames.includes("raise") && frames.includes("thrown.ts");
      if (row.standard !== "DOMException")
        check.ok(`${what}: the task's function and file are in its stack`, seen, frames);
    }

    for (const [what, value] of Object.entries(VALUES)) {
      check.equal(`${what}: as it was thrown`, tell(await thrown(what as ThrownKind)), tell(value));
    }

    await check.rejects("a rejected promise is a throw", pool.submit("reject", ["coded"]), "TaskError");
    for (const what of ["symbol", "function"] as const) {
      const found = await thrown(what);
      check.capability("clones", `a thrown ${what} arrives as text`, typeof found === "string", typeof found);
      check.ok(`${what}: which still names it`, /a symbol|thrownFunction/.test(String(found)), String(found));
    }
    const engine = await thrown("ofTheEngine");
    check.equal("an error of the engine's own: class", className(engine), "TypeError");
    check.ok("an error of the engine's own: file", String(engine.stack).includes("thrown.ts"), engine.stack);
    const foreign = await thrown("otherRealm");
    check.equal(
      "an error of another realm",
      [className(foreign), foreign?.message],
      ["RangeError", "from another realm"],
    );
    check.equal("an error of another realm: code", foreign?.code, "E_REALM");
    for (const what of ["uncloneable", "throwingGetter"] as const) {
      const error = await thrown(what);
      check.equal(`${what}: the fields that can travel do`, error?.kept, true);
      check.ok(`${what}: and its message`, error?.message?.startsWith("h"), error?.message);
    }
    check.equal(
      "ring: its cause is itself, as far as anyone looks",
      (await thrown("ring"))?.cause?.message,
      "its own cause",
    );
    check.equal("noStack: message", (await thrown("noStack"))?.message, "without a stack");

    const rejected = await check.rejects("coded: rejects", pool.submit("reject", ["coded"]), "TaskError");
    check.equal(
      "the error's message names the task and what it threw",
      rejected.message,
      'Task "reject" threw TypeError: bad type',
    );
    check.equal("the error names the task", rejected.task, "reject");

    const callers = { submitter, mapper, completer, submitterOfAll };
    for (const [name, caller] of Object.entries(callers)) {
      const error = await check.rejects(`${name}: rejects`, caller(pool), "TaskError");
      const frames = String(error.stack);
      check.ok(`${name}: the caller's function is in the error's stack`, frames.includes(name), frames);
      check.ok(`${name}: and file`, frames.includes("error-fidelity.ts"), frames);
      check.ok(`${name}: which begins as any error's`, frames.startsWith(`TaskError: ${error.message}`), frames);
    }
    const after = await check.rejects("submitterThroughThen: rejects", submitterThroughThen(pool), "TaskError");
    const kept = String(after.stack).includes("submitterThroughThen");
    check.capability("framesAfterThen", "a caller's function is in the stack after then()", kept, after.stack);

    check.equal("other calls are served afterwards", await pool.submit("add", [1, 1]), 2);
  },
} satisfies Scenario;

const CLASSES = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  AggregateError,
  DOMException,
};

/** Revived errors carry the class's name; within one isolate it is the error itself. */
const className = (error: Thrown): unknown => (error?.name === "Error" ? error.constructor.name : error?.name);

/** As text that tells an error from a value, and types apart. */
function tell(value: Thrown): unknown {
  if (value instanceof Error) return `${String(className(value))}: ${value.message}`;
  if (typeof value === "bigint") return `${value}n`;
  return value === undefined ? "undefined" : value;
}

function causesOf(error: Thrown): unknown[] {
  const causes: unknown[] = [];
  for (let at = error; at instanceof Error && "cause" in at && causes.length < 4; at = at.cause)
    causes.push(tell(at.cause));
  return causes;
}

function fieldsOf(error: object): object {
  return Object.fromEntries(Object.entries(error ?? {}).filter(([key]) => !APART.has(key)));
}

/** They have columns of their own, and `cause` may have been assigned. */
const APART = new Set(["code", "cause", "errors"]);

async function submitter(pool: Executor<Tasks>): Promise<void> {
  await pool.submit("raise", ["rangeError"]);
}

async function submitterOfAll(pool: Executor<Tasks>): Promise<void> {
  await Promise.all([pool.submit("raise", ["rangeError"]), pool.submit("add", [1, 1])]);
}

async function submitterThroughThen(pool: Executor<Tasks>): Promise<void> {
  await pool.submit("raise", ["rangeError"]).then((value) => value);
}

async function mapper(pool: Executor<Tasks>): Promise<void> {
  for await (const _ of pool.map("raise", ["rangeError"]));
}

async function completer(pool: Executor<Tasks>): Promise<void> {
  for await (const _ of pool.asCompleted("raise", ["rangeError"]));
}
