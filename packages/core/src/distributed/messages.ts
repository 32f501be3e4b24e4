/** What is written of a job: what is to be done, how often it was tried, and how it ended. Whoever reads it trusts nothing in it. */
import { describe, type Rung } from "../pool/errors.ts";
import type { Packed } from "../pool/worker-errors.ts";
import type { Try } from "./errors.ts";
import { decode } from "./wire.ts";

/** Times are milliseconds; absent ones are no limit. */
export interface Job {
  task: string;
  args: unknown[];
  /** How often it may be tried again when its worker died. */
  retries: number;
  /** From when it was accepted until it must have settled. */
  timeout?: number | undefined;
  /** From the task's start. */
  runTimeout?: number | undefined;
}

/** How a job ended. */
export type Result =
  | { kind: "value"; value: unknown }
  | { kind: "threw" | "not cloneable"; error: Packed }
  | { kind: "unknown task"; known: string[] }
  | { kind: "too large"; bytes: number; limit: number }
  | { kind: "late"; rung: Rung; timeout: number }
  | { kind: "cancelled" }
  | ({ kind: "dead letter" } & GivenUp);

/** Why a job was given up. */
export interface GivenUp {
  reason: string;
  tries: Try[];
}

/** A job that was given up, as it came. */
export interface Letter extends GivenUp {
  job: Uint8Array;
}

/** @throws {Error} the bytes are no job */
export function readJob(bytes: Uint8Array): Job {
  const { task, args, retries, timeout, runTimeout } = readObject<Job>("a job", bytes);
  if (typeof task !== "string" || !Array.isArray(args) || !isTime(retries) || !Number.isInteger(retries))
    throw new TypeError(
      `Cannot read a job: wanted a task, its arguments and its retries, found ${[task, args, retries].map(describe).join(", ")}`,
    );
  if (!isTime(timeout ?? 0) || !isTime(runTimeout ?? 0))
    throw new TypeError(`Cannot read a job: wanted its times, found ${[timeout, runTimeout].map(describe).join(", ")}`);
  return { task, args, retries, timeout: timeout ?? undefined, runTimeout: runTimeout ?? undefined };
}

/** @throws {Error} the bytes are no result; what stands in one is read by whoever needs it */
export const readResult = (bytes: Uint8Array): Result => readObject<Result>("a result", bytes) as Result;

/** @throws {Error} the bytes are no list of tries */
export function readTries(bytes: Uint8Array): Try[] {
  const { tries } = readObject<{ tries: Try[] }>("a job's tries", bytes);
  if (Array.isArray(tries) && tries.every(isTry)) return tries;
  throw new TypeError(`Cannot read a job's tries: found ${describe(tries)}`);
}

/** @throws {Error} the bytes are no dead letter */
export function readLetter(bytes: Uint8Array): Letter {
  const { job, reason } = readObject<Letter>("a dead letter", bytes);
  if (!(job instanceof Uint8Array) || typeof reason !== "string")
    throw new TypeError(`Cannot read a dead letter: wanted its job, found ${describe(job)}`);
  return { job, reason, tries: readTries(bytes) };
}

function readObject<Kind>(what: string, bytes: Uint8Array): Partial<Kind> {
  const found = decode(bytes);
  if (typeof found === "object" && found !== null) return found;
  throw new TypeError(`Cannot read ${what}: wanted an object, found ${describe(found)}`);
}

const isTry = (value: Partial<Try> | null): value is Try =>
  typeof value?.worker === "string" &&
  typeof value.at === "number" &&
  ["string", "undefined"].includes(typeof value.ended) &&
  [true, undefined].includes(value.givenBack);

const isTime = (value: unknown): value is number => typeof value === "number" && value >= 0;
