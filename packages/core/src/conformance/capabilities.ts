/**
 * Everything in which one cell differs from another, in one table. Scenarios assert every entry, the negative ones too: when a
 * runtime mends something, a check fails and this table is brought up to date.
 */
import type { ExecutionModel } from "../workloads/workload.ts";

export interface Capabilities {
  /** A task that computes and heeds no signal can be stopped. Elsewhere it is abandoned: its caller is free, it runs on. */
  hardStop: boolean;
  /** The exit code of a worker that ended by itself is known. */
  exitCode: boolean;
  /** `transfer` moves buffers instead of copying them, and detaches the sender's. */
  movesBuffers: boolean;
  /** Arguments and results are clones: what the task changes, the caller does not see. */
  clones: boolean;
  /** Calls that a worker holds behind one that computes can be taken back: it shares memory with its pool. Else, when it is free again. */
  takesBackFromBusy: boolean;
  /** A worker that dies takes nothing else along. */
  survivesDeath: boolean;
}

const worker: Capabilities = {
  hardStop: true,
  exitCode: true,
  movesBuffers: true,
  clones: true,
  takesBackFromBusy: true,
  survivesDeath: true,
};
const inIsolate: Capabilities = {
  hardStop: false,
  exitCode: false,
  movesBuffers: false,
  clones: false,
  takesBackFromBusy: false,
  survivesDeath: false,
};
const process: Capabilities = { ...worker, movesBuffers: false, takesBackFromBusy: false };

const TABLE: Record<string, Record<ExecutionModel, Capabilities>> = {
  node: { sequential: inIsolate, async: inIsolate, threading: worker, multiprocessing: process },
  deno: {
    sequential: inIsolate,
    async: inIsolate,
    // terminate() leaves a busy thread running, and there is no event for a worker's end.
    threading: { ...worker, hardStop: false, exitCode: false },
    multiprocessing: process,
  },
  bun: { sequential: inIsolate, async: inIsolate, threading: worker, multiprocessing: process },
};

/** @throws {RangeError} for a runtime that is not in the table */
export function capabilitiesOf(runtime: string, model: ExecutionModel): Capabilities {
  const row = TABLE[runtime];
  if (!row) throw new RangeError(`Cannot look up "${runtime}": wanted one of ${Object.keys(TABLE).join(", ")}`);
  return row[model];
}
