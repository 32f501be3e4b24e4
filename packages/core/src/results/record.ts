/**
 * A record: one line of a study's journal, one execution. Everything a report says is computed from these. What all studies have is the
 * envelope; what the bench has besides stands here, of the others in `experiment.ts` and `pools.ts`.
 *
 * Base units only, and named so: seconds, bytes. What could not be measured is `null`, with the reason beside it.
 */
import { z } from "zod";
import { contamination, noise } from "./noise.ts";

/**
 * Raised with every change of shape; readers refuse what is newer than they know. A field that may be null, or a list, needs nothing else:
 * in older records it is empty. What else has changed is in `migrate.ts`.
 */
export const SCHEMA_VERSION = 6;

export const runtimeName = z.string().regex(/^[a-z][a-z0-9-]*$/);
export const executionModel = z.enum(["sequential", "async", "threading", "multiprocessing", "distributed"]);
export const MODELS = executionModel.options;
/** Those that need no server: what a run measures unless it is told. */
export const LOCAL_MODELS = MODELS.filter((model) => model !== "distributed");
export const pass = z.enum(["time", "memory", "lag"]);
/** What was run: the `.ts` itself, as people copy it, or the JavaScript that `tsc` emits, as people deploy it. Never mixed in one run. */
export const profile = z.enum(["source", "built"]);
export const timer = z.enum(["hyperfine", "built-in"]);

/** What a timer can wait, in seconds: 24 days. Nothing here takes longer. */
export const MOST_SECONDS = 2_147_483;

/** No clock here tells less. */
const LEAST_SECONDS = 1e-12;

const seconds = z
  .number()
  .nonnegative()
  .max(MOST_SECONDS)
  .refine((value) => value === 0 || value >= LEAST_SECONDS, "less than any clock tells");
/** Seconds since the epoch, to the year 5138. */
export const moment = z.number().nonnegative().max(1e11);
const bytes = z.int().nonnegative();

/** Which of a run's measuring points a record belongs to: runtime × model × workload × size × workers. */
export const cell = z.object({
  runtime: runtimeName,
  model: executionModel,
  workload: z.string().min(1),
  size: z.string().min(1),
  /** Threads or processes that run tasks, of distributed job workers with one thread each; 1 for sequential and async. */
  workers: z.int().positive(),
  /** Calls in flight at most, in all: in async, and where each worker has several; null where each has one. */
  concurrency: z.int().positive().nullable(),
});

/** Whatever a workload counts: small enough that sums of it are numbers. */
const observation = z.number().min(-1e200).max(1e200);

/** When one worker was seen at work, by its own clock. */
export const workInterval = z.object({
  /** `process id` or `process id/thread id`. */
  worker: z.string(),
  tasks: z.int().nonnegative(),
  startedAt: moment,
  endedAt: moment,
});

/** How late a timer on the caller's loop was, each time it was due while the iterations ran. */
export const loopDelay = z.object({
  /** How often it was due, also while the loop stood. */
  ticks: z.int().positive(),
  /** Within 5 %: from a histogram. */
  p50Seconds: seconds,
  p99Seconds: seconds,
  maxSeconds: seconds,
});

/** What the passes took that were added until they were flat, all around them included: cells have different numbers of them. */
export const added = z.object({
  wallSeconds: seconds,
  /** User + system of this process and its workers; null where some did not tell. */
  cpuSeconds: seconds.nullable(),
});

/** What the measured process itself writes at its end. */
export const measurement = z.object({
  runtimeVersion: z.string(),
  /** SHA-256 of the answer's canonical JSON, equal in every iteration. */
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
  /** The very first pass, pools started and code cold, through the witnesses that prove the model; null where unknown. */
  firstSeconds: seconds.nullable(),
  /** One timed pass each, in order; raw. */
  iterationSeconds: z.array(seconds).min(1),
  /** The untimed passes before them, without the one that proves the model; raw. */
  warmupSeconds: z.array(seconds),
  /** Null where no passes were added. */
  added: added.nullable().default(null),
  /** User + system of this process and its workers, from each process's own `process.cpuUsage()`. */
  cpuSeconds: seconds.nullable(),
  cpuSecondsReason: z.string().nullable(),
  /** Every thread or process that ran tasks in the pass that proves the model. */
  workerIds: z.array(z.string()).min(1),
  workIntervals: z.array(workInterval),
  /** For how long at least two workers ran tasks at the same time, in seconds; 0 with one worker. */
  overlapSeconds: seconds,
  /**
   * Calls of tasks in each pass, warm-ups and iterations alike: a pass with another number of calls than the proof's is a failure. Null
   * where nobody counted.
   */
  callsInPass: z.int().positive().nullable().default(null),
  /**
   * For how long at least two workers ran tasks at the same time in the iterations, as far as their first calls tell; null with one worker
   * and where nobody looked.
   */
  timedOverlapSeconds: seconds.nullable().default(null),
  /** What the workload saw beside its answer, median over the iterations. */
  observations: z.record(z.string(), observation),
  /** In the lag pass. Programs of before there was one do not speak of it. */
  loopDelay: loopDelay.nullable().default(null),
});

export const outcome = z.enum(["completed", "failed", "skipped"]);

/** What every study's record has: where in the run it stands, how it ended, and what else the machine did. */
export const envelope = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  runId: z.string().min(1),
  /** From 0: each block has every setting once. */
  block: z.int().nonnegative(),
  /** Place within the block's random order, from 0. */
  position: z.int().nonnegative(),
  /** 1, or 2 and 3 where the machine was disturbed and the execution was repeated; the last one counts. */
  attempt: z.int().positive(),
  runtime: runtimeName,
  runtimeVersion: z.string().nullable(),
  outcome,
  /** Why it failed or was skipped; null when completed. */
  reason: z.string().nullable(),
  startedAt: moment,
  /** Process start to exit. */
  wallSeconds: seconds.nullable(),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  /** The last lines the program wrote to stderr, for a failed execution. */
  stderrTail: z.string().nullable(),
  /** CPU the runner itself used while the execution ran, user + system. */
  runnerCpuSeconds: seconds.nullable(),
  /** What else the machine did meanwhile; null where nobody looked. */
  noise: noise.nullable(),
  /** What of it was beyond the limits; empty for a quiet execution. */
  contamination: z.array(contamination),
});

export const record = z.object({
  ...envelope.shape,
  /** Whether the figures count: false for block 0, which is thrown away (not in a smoke run). */
  discarded: z.boolean(),
  /**
   * 0 for the cell itself. 1, 2 … for a ghost: the same cell run once more in the same block, to see by how much two runs of
   * the same thing differ here.
   */
  ghost: z.int().nonnegative(),
  pass,
  profile,
  ...cell.shape,
  checksum: z.string().nullable(),
  timer,
  firstSeconds: seconds.nullable(),
  iterationSeconds: z.array(seconds),
  warmupSeconds: z.array(seconds),
  /** Null where no passes were added. */
  added: added.nullable(),
  /** User + system of the whole process tree. */
  cpuSeconds: seconds.nullable(),
  cpuSecondsReason: z.string().nullable(),
  /** Sum over the tree of each process's peak resident set (VmHWM), read from outside at a barrier. */
  peakMemoryBytes: bytes.nullable(),
  /** Sum over the tree of each process's proportional set (PSS) at the barrier: shared pages counted once. */
  proportionalMemoryBytes: bytes.nullable(),
  /** Sum over the tree of the pages that no other process has, at the barrier. */
  privateMemoryBytes: bytes.nullable(),
  memoryReason: z.string().nullable(),
  /** From the lag pass, which gives no other figure; null in the others. */
  loopDelay: loopDelay.nullable(),
  workerIds: z.array(z.string()),
  workIntervals: z.array(workInterval),
  overlapSeconds: seconds.nullable(),
  callsInPass: z.int().positive().nullable(),
  timedOverlapSeconds: seconds.nullable(),
  observations: z.record(z.string(), observation),
});

/** What of a record may be empty: null, or a list or a map without anything in it. */
type Blank<Of> = {
  [Key in keyof Of as IsBlankable<Of[Key]> extends true ? Key : never]: Of[Key];
};

type IsBlankable<Field> = null extends Field
  ? true
  : Field extends readonly unknown[]
    ? true
    : Field extends object
      ? string extends keyof Field
        ? true
        : false
      : false;

/** Every field of a shape that may be empty, empty. */
export function blankOf<Schema extends z.ZodObject>({ shape }: Schema): Blank<z.output<Schema>> {
  const fields = Object.entries(shape).map(([key, field]) => [
    key,
    [null, [], {}].find((empty) => z.safeParse(field, empty).success),
  ]);
  return Object.fromEntries(fields.filter(([, empty]) => empty !== undefined)) as Blank<z.output<Schema>>;
}

/** What names an execution within its run: equal for a planned one, its record, and the records of its repeats. */
export const keyOf = ({ block, position }: Pick<Envelope, "block" | "position">): string => `${block}/${position}`;

export type Envelope = z.infer<typeof envelope>;
export type Cell = z.infer<typeof cell>;
export type LoopDelay = z.infer<typeof loopDelay>;
export type Measurement = z.infer<typeof measurement>;
export type WorkInterval = z.infer<typeof workInterval>;
export type Outcome = z.infer<typeof outcome>;
export type Pass = z.infer<typeof pass>;
export type Profile = z.infer<typeof profile>;
export type Timer = z.infer<typeof timer>;
/** One execution. Called `ExecutionRecord` because TypeScript has a `Record` of its own. */
export type ExecutionRecord = z.infer<typeof record>;
