/** What `decide` found, as data: `--json` prints it, `--replay` reads it, and every word of an answer is made of it. */
import type { Runtime } from "../doctor/runtimes.ts";
import type { Candidate } from "./candidates.ts";
import type { Crossing, Places } from "./in-child/orders.ts";
import type { Probe } from "./probe.ts";

export const GOALS = ["throughput", "responsive", "latency"] as const;
/** `responsive`: the caller's loop is late by less than 10 ms. `latency`: the 95th percentile of one call, at a rate of arrivals. */
export type Goal = (typeof GOALS)[number];

/** The answer, as data: `--json` prints it, `--replay` reads it. */
export interface Decision {
  schema: 1;
  /** ISO 8601. */
  at: string;
  version: string;
  machine: { cpu: string; cores: number; memoryBytes: number; loadAverage: number; platform: string };
  function: TriedFunction;
  goal: Goal;
  rate: number;
  jobsPerSecond: number | null;
  seconds: number;
  /** Milliseconds it really took. */
  took: number;
  seed: number;
  /** Name and version, the one that others are compared with first. */
  runtimes: {
    name: Runtime;
    version: string;
    excluded: string | null;
    probe: Probe | null;
    crossing: Crossing | null;
  }[];
  /** The simplest first. */
  candidates: Tried[];
  /** Who came first, by its name; null where nothing can be decided. */
  chosen: string | null;
  /** What the sentence says to use, by its name: the baseline where it is to be left as it is; null where nothing can be decided. */
  advised: string | null;
  /** The function as it is, in the first runtime. */
  baseline: string | null;
  /** Why nothing can be decided; null where something is. */
  undecided: string | null;
  /** It was ended before its time. */
  interrupted: boolean;
}

export interface TriedFunction extends Places {
  /** Absolute path. */
  file: string;
  exported: string;
  /** How many inputs it was given. */
  inputs: number;
  /** Each input is a list of arguments. */
  spread: boolean;
  /** Each input is a list that was given as the one argument, and the function has parameters with a default, or a rest. Absent: unknown. */
  mayBeSeveral?: boolean;
  /** Where `inputs` stands; null: in the same file. */
  inputsFile: string | null;
  /** What it is: a list or iterable, a function that gives one, or null: there was one input. */
  inputsAre: "iterable" | "function" | null;
  /** The one input, where there was but one. */
  input: unknown;
}

/** What is known of a candidate. */
export interface Tried extends Candidate {
  /** Why it was not raced, or was taken out; null where nothing speaks against it. */
  excluded: string | null;
  /** Why it cannot be chosen for the goal, though it was raced; null where it can. */
  unfit: string | null;
  /** The round after which it was dropped as too slow, from 1; null where it was not. */
  droppedAfter: number | null;
  /** Milliseconds a call, by round of the race. */
  race: number[];
  /** Milliseconds a call in rounds after the race, beside those of the baseline. */
  fresh: number[];
  /** Milliseconds until its workers had given a first answer. */
  start: number | null;
  /** Bytes that each of its workers adds. */
  memoryPerWorker: number | null;
  /** Milliseconds by which the caller's loop was late: the 99th percentile; null where it was not asked. */
  lateness: number | null;
}

/** Calls in flight at most, where the function waits for something that may not be of this machine. */
export const CAREFUL = 4;
/** How late the loop may be, to be called responsive. */
export const RESPONSIVE_MS = 10;
/** More tell nothing, however much time there is. */
export const MOST_ROUNDS = 1000;
/** Rounds of fresh samples: fewer have no interval. */
export const LEAST_FRESH = 6;
/** Why one is out that was right at first. */
export const UNLIKE = "answers otherwise than before";
