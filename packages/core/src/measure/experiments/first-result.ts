/** A small program as people run it: from its start to its first result, from a call or from a worker, and what that took of the CPU. */
import process from "node:process";
import { usedHere } from "../cpu-seconds.ts";
import { mandelbrotTimes } from "../pools/tasks.ts";
import type { MakePool } from "./probe.ts";

/** What the program prints. */
export interface FirstResult {
  /** When the result was there, in seconds since the epoch. */
  at: number;
  /** User + system of the process until then, its threads included. */
  cpuSeconds: number;
}

const WORK = [37, 1] as const;
const WORKERS = 2;

/** The whole program. Its last argument is the place: `main` or `threading`. */
export async function tellFirstResult(threading: () => Promise<MakePool>): Promise<void> {
  const place = process.argv.at(-1);
  const pool = place === "threading" ? (await threading())(WORKERS) : null;
  const steps = pool === null ? mandelbrotTimes(WORK) : await pool.submit("compute", [WORK]);
  const result: FirstResult = { at: now(), cpuSeconds: usedHere().seconds };
  if (steps === 0) throw new Error("wrong answer: wanted steps, found none");
  process.stdout.write(JSON.stringify(result));
  await pool?.close();
}

/** Seconds since the epoch, to less than a millisecond. */
export const now = (): number => (performance.timeOrigin + performance.now()) / 1000;
