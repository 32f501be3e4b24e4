/**
 * What the experiments say: computed from their journal and nothing else. `experiments.json` is one of these.
 *
 * Base units only: seconds, bytes. An estimate is over blocks: one value of each block, their median and its interval. A list is
 * empty where its experiment was not run; what was run and gave no figure stands in `notCompleted`.
 */
import { z } from "zod";
import { environment } from "./environment.ts";
import { estimate } from "./estimate.ts";
import { disturbance } from "./noise.ts";
import { outcome, runtimeName, SCHEMA_VERSION } from "./record.ts";
import { setting } from "./experiment.ts";

export const workerModel = z.enum(["threading", "multiprocessing"]);
export const model = z.enum(["sequential", "async", ...workerModel.options]);

const seconds = z.number().nonnegative();
const count = z.int().positive();

/** One experiment of the run. */
const experiment = z.object({
  name: z.string(),
  title: z.string(),
  /** What it asks, in one sentence. */
  question: z.string(),
  /** Runs it again. */
  command: z.string(),
  blocks: z.int().nonnegative(),
  outcomes: z.object({
    completed: z.int().nonnegative(),
    failed: z.int().nonnegative(),
    skipped: z.int().nonnegative(),
  }),
});

/** `overlap`: Σ waiting ÷ wall. */
export const overlapRow = z.object({
  runtime: runtimeName,
  model,
  /** Waits asked for at once. */
  waits: count,
  /** Threads or processes that waited; 1 for sequential and async. */
  workers: count,
  overlapFactor: estimate,
});

/** `cores`: the same work with k workers. */
export const coresRow = z.object({
  runtime: runtimeName,
  model,
  workers: count,
  /** CPU seconds ÷ wall. */
  coresUsed: estimate,
  /** Wall of the same work in the program's own thread ÷ wall, paired within the process. */
  speedUp: estimate,
});

export const ladderPlace = z.enum(["task", "thread", "process"]);

/** `ladder`: how many can be started. */
export const ladderRow = z.object({
  runtime: runtimeName,
  place: ladderPlace,
  /** N doubled; only steps in which all were ready. */
  steps: z.array(z.object({ count, readySeconds: estimate, eachBytes: estimate })),
  /** The most that were ready at once within the limits. */
  most: estimate,
  /** What ended the climb: `time`, `memory`, `count` or `failure`; what most blocks say. */
  endedBy: z.string(),
  /** What failed first, in the runtime's own words; null where nothing did. */
  firstFailure: z.string().nullable(),
});

/** `loop-delay`: how late the main loop's timers are while a blocking function runs. */
export const loopDelayRow = z.object({
  runtime: runtimeName,
  function: z.string(),
  /** Where the function ran. */
  place: z.enum(["main", "thread", "process"]),
  /** How long one call took. */
  callSeconds: estimate,
  /** How often a timer was due in a process, the fewest of all blocks; null in a report that kept no count. */
  ticks: count.nullable().default(null),
  medianSeconds: estimate,
  /** Of fewer than a hundred ticks it is the longest delay: see {@link hasP99}. */
  p99Seconds: estimate,
  maxSeconds: estimate,
  /** All blocks' delays as a cumulative distribution: this share of them is at most so long. From the shortest to the longest. */
  distribution: z.array(z.object({ delaySeconds: seconds, share: z.number().min(0).max(1) })),
});

/** Whether 99 of 100 can be told from the longest. */
export const hasP99 = (ticks: number | null): boolean => ticks !== null && ticks >= 100;

/** `interference`: time of a probe in one worker while another makes noise ÷ time of it alone, paired within the process. */
export const interferenceRow = z.object({
  runtime: runtimeName,
  place: workerModel,
  /** What the other worker does. */
  noise: z.string(),
  /** What the probe does. */
  probe: z.string(),
  /** 1: not disturbed. */
  slowDown: estimate,
});

export const crossing = z.enum(["cloned", "transferred", "shared"]);

/** `crossover`: two workers against the program's own thread, by how long a task takes. */
export const crossoverRow = z.object({
  runtime: runtimeName,
  model: workerModel,
  payloadBytes: z.int().nonnegative(),
  /** How the payload reaches the worker; `cloned` where there is none. */
  crossing,
  workers: count,
  /** By rising size of the task. `workSeconds`: what one task takes in the program's own thread. */
  points: z.array(z.object({ workSeconds: seconds, speedUp: estimate })),
  /** From this size of a task on, the workers are faster. Without a median where they never are, or always. */
  breakEvenSeconds: estimate,
  /** `always` and `never` within the sizes that were tried; `crossed` has a figure. */
  breakEven: z.enum(["crossed", "always", "never", "not measured"]),
});

/** `creation`. */
export const creationRow = z.object({
  runtime: runtimeName,
  /** `promise`, `async function`, `vm context`, `thread`, `process`. */
  what: z.string(),
  seconds: estimate,
  bytes: estimate,
});

/** `fresh-closure`: one kernel, called in two ways. */
export const freshClosureRow = z.object({
  runtime: runtimeName,
  kernel: z.string(),
  call: z.enum(["direct", "fresh closure"]),
  /** Of the first tenth of the calls, and of the last. */
  firstSeconds: estimate,
  lastSeconds: estimate,
  /** Last ÷ first: above 1 it became slower while it ran. */
  slowDown: estimate,
  /** The median over blocks of groups of calls in their order, to draw. */
  series: z.array(z.object({ call: z.int().nonnegative(), seconds })),
});

/** `compile-cache`: a fresh process, with and without the runtime's cache of compiled modules. */
export const compileCacheRow = z.object({
  runtime: runtimeName,
  place: z.enum(["main", "threading"]),
  /** Whether the runtime keeps what it has compiled when nobody says anything. */
  byDefault: z.enum(["on", "off"]),
  /** From the start of the process to the first result. */
  withoutSeconds: estimate,
  withSeconds: estimate,
  /** User + system until then. */
  withoutCpuSeconds: estimate,
  withCpuSeconds: estimate,
  /** Without ÷ with, of starts that followed each other: 2 is half of it. */
  timeRatio: estimate,
  cpuRatio: estimate,
});

/** One cell of the tutorials' table. */
const cell = z.object({
  /** Null where the figures do not say, or the question has no answer of that form. */
  answer: z.enum(["yes", "no"]).nullable(),
  /** With the figure in it. */
  text: z.string(),
  figure: estimate.nullable(),
});

/** The tutorials' table "What to use?" for one runtime. */
export const whatToUse = z.object({
  runtime: runtimeName,
  rows: z.array(
    z.object({
      feature: z.string(),
      /** The experiment, and what its figure is. */
      source: z.string(),
      processes: cell,
      threads: cell,
      async: cell,
    }),
  ),
});

/** What gave no figure, and why: one line for settings that share a reason. */
export const notCompleted = z.object({
  experiment: z.string(),
  runtime: runtimeName,
  outcome: outcome.exclude(["completed"]),
  reason: z.string(),
  settings: z.array(z.object({ place: z.string(), setting, blocks: z.array(z.int().nonnegative()) })),
});

export const experimentReport = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  runId: z.string(),
  environment,
  seed: z.int().nonnegative(),
  /** A smoke run says whether it works, not how fast. */
  smoke: z.boolean(),
  /** Null in reports of before anybody looked. */
  noise: disturbance.nullable().default(null),
  /** In the order of their names. */
  experiments: z.array(experiment),
  whatToUse: z.array(whatToUse),
  overlap: z.array(overlapRow),
  cores: z.array(coresRow),
  ladder: z.array(ladderRow),
  loopDelay: z.array(loopDelayRow),
  interference: z.array(interferenceRow),
  crossover: z.array(crossoverRow),
  creation: z.array(creationRow),
  freshClosure: z.array(freshClosureRow),
  /** Reports of before there was the experiment do not speak of it. */
  compileCache: z.array(compileCacheRow).default([]),
  notCompleted: z.array(notCompleted),
});

export type ExperimentReport = z.infer<typeof experimentReport>;
export type OverlapRow = z.infer<typeof overlapRow>;
export type CoresRow = z.infer<typeof coresRow>;
export type LadderRow = z.infer<typeof ladderRow>;
export type LoopDelayRow = z.infer<typeof loopDelayRow>;
export type InterferenceRow = z.infer<typeof interferenceRow>;
export type CrossoverRow = z.infer<typeof crossoverRow>;
export type CreationRow = z.infer<typeof creationRow>;
export type FreshClosureRow = z.infer<typeof freshClosureRow>;
export type CompileCacheRow = z.infer<typeof compileCacheRow>;
export type WhatToUse = z.infer<typeof whatToUse>;
