/** Tasks that emit. */
import process from "node:process";
import type { streaming } from "../../abilities/stream.ts";
import type { TaskContext } from "../../pool/tasks.ts";
import { wait } from "./ordinary.ts";

/** Loads what the ability declares of `this`. */
export type Streaming = typeof streaming;

let emitted = 0;
let ended = 0;

/** Items that `countTo` has emitted in this worker since it last began. */
export const emittedSoFar = (): number => emitted;

/** How often `countTo` has come to its end in this worker, however it did. */
export const timesEnded = (): number => ended;

/** Emits 1 to `last`, and heeds no signal. */
export async function* countTo(last: number): AsyncGenerator<number, string> {
  emitted = 0;
  try {
    for (let item = 1; item <= last; item++) {
      emitted = item;
      yield item;
    }
    return "counted";
  } finally {
    ended++;
  }
}

/** Emits that it runs, then waits, and ends early with the signal's reason. */
export async function emitThenWait(this: TaskContext, milliseconds: number): Promise<number> {
  await this.emit("it runs");
  return wait.call(this, milliseconds);
}

export async function emitThenThrow(this: TaskContext, last: number): Promise<never> {
  for (let item = 1; item <= last; item++) await this.emit(item);
  throw new RangeError("after its items");
}

export async function emitThenExit(this: TaskContext, last: number, code: number): Promise<never> {
  for (let item = 1; item <= last; item++) await this.emit(item);
  process.exit(code);
}

/** Is not even a promise: it has returned before any item is taken. */
export function emitWithoutWaiting(this: TaskContext, last: number): string {
  for (let item = 1; item <= last; item++) void this.emit(item);
  return "returned";
}

/** Awaits all its items together. */
export async function emitTogether(this: TaskContext, last: number): Promise<string> {
  await Promise.all(Array.from({ length: last }, (_, i) => this.emit(i + 1)));
  return "all taken";
}

/** Emits what cannot be cloned. */
export async function emitFunction(this: TaskContext): Promise<string> {
  try {
    await this.emit(() => 1);
    return "emitted";
  } catch {
    return "rejected";
  }
}

/** Yields what cannot be cloned. */
export async function* yieldFunction(): AsyncGenerator<unknown, string> {
  try {
    yield () => 1;
    return "yielded";
  } catch {
    return "thrown";
  }
}
