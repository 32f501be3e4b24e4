/** Tasks that do as they are told. */
import process from "node:process";
import type { TaskContext } from "../../pool/tasks.ts";
import { raise } from "./thrown.ts";

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

/** Resolves at once for 0, and else after so many milliseconds. */
export const later = (milliseconds: number): Promise<number> =>
  milliseconds === 0 ? Promise.resolve(0) : waitDeaf(milliseconds).then(() => milliseconds);

/** Resolves to the name of the signal's reason, once aborted. */
export function reasonOfAbort(this: TaskContext): Promise<string> {
  return new Promise((resolve) => {
    this.signal.addEventListener("abort", () => resolve((this.signal.reason as Error).name));
  });
}

export function timeLeft(this: TaskContext): number {
  return this.timeLeft();
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

/** Counts in its argument. */
export const bump = (counter: { n: number }): number => ++counter.n;

const own = { n: 0 };
/** Returns its module's own object. */
export const ownObject = (): object => own;

/** Whether its arguments are one and the same. */
export const areSame = (a: unknown, b: unknown): boolean => a === b;

/** Marks so many buffers to be moved. */
export function transferMany(this: TaskContext, count: number): number {
  return this.transfer(
    count,
    Array.from({ length: count }, () => new ArrayBuffer(1)),
  );
}

export type Native = "a URL" | "a Blob" | "a MessagePort" | "a Promise" | "a WeakMap" | "a symbol" | "a DOMException";

/** What runtimes have and channels mostly do not clone. (An AbortSignal is left out: to Node's clone it is an object like any other.) */
export const NATIVE: Record<Native, () => unknown> = {
  "a URL": () => new URL("https://example.org/"),
  "a Blob": () => new Blob(["text"]),
  "a MessagePort": () => new MessageChannel().port1,
  "a Promise": () => Promise.resolve(1),
  "a WeakMap": () => new WeakMap(),
  "a symbol": () => Symbol("one"),
  "a DOMException": () => new DOMException("enough", "AbortError"),
};

/** In a list, because a promise that is returned is awaited. */
export const returnNative = (what: Native): unknown[] => [NATIVE[what]()];

/** What its argument is, in the eyes of its task. */
export const kindOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

/** Adds one to the first cell of memory that may be shared. */
export function increment(cells: Int32Array): number {
  return Atomics.add(cells, 0, 1);
}

export const whoAmI = (): number => process.pid;

let calls = 0;
/** How many calls of this task its worker has had. */
export const countCalls = (): number => ++calls;

let failures = 0;
/** Throws so many times in its worker, then says how often it did. */
export const failAtFirst = (times: number): number => (failures < times ? raiseOnce() : failures);

function raiseOnce(): never {
  failures++;
  return raise("coded");
}

let used = 0;
/** From now on, its worker says that it uses so many bytes more. */
export const use = (bytes: number): number => (used += bytes);
export const usedBytes = (): number => used;

let ticks = 0;
let ticking: ReturnType<typeof setInterval> | undefined;
/** Sets a timer going that no task waits for. @returns how often it has fired */
export function countTicks(): number {
  ticking ??= setInterval(() => ticks++, 1);
  if (typeof ticking === "object") ticking.unref();
  return ticks;
}

let here: (() => void)[] = [];
/** Ends when so many calls of it are in the same worker at once. */
export async function meet(count: number): Promise<number> {
  const all = new Promise<void>((resolve) => here.push(resolve));
  if (here.length === count) {
    for (const go of here) go();
    here = [];
  }
  await all;
  return count;
}
