/**
 * What a runtime's bench entry does: reads an order, obeys it, writes the answer beside it. This runs inside the measured
 * process, so it loads nothing that the measurement does not need.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import process from "node:process";
import type { MeasureAnswer, Order, PrepareAnswer } from "../results/order.ts";
import type { Io } from "../workloads/workload.ts";
import { type CreatePool, measure } from "./measure.ts";
import { prepare } from "./prepare.ts";

/** What a runtime brings: its I/O and its pools. */
export interface Bindings {
  /** `major.minor.patch`. */
  version: string;
  io: Io;
  /** Loaded only when the order asks for the model, so that no model pays for another's modules. */
  threading(): Promise<CreatePool>;
  multiprocessing(): Promise<CreatePool>;
}

/**
 * Obeys the order in the file named by the last command-line argument. Does not throw: what went wrong is the answer,
 * and the exit code is 1.
 */
export async function obey(bindings: Bindings): Promise<void> {
  const order: Order = JSON.parse(readFileSync(process.argv.at(-1) ?? "", "utf8"));
  try {
    write(order.answer, order.do === "prepare" ? await prepare(order, bindings.io) : await measure(order, bindings));
  } catch (error) {
    write(order.answer, { outcome: "failed", reason: explain(error) });
    process.exit(1); // a worker that hangs, say, must not keep a failed execution alive
  }
}

/** Whole or not at all: whoever waits for the file never sees half of it. */
function write(path: string, answer: MeasureAnswer | PrepareAnswer): void {
  writeFileSync(`${path}.part`, JSON.stringify(answer));
  renameSync(`${path}.part`, path);
}

/** The error and what caused it, innermost last. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message.startsWith(error.name) ? error.message : `${error.name}: ${error.message}`;
  return error.cause === undefined || own.includes(String(error.cause))
    ? own
    : `${own}\ncaused by ${explain(error.cause)}`;
}
