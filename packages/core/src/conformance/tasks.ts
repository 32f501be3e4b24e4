/** What the workers of every scenario can do. Runtime-neutral: the same file is served in all cells. */
import process from "node:process";
import type { TaskContext } from "../executor/executor.ts";

export * from "./tasks/context.ts";
export * from "./tasks/emitting.ts";

export const add = (a: number, b: number): number => a + b;

/** Returns the first number, unless it is the second. */
export function failFor([value, failing]: [number, number]): number {
  return value === failing ? raise("coded") : value;
}

export const echo = (value: unknown): unknown => value;

/** Blocks its thread. */
export function spin(milliseconds: number): number {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
  return milliseconds;
}

/** Waits, and ends early with the signal's reason. */
export function wait(this: TaskContext, milliseconds: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(milliseconds), milliseconds);
    this.signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(this.signal.reason);
    });
  });
}

/** Waits, and does not care about its signal. */
export const waitDeaf = (milliseconds: number): Promise<string> =>
  new Promise((resolve) => setTimeout(() => resolve("deaf"), milliseconds));

/** Resolves to the name of the signal's reason, once aborted. */
export function reasonOfAbort(this: TaskContext): Promise<string> {
  return new Promise((resolve) => {
    this.signal.addEventListener("abort", () => resolve((this.signal.reason as Error).name));
  });
}

export function timeLeft(this: TaskContext): number {
  return this.timeLeft();
}

export function spinForever(): never {
  for (;;);
}

/** Ends the worker, not the task. */
export function exit(code: number): never {
  process.exit(code);
}

/** Ends the worker unless the code is 0: a task that is short and harmless until it is not. */
export const exitUnless0 = (code: number): number => (code === 0 ? 0 : exit(code));

/** Resolves at once for 0, and else after so many milliseconds. */
export const later = (milliseconds: number): Promise<number> =>
  milliseconds === 0 ? Promise.resolve(0) : waitDeaf(milliseconds).then(() => milliseconds);

/** Throws one of the things people throw. */
export function raise(what: ThrownKind): never {
  throw THROWN[what]();
}

/** The same, by a rejected promise. */
export async function reject(what: ThrownKind): Promise<never> {
  await Promise.resolve();
  throw THROWN[what]();
}

export const returnFunction = (): unknown => () => "functions do not travel";

/** Doubles the bytes and moves them back. */
export function double(this: TaskContext, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const doubled = bytes.map((byte) => byte * 2);
  return this.transfer(doubled, [doubled.buffer]);
}

/** Changes its argument. */
export function push(list: number[]): number {
  return list.push(99);
}

export const whoAmI = (): number => process.pid;

let calls = 0;
/** How many calls of this task its worker has had. */
export const countCalls = (): number => ++calls;

let used = 0;
/** From now on, its worker says that it uses so many bytes more. */
export const use = (bytes: number): number => (used += bytes);
export const usedBytes = (): number => used;

export class NotFound extends Error {
  readonly path: string;
  readonly code = "ENOENT";

  constructor(path: string, options?: ErrorOptions) {
    super(`no such file: ${path}`, options);
    this.path = path;
  }
}

export type ThrownKind = keyof typeof THROWN;

const THROWN = {
  rangeError: () => new RangeError("out of range"),
  coded: () => Object.assign(new TypeError("bad type"), { code: "E_TYPE", detail: { line: 3 } }),
  custom: () => new NotFound("/a"),
  chain: () => new NotFound("/b", { cause: new SyntaxError("inner", { cause: new Error("innermost") }) }),
  aggregate: () => new AggregateError([new RangeError("one"), "two"], "several"),
  dom: () => new DOMException("no such node", "NotFoundError"),
  string: () => "just a string",
  number: () => 42,
  nothing: () => undefined,
  object: () => ({ status: 404 }),
  uncloneable: () => Object.assign(new Error("holds a function"), { callback: () => 1, kept: true }),
  ring: () => {
    const error = new Error("its own cause");
    error.cause = error;
    return error;
  },
};
