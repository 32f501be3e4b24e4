/** Counts how often the task of each call was really begun, wherever that happened, and though its worker died right after. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** Memory shared between threads, or the path of a file to which processes append. It is an argument of every call. */
export type ExecutionLog = SharedArrayBuffer | string;

/** @param path of a file that does not exist yet, where threads cannot share memory; else undefined */
export function createLog(calls: number, path: string | undefined): ExecutionLog {
  return path ?? new SharedArrayBuffer(calls * Int32Array.BYTES_PER_ELEMENT);
}

/** Called by the task, first of all. One line at the end of a file is written whole. */
export function note(log: ExecutionLog, call: number): void {
  if (typeof log === "string") appendFileSync(log, `${call}\n`);
  else Atomics.add(new Int32Array(log), call, 1);
}

/** How often each call was begun, by its number. */
export function readLog(log: ExecutionLog, calls: number): number[] {
  if (typeof log !== "string") return [...new Int32Array(log)];
  const counts = Array<number>(calls).fill(0);
  const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
  for (const line of lines.filter(Boolean)) counts[Number(line)] = (counts[Number(line)] ?? 0) + 1;
  return counts;
}
