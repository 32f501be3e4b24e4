/** Functions that do not return before they are done, and so stop the loop of the thread they are called in. */
import { pbkdf2Sync } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Blocking } from "./probe.ts";

export const BLOCKING_NAMES = ["readFileSync", "database query", "pbkdf2Sync", "execFileSync", "Atomics.wait"] as const;

export type BlockingName = (typeof BLOCKING_NAMES)[number];

/** In the folder the program was started in, which is the execution's own. */
const FILE = "read-me.bin";
const FILE_BYTES = 8 * 1024 * 1024;

/** Calls it again and again, at least once, until so many milliseconds are over. Gives the seconds of each call. */
export function block(name: BlockingName, milliseconds: number, native: Blocking): number[] {
  const call = callOf(name, native);
  const seconds: number[] = [];
  const began = performance.now();
  for (let now = began; now - began < milliseconds;) {
    call();
    const end = performance.now();
    seconds.push((end - now) / 1000);
    now = end;
  }
  return seconds;
}

function callOf(name: BlockingName, native: Blocking): () => unknown {
  switch (name) {
    case "readFileSync":
      if (!existsSync(FILE)) writeFileSync(FILE, new Uint8Array(FILE_BYTES));
      return () => readFileSync(FILE);
    case "database query":
      return () => native.queryDatabase();
    case "pbkdf2Sync":
      return () => pbkdf2Sync("password", "salt", 20_000, 32, "sha256");
    case "execFileSync":
      return () => native.runProgram();
    case "Atomics.wait":
      return () => waitBlocked(10);
  }
}

/** Stops its thread for so long: the wait that a blocking library call makes. */
export function waitBlocked(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
