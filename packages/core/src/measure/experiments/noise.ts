/** What a worker can do that may disturb another one. */
import { pbkdf2 } from "node:crypto";
import type { TaskContext } from "../../pool/tasks.ts";
import { mandelbrot } from "../pools/tasks.ts";

export const NOISES = [
  "compute",
  "allocate",
  "sweep memory",
  "use library threads",
  "post messages",
  "print",
  "contend on Atomics",
] as const;

export type Noise = (typeof NOISES)[number];

/** Larger than the caches of most machines. */
const SWEPT_BYTES = 64 * 1024 * 1024;
/** How many calls to library threads are under way at once: as many as a runtime has by default, or more. */
const LIBRARY_CALLS = 4;
/** Lines for each turn of the loop: a program that writes too much is ended by the runner. */
const LINES = 20;

let swept: Float64Array | undefined;

/** Makes it for so many milliseconds. @param shared a cell that others count on too; default: one of its own */
export async function makeNoise(
  context: TaskContext,
  noise: Noise,
  milliseconds: number,
  shared: Int32Array = new Int32Array(new SharedArrayBuffer(4)),
): Promise<void> {
  const end = performance.now() + milliseconds;
  const left = (): boolean => performance.now() < end;
  switch (noise) {
    case "compute":
      while (left()) mandelbrot(37);
      return;
    case "allocate":
      while (left()) allocate();
      return;
    case "sweep memory":
      swept ??= new Float64Array(SWEPT_BYTES / 8);
      while (left()) sweep(swept);
      return;
    case "use library threads":
      await Promise.all(Array.from({ length: LIBRARY_CALLS }, () => callLibrary(left)));
      return;
    case "post messages":
      while (left()) await context.emit("x".repeat(1024));
      return;
    case "print":
      while (left()) {
        for (let line = 0; line < LINES; line++) console.log("noise");
        await new Promise((resolve) => setTimeout(resolve));
      }
      return;
    case "contend on Atomics":
      while (left()) for (let time = 0; time < 1000; time++) Atomics.add(shared, 0, 1);
  }
}

/** Objects that live for a moment: work for the collector. */
export function allocate(): number {
  const kept: object[] = [];
  for (let index = 0; index < 2000; index++) kept.push({ index, text: `item ${index}` });
  return kept.length;
}

/** Touches each cache line once. */
export function sweep(cells: Float64Array): void {
  for (let index = 0; index < cells.length; index += 8) cells[index]! += 1;
}

async function callLibrary(left: () => boolean): Promise<void> {
  while (left()) await pbkdf2InLibraryThread();
}

/** A millisecond or less in a thread of the runtime's library. */
export function pbkdf2InLibraryThread(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    pbkdf2("password", "salt", 1000, 32, "sha256", (error, key) => (error ? reject(error) : resolve(key)));
  });
}
