/**
 * What an experiment is: one file in `probes/` that describes itself and runs one setting of itself in a fresh process.
 *
 * The runner loads the file for its `description` alone; `run` is called in the process of a runtime.
 */
import type { Ability, WorkerPool } from "../../pool/worker-pool.ts";
import type { Setting } from "../../results/experiment.ts";
import type { ExperimentTasks } from "./tasks.ts";

export interface Description {
  /** The file's name. */
  name: string;
  title: string;
  /** What it asks, in one sentence. */
  question: string;
  /** How often each setting is run, unless the command line says otherwise. Six give an interval. */
  blocks: number;
  /** What one setting may take before it is ended, in seconds. */
  timeLimitSeconds: number;
  settings: (scale: Scale) => PlannedSetting[];
}

/** How much is to be done. */
export interface Scale {
  /** Very little: does it work? */
  smoke: boolean;
}

/** One probe, as it is planned for every runtime. */
export interface PlannedSetting {
  /** Where it runs its work. */
  place: string;
  /** What is varied. */
  setting: Setting;
  /** How much of it is done: repetitions, milliseconds. */
  amount: Readonly<Record<string, number>>;
  /** Why there is nothing to run. */
  notRun?: string;
}

/** What a runtime brings. */
export interface Native {
  /** `major.minor.patch`. */
  version: string;
  threading: MakePool;
  multiprocessing: MakePool;
  /** A thread that does nothing but say that it is there. */
  startThread(): Started;
  /** A process that does nothing but say that it is there. */
  startProcess(): Started;
  blocking(): Promise<Blocking>;
  program: Program;
}

/** The workers have `streaming`, too, which a pool may ask for. Default: a plain pool. */
export type MakePool = (workers: number, abilities?: readonly Ability[]) => WorkerPool<ExperimentTasks>;

/** A worker without a pool. */
export interface Started {
  /** Of a process; null for a thread. */
  pid: number | null;
  /** Rejected when it cannot be started. */
  ready: Promise<unknown>;
  /** Resolves when it is gone, where the runtime tells. */
  stop(): Promise<unknown>;
}

/** A program of the runtime, started as people start it. */
export interface Program {
  /** Whether the runtime keeps what it has compiled when nobody says anything. */
  cacheByDefault: "on" | "off";
  /**
   * Runs `first-result.ts` to its end and gives what it printed.
   *
   * @param cache where compiled modules are kept, where the runtime lets one say; null switches keeping off
   * @throws {Error} when it fails
   */
  run(place: string, cache: string | null): Promise<string>;
}

/** Functions of the runtime's own that do not return before they are done. */
export interface Blocking {
  /** Asks a database in memory for something that takes some milliseconds. */
  queryDatabase(): void;
  /** Runs the runtime's own binary, which prints its version and exits. */
  runProgram(): void;
}

/** A query that keeps a database busy for some milliseconds, without a table. */
export const COUNTING =
  "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 50000) SELECT sum(n) FROM numbers";

/** What a probe works with. */
export interface Stage<Own = Native> {
  place: string;
  setting: Setting;
  amount: Readonly<Record<string, number>>;
  native: Own;
}

/** See `figures` and `notes` of a record. */
export interface Observed {
  figures: Record<string, number[]>;
  notes?: Record<string, string>;
}

/** What a file in `probes/` exports. */
export interface Probe {
  description: Description;
  run(stage: Stage): Promise<Observed>;
}

/** The pool of a model. @throws {TypeError} when the place is no such model */
export function poolAt({ place, native }: Stage, ...pool: Parameters<MakePool>): WorkerPool<ExperimentTasks> {
  if (place === "threading" || place === "multiprocessing") return native[place](...pool);
  throw new TypeError(`Cannot make a pool: wanted "threading" or "multiprocessing", found "${place}"`);
}

/** A number of the setting or the amount. @throws {TypeError} when it is missing */
export function numberOf(values: Readonly<Record<string, unknown>>, name: string): number {
  const value = values[name];
  if (typeof value === "number") return value;
  throw new TypeError(`Cannot run the probe: wanted a number "${name}", found ${JSON.stringify(value)}`);
}

/** A text of the setting. @throws {TypeError} when it is missing */
export function textOf(values: Readonly<Record<string, unknown>>, name: string): string {
  const value = values[name];
  if (typeof value === "string") return value;
  throw new TypeError(`Cannot run the probe: wanted a text "${name}", found ${JSON.stringify(value)}`);
}

/** Seconds to the microsecond: as much as the clock is good for, and short in the journal. */
export const rounded = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;
