/** What is asked of `decide`. */
import type { Goal } from "./decision.ts";
import type { FoundRuntime } from "./runtimes.ts";
import type { Work } from "./stage-work.ts";

export interface Question {
  work: Work;
  /** One input in place of those that are exported; in a list, because it may be undefined. */
  input: readonly [unknown] | undefined;
  runtimes: readonly FoundRuntime[];
  goal: Goal;
  /** Calls a second, for `latency`. */
  rate: number;
  /** Calls a second that are to be carried; undefined: nobody asked. */
  jobsPerSecond: number | undefined;
  /** For the whole. */
  seconds: number;
  /** More than four calls may be in flight though the function waits for something. */
  allowEffects: boolean;
  /** Resident bytes, of each candidate with all it starts. */
  memoryLimit: number;
  seed: number;
}
