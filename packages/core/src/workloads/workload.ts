/**
 * What a workload file exports, so that any executor in any runtime can run it and anyone can check the answer.
 *
 * A workload is a module with five exports: {@link Description description}, `tasks`, `inputs`, `run` and `expected`,
 * and, where files are needed or pages are to be served, `prepare` and `pages`. The types below are the whole contract; the
 * file is discovered by its place in this folder, or named with `--workload ./mine.ts`.
 */
import type { Executor } from "../pool/tasks.ts";

export type ExecutionModel = "sequential" | "async" | "threading" | "multiprocessing" | "distributed";

/** What the work mostly is; reports group and explain by it. */
export type WorkloadKind =
  | "overhead"
  | "waiting"
  | "network I/O"
  | "file I/O"
  | "blocking library"
  | "CPU"
  | "CPU with large data"
  | "fine-grained CPU";

/** One size of a workload. `Parameters` is plain JSON: it is recorded with every figure. */
export interface Size<Parameters> {
  parameters: Parameters;
  /** Timed passes in one execution. */
  iterations: number;
  /** Passes before them that are not timed. */
  warmups: number;
  /** About how long one pass takes sequentially on a current machine, in seconds: for predicting a run, nothing else. */
  sequentialSeconds: number;
  /** The models this size makes sense in. Default: all. */
  models?: readonly ExecutionModel[];
  /** In place of the workload's `workers`. */
  workers?: number;
  /** In place of the workload's `concurrency`. */
  concurrency?: number;
}

/** A workload as data: what `bench --list` prints and a plan is made from. */
export interface Description<Parameters = unknown> {
  /** Also the file's name. */
  name: string;
  title: string;
  kind: WorkloadKind;
  /** What it does and what it shows, in one or two sentences. */
  summary: string;
  /** At least three, smallest first. */
  sizes: Readonly<Record<string, Size<Parameters>>>;
  /** The size a default run takes, with `others` beside it where a size shows something of its own. */
  defaultSizes: readonly string[];
  /** Why runtimes do not do the same work here: then a report does not put them beside each other, and says this instead. */
  unlike?: string;
  /** The workload whose figures it explains: it is left out of runs that have no time for that, unless it is named. */
  explains?: string;
  /** Workers for threading, multiprocessing and distributed. Default 2. */
  workers?: number;
  /** Calls in flight in async. */
  concurrency: number;
  /** Further numbers of calls in flight that async is measured with where there is time: as many as there are workers, or one, for what a pool costs. */
  besides?: readonly number[];
  /** Further numbers of calls in flight in each worker that workers are measured with where there is time, beside one each: what a worker can hold. */
  eachWorkerBesides?: readonly number[];
  /** Whether a folder of the user's own (`--files DIR`) can take the place of the seeded input. */
  takesFiles?: boolean;
}

/** What the runner gives a workload besides its parameters. Paths are absolute. */
export interface Place {
  /** A folder that `prepare` has filled; the same for every execution of this workload and size. */
  folder: string;
  /** The user's own files (`--files DIR`), or null. */
  files: string | null;
  /** Where the site made of `pages` answers, e.g. `http://127.0.0.1:40123`, or null. */
  site: string | null;
}

/** One page of the site a workload downloads. */
export interface Page {
  /** Begins with `/`. */
  path: string;
  body: Uint8Array;
  contentType: string;
  /** How long the site waits before it answers. */
  delayMilliseconds: number;
}

/** Seen beside the answer while an iteration ran, e.g. the longest gap of a heartbeat. Base units, named so. */
export type Observations = Record<string, number>;

/** What one iteration gives: an answer that must equal `expected`, and what was seen on the way. */
export interface IterationResult<Answer> {
  answer: Answer;
  observations?: Observations;
}

/**
 * A workload module.
 *
 * `Answer` is JSON (no `undefined`, `NaN` or `BigInt`): its canonical form is hashed into the record's checksum.
 */
export interface Workload<Parameters, Tasks, Inputs, Answer> {
  description: Description<Parameters>;
  /** The functions that travel to workers by name, bound to the I/O of the runtime they will run in. */
  tasks(io: Io): Tasks;
  /** Makes files in `place.folder` that executions read. Runs once, in a process of its own, never timed. */
  prepare?(parameters: Parameters, place: Place, io: Io): Promise<void>;
  /** The site to serve while an execution runs, by a process of its own. */
  pages?(parameters: Parameters): Iterable<Page>;
  /** Makes the arguments, before the clock starts. The same in every cell. */
  inputs(parameters: Parameters, place: Place, io: Io): Inputs | Promise<Inputs>;
  /** One iteration: gives the work to the executor and puts the answer together. This is what is timed. */
  run(executor: Executor<Tasks>, inputs: Inputs): Promise<IterationResult<Answer>>;
  /** The oracle: the answer by another way than the tasks' code. Runs once, never timed. */
  expected(parameters: Parameters, place: Place, io: Io): Answer | Promise<Answer>;
}

/**
 * Lets the compiler check that a file is a workload, at no cost at run time:
 * `export type Checked = Implements<Workload<Parameters, Tasks, Inputs, Answer>, typeof import("./mine.ts")>`.
 */
export type Implements<Contract, Module extends Contract> = Module;

/**
 * The I/O of one runtime, in its own words. Each runtime package implements it in `src/io.ts`; a workload asks for nothing
 * else, so that the same task runs on undici, on Deno's fetch and on Bun's.
 */
export interface Io {
  /** Resolves after so many milliseconds; rejects, and leaves no timer behind, when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** The whole body of a `GET`. @throws {Error} unless the status is 200 */
  fetchBytes(url: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** Lets go of connections kept by `fetchBytes`. */
  closeConnections(): Promise<void>;
  /** The file's bytes, chunk by chunk. */
  readChunks(path: string): AsyncIterable<Uint8Array>;
  readText(path: string): Promise<string>;
  /** Writes the file, and its folders where they are missing. */
  writeFile(path: string, content: Uint8Array | string): Promise<void>;
  /** Every regular file below the folder (no symbolic links), as paths relative to it with `/`, sorted by UTF-16 code unit. */
  listFiles(folder: string): Promise<string[]>;
  /** An incremental SHA-256. */
  sha256(): Promise<Sha256>;
  /**
   * Opens an SQLite database with this runtime's synchronous driver; makes it where it is missing unless `readOnly`. Only
   * loading the driver is waited for: every call on the database blocks.
   */
  openDatabase(path: string, options?: { readOnly?: boolean }): Promise<Database>;
}

export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** Lower-case hexadecimal; ends the hash. */
  digest(): string;
}

/** Every call blocks the thread it is made on: that is what `query-database` is about. */
export interface Database {
  run(sql: string, ...parameters: (string | number)[]): void;
  all(sql: string, ...parameters: (string | number)[]): Record<string, string | number | null>[];
  close(): void;
}
