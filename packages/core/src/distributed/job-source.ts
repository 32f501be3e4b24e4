/**
 * What a pool and its workers need of an engine that keeps jobs. An engine is one file in `job-source/`, with its parts in a folder of
 * the same name; what it is handed and hands back is bytes, which it need not understand.
 *
 *       pool                      engine                        worker
 *        │ ── accept ─────────────▶ job ──────────── take ────────▶ │
 *        │ ◀────────────────── progress, which may be lost ──────── │
 *        │ ◀── listen ───────────── result ◀──────── finish ─────── │  the first is kept, others are refused
 *        │ ── cancel ─────────────▶ result, then ─── cancelled ───▶ │
 *        │ ◀── letters ──────────── dead letter ◀─── bury ───────── │
 */
import { after } from "../pool/tasks.ts";

/** Bytes by which a dead letter may be longer than a job: what is known of its tries. */
export const MARGIN = 64 * 1024;

/** An id is `caller.key`: each of letters, digits, `_` and `-`. */
export interface JobSource {
  /** How many bytes a job or a result may have; the engine takes {@link MARGIN} more. */
  readonly limit: number;
  /** Whether nothing can come of it any more. */
  readonly closed: boolean;
  /** Resolves when the engine has said that it keeps the job. With the id of a job that it has already, nothing changes. */
  accept(id: string, job: Uint8Array): Promise<void>;
  /** From when it resolves, every result of the caller's jobs is heard, at least once. @returns calls it off */
  listen(caller: string, listener: Listener): Promise<() => Promise<void>>;
  /** The result of a job, if there is one. */
  result(id: string): Promise<Uint8Array | undefined>;
  /**
   * Ends a job: a job that no worker has will never begin, a worker that has it is told. With `waiting: true` one that a worker has is
   * left alone.
   *
   * @param result kept as the job's, unless it has one
   */
  cancel(id: string, result: Uint8Array, options?: { waiting?: boolean }): Promise<"queued" | "running" | "finished">;
  /** A job for a worker; undefined when none came in a while. */
  take(): Promise<TakenJob | undefined>;
  /** The jobs that were given up, the oldest first. */
  letters(): AsyncGenerator<{ id: string; letter: Uint8Array }, void, undefined>;
  /** The dead letter of one job. */
  letter(id: string): Promise<Uint8Array | undefined>;
  /** Forgets a dead letter; with a job, also the job's result and tries, and accepts it again. */
  unbury(id: string, job?: Uint8Array): Promise<void>;
  /** Leaves nothing open. */
  close(): Promise<void>;
}

export interface Listener {
  readonly result: (id: string, result: Uint8Array) => void;
  readonly progress: (id: string, value: Uint8Array) => void;
  /** Nothing will be heard any more. */
  readonly closed: (error: unknown) => void;
}

/** A job that a worker has, and that had no result when it was given to it. */
export interface TakenJob {
  readonly id: string;
  readonly job: Uint8Array;
  /** How often it was given to a worker, this time included. */
  readonly deliveries: number;
  /** Milliseconds since it was accepted, by the engine's clock alone: those of the machines may differ. */
  age(): number;
  /** When it was given to the worker: what the engine's clock says, in milliseconds since the epoch. */
  readonly at: number;
  /** What was noted of it before. */
  readonly tries: Uint8Array | undefined;
  /**
   * Aborted when it is cancelled; by an engine that can tell, also when another worker has finished it, to whom it was given when its lease was
   * over. Either way the job has a result, and no other is kept.
   */
  readonly cancelled: AbortSignal;
  /** Milliseconds after which it is given to another worker, unless it is renewed. */
  readonly lease: number;
  renew(): void;
  note(tries: Uint8Array): Promise<void>;
  progress(value: Uint8Array): void;
  /** Its result is kept, unless it has one, and the job is over. Tries until the engine has said so. */
  finish(result: Uint8Array): Promise<void>;
  /** Lets it be given to a worker again, after so many milliseconds. */
  release(delay: number): void;
  /** Keeps it as a dead letter, and finishes it. */
  bury(letter: Uint8Array, result: Uint8Array): Promise<void>;
}

/** Milliseconds for what an engine is asked last to be answered. */
export const FAREWELL = 1000;

/** Resolves when it has settled, however that is, or when nobody waits longer. */
export const inTime = (promise: Promise<unknown>): Promise<void> =>
  new Promise((resolve) => {
    const timeless = after(FAREWELL, resolve);
    const settled = (): void => {
      timeless();
      resolve();
    };
    promise.then(settled, settled);
  });
