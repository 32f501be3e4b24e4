/**
 * Everything in which one cell differs from another, in one table. Scenarios assert every entry, the negative ones too: when a
 * runtime mends something, a check fails and this table is brought up to date.
 */
import type { ExecutionModel } from "../workloads/workload.ts";

export interface Capabilities {
  /** A task that computes and heeds no signal can be stopped. Elsewhere it is abandoned: its caller is free, it runs on. */
  hardTimeout: boolean;
  /** A task that ends its worker (`process.exit`) takes nothing else along. */
  survivesDeath: boolean;
  /** A task that exhausts its memory takes only its worker along. */
  oomIsolation: boolean;
  /** `process.abort()` in a task takes at most its worker along. */
  abortIsolation: boolean;
  /** A worker can be sent signals of its own. Elsewhere they hit the program. */
  signals: boolean;
  /** SIGSEGV, sent from outside, ends a worker. */
  sigsegv: boolean;
  /** A worker's end is an event of the runtime, even before the worker has said a word. Elsewhere only silence tells. */
  exitEvent: boolean;
  /** The exit code of a worker that ended by itself is known. */
  exitCode: boolean;
  /** What ended a worker is known by its error, when that was thrown outside of any task. */
  causeOfDeath: boolean;
  /** A worker can close its end of the channel, which is its end. */
  hangsUp: boolean;
  /** An idle pool that was made with `keepAlive: false` lets its program end. Elsewhere its workers hold it. */
  keepAlive: boolean;
  /** `transfer` moves buffers instead of copying them, and detaches the sender's. */
  movesBuffers: boolean;
  /** Arguments and results are clones: what the task changes, the caller does not see. */
  clones: boolean;
  /** Calls that a worker holds behind one that computes can be taken back: it shares memory with its pool. Else, when it is free again. */
  takesBackFromBusy: boolean;
  /** A `SharedArrayBuffer` reaches the task as what it is: the same memory. */
  sharesMemory: boolean;
  /** Arguments are cloned when a worker is given the call: what is changed while the call waits arrives changed. Elsewhere at `submit`. */
  clonedWhenGiven: boolean;
  /** With `whole-errors`, an error's stack names the function that awaits the call even when its promise went through `then` first. */
  framesAfterThen: boolean;
}

const thread: Capabilities = {
  hardTimeout: true,
  survivesDeath: true,
  oomIsolation: true,
  abortIsolation: true,
  signals: false,
  sigsegv: false,
  exitEvent: true,
  exitCode: true,
  causeOfDeath: true,
  hangsUp: true,
  keepAlive: true,
  movesBuffers: true,
  clones: true,
  takesBackFromBusy: true,
  sharesMemory: true,
  clonedWhenGiven: true,
  framesAfterThen: true,
};
const process: Capabilities = {
  ...thread,
  signals: true,
  sigsegv: true,
  causeOfDeath: false, // it is on stderr
  movesBuffers: false,
  takesBackFromBusy: false,
  sharesMemory: false,
};
const isolate: Capabilities = {
  hardTimeout: false,
  survivesDeath: false,
  oomIsolation: false,
  abortIsolation: false,
  signals: false,
  sigsegv: false,
  exitEvent: false,
  exitCode: false,
  causeOfDeath: false,
  hangsUp: false,
  keepAlive: true,
  movesBuffers: false,
  clones: false,
  takesBackFromBusy: false,
  sharesMemory: true,
  clonedWhenGiven: false,
  framesAfterThen: false,
};
/** Of distributed only what its scenarios assert: the rest is its workers' local pools'. */
const distributed = { clones: true, clonedWhenGiven: false } as Capabilities;

const TABLE: Record<string, Record<ExecutionModel, Capabilities>> = {
  node: { sequential: isolate, async: isolate, threading: thread, multiprocessing: process, distributed },
  deno: {
    sequential: isolate,
    async: isolate,
    // terminate() leaves a busy thread running, there is no event for a worker's end, one heap's end is everybody's, and no unref().
    threading: {
      ...thread,
      hardTimeout: false,
      exitEvent: false,
      exitCode: false,
      oomIsolation: false,
      keepAlive: false,
    },
    multiprocessing: { ...process, sigsegv: false },
    distributed,
  },
  bun: {
    sequential: isolate,
    async: isolate,
    // parentPort.close() changes nothing in a web worker.
    threading: { ...thread, oomIsolation: false, abortIsolation: false, hangsUp: false, framesAfterThen: false },
    multiprocessing: { ...process, framesAfterThen: false },
    distributed,
  },
};

/** @throws {RangeError} for a runtime that is not in the table */
export function capabilitiesOf(runtime: string, model: ExecutionModel): Capabilities {
  const row = TABLE[runtime];
  if (!row) throw new RangeError(`Cannot look up "${runtime}": wanted one of ${Object.keys(TABLE).join(", ")}`);
  return row[model];
}
