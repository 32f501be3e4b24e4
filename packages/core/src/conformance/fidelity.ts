/** Errors compared with what they were when they were thrown, column by column. */
import type { Check, ConformingExecutor, Thrown } from "./scenario.ts";
import type { ThrownKind } from "./tasks/thrown.ts";

/** What an error must still be on the caller's side. A column that is left out must be absent there too. */
export interface Row {
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

export type Rows = Partial<Record<ThrownKind, Row>>;

/** Lets the task throw each of them, and compares what arrives. */
export async function checkRows(pool: ConformingExecutor, rows: Rows, check: Check): Promise<void> {
  for (const [what, row] of Object.entries(rows)) {
    const error = await thrown(pool, what as ThrownKind, check);
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
}

/** What arrives of it. */
export async function thrown(pool: ConformingExecutor, what: ThrownKind, check: Check): Promise<Thrown> {
  return (await check.rejects(`${what}: rejects with TaskError`, pool.submit("raise", [what]), "TaskError")).cause;
}

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
export const className = (error: Thrown): unknown => (error?.name === "Error" ? error.constructor.name : error?.name);

/** As text that tells an error from a value, and types apart. */
export function tell(value: Thrown): unknown {
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
