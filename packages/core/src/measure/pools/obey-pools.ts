/** What a runtime's program for the comparison of pools does: reads an order, obeys it, writes the answer beside it. */
import process from "node:process";
import type { CalibrateAnswer, FLOORS, PoolAnswer, PoolOrder } from "../../results/pools.ts";
import { obeyOrder, waitAt } from "../answer.ts";
import { kernelSize } from "./calibrate.ts";
import { cases } from "./cases.ts";
import type { StartedPool, StartPool } from "./contender.ts";
import { floors, type StartRawWorker } from "./raw.ts";

/** What a runtime brings. */
export interface PoolBindings {
  /** `major.minor.patch`. */
  version: string;
  /** Loads an adapter, so that no contender pays for another's modules. */
  load(adapter: string): Promise<{ start: StartPool }>;
  threading: StartRawWorker;
  multiprocessing: StartRawWorker;
}

/** How long a pool may take to close: that is not what is measured, and some do not come back. */
const CLOSE_MILLISECONDS = 2000;

/** Obeys the order in the file named by the last command-line argument, and ends the process. */
export async function obeyPools(bindings: PoolBindings): Promise<never> {
  let pool: StartedPool | undefined;
  await obeyOrder(async (order: PoolOrder): Promise<PoolAnswer | CalibrateAnswer> => {
    if (order.do === "calibrate") return { outcome: "calibrated", kernelSize: kernelSize() };
    const startRaw = bindings[order.model];
    const startPool =
      order.adapter === null
        ? floors(startRaw)[order.contender as (typeof FLOORS)[number]]
        : (await bindings.load(order.adapter)).start;
    const start = async (): Promise<StartedPool> => (pool = await startPool(order.workers, order.options));
    const figures = await cases[order.case]({ order, start, startRaw });
    if (order.barrier !== null) await waitAt(order.barrier);
    return { outcome: "completed", runtimeVersion: bindings.version, figures };
  });
  await Promise.race([pool?.close(), new Promise((resolve) => setTimeout(resolve, CLOSE_MILLISECONDS))]);
  process.exit(0); // a pool that did not close must not keep the program alive
}
