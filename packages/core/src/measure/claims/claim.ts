/**
 * What a published claim is: one file in `published/` that says who claims what, and runs one side of one comparison in a fresh process.
 *
 * The runner loads the file for its `description` alone; `run` is called in the process of a runtime.
 */
import type { Description, Observed, Stage } from "../experiments/probe.ts";

export interface Claim extends Description {
  source: Source;
  /** What the source says, in a sentence. */
  says: string;
  /** What of its method was kept. */
  kept: string;
  /** What was changed, and why. */
  changed: string;
  comparisons: readonly Comparison[];
  /** Shown where some comparison did not hold, or could not be tried: why. */
  why: string;
}

export interface Source {
  title: string;
  /** What it is, or appeared in. */
  publication: string;
  address: string;
  /** Null where the source does not say. */
  year: number | null;
}

/** One side of a comparison. */
export interface Arm {
  runtime: string;
  /** A place of the claim's settings. */
  place: string;
}

/** How many times as long one takes as the other. */
export interface Comparison {
  name: string;
  slower: Arm;
  faster: Arm;
  /** What the source has, as a ratio; null where it names only who is slower. */
  claimed: { least: number; most: number } | null;
  /** The ratio from which on it holds. */
  atLeast: number;
  /** With fewer CPUs the source claims nothing. */
  cpus?: number;
  /** It is no claim: it tries what is said to be the cause. */
  isCause?: boolean;
}

/** Another machine and later versions may take half of the gain: 4 times as fast is then at least 2.5 times. */
export const halfTheGain = (ratio: number): number => 1 + (ratio - 1) / 2;

/** Of a comparison that names only who is slower. */
export const SLOWER = 1;

/** What a runtime brings. */
export interface ClaimsNative {
  /** `major.minor.patch`. */
  version: string;
  /** A thread that heeds each message, as `in-worker.ts` says. */
  startWorker(): ClaimWorker;
  /** Does a job in a process of its own, from its start to its end, and gives what that printed. */
  runProcess(job: Job): Promise<string>;
  /** Runs `echo hi`, and returns when that has ended. */
  runEcho(): void;
  /** Runs `hello.js` in this runtime, and returns when that has ended. */
  runHello(): void;
}

export interface ClaimWorker {
  post(message: Job | string): void;
  /** Its next answer. Rejected where it fails. */
  answer(): Promise<number>;
  end(): unknown;
}

/** What a worker or a process is asked for. */
export type Job =
  | { do: "sum"; below: number; step: number; times: number }
  | { do: "primes"; limit: number }
  | { do: "queens"; size: number; first: number }
  /** From then on it counts the messages that come, in the first cell. */
  | { do: "count messages"; received: Int32Array };

export type ClaimStage = Stage<ClaimsNative>;

/** What a file in `published/` exports. */
export interface PublishedClaim {
  description: Claim;
  run(stage: ClaimStage): Promise<Observed>;
}

/** Seconds since then. @param began what `performance.now()` was */
export const secondsSince = (began: number): number => (performance.now() - began) / 1000;

/** @throws {Error} when it is another one */
export function checkAnswer(found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`wrong answer: wanted ${wanted}, found ${found}`);
}

/** Of claims that are tried in each. */
export const RUNTIMES = [
  { runtime: "node", title: "Node" },
  { runtime: "deno", title: "Deno" },
  { runtime: "bun", title: "Bun" },
] as const;
