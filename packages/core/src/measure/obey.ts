/**
 * What a runtime's bench entry does: reads an order, obeys it, writes the answer beside it. This runs inside the measured
 * process, so it loads nothing that the measurement does not need.
 */
import type { LanesAnswer, LanesOrder } from "../results/lanes.ts";
import type { MeasureAnswer, Order, PrepareAnswer } from "../results/order.ts";
import type { Io } from "../workloads/workload.ts";
import { obeyOrder } from "./answer.ts";
import type { CreateDistributedPool } from "./distributed.ts";
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
  distributed(): Promise<CreateDistributedPool>;
}

/** Obeys the order in the file named by the last command-line argument. */
export const obey = (bindings: Bindings): Promise<void> =>
  obeyOrder((order: Order | LanesOrder) => answerTo(order, bindings));

async function answerTo(
  order: Order | LanesOrder,
  bindings: Bindings,
): Promise<PrepareAnswer | MeasureAnswer | LanesAnswer> {
  switch (order.do) {
    case "prepare":
      return prepare(order, bindings.io);
    case "measure":
      return measure(order, bindings);
    case "lanes":
      return (await import("./record-lanes.ts")).recordLanes(order, bindings);
  }
}
