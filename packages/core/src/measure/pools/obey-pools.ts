/** What a runtime's program for the comparison of pools does: reads an order, obeys it, writes the answer beside it. */
import process from "node:process";
import type { CalibrateAnswer, FLOORS, PoolAnswer, PoolMeasureOrder, PoolOrder } from "../../results/pools.ts";
import { explain, readOrder, waitAt, writeAnswer } from "../answer.ts";
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
  const order = readOrder() as PoolOrder;
  try {
    if (order.do === "calibrate") {
      writeAnswer(order.answer, { outcome: "calibrated", kernelSize: kernelSize() } satisfies CalibrateAnswer);
    } else {
      await measurePool(order, bindings);
    }
  } catch (error) {
    writeAnswer(order.answer, { outcome: "failed", reason: explain(error) } satisfies PoolAnswer);
    process.exit(1);
  }
  process.exit(0); // a pool that did not close must not keep the program alive
}

async function measurePool(order: PoolMeasureOrder, bindings: PoolBindings): Promise<void> {
  const startRaw = bindings[order.model];
  const startPool =
    order.adapter === null
      ? floors(startRaw)[order.contender as (typeof FLOORS)[number]]
      : (await bindings.load(order.adapter)).start;
  let pool: StartedPool | undefined;
  const start = async (): Promise<StartedPool> => (pool = await startPool(order.workers, order.options));
  const figures = await cases[order.case]({ order, start, startRaw });
  if (order.barrier !== null) await waitAt(order.barrier);
  writeAnswer(order.answer, {
    outcome: "completed",
    runtimeVersion: bindings.version,
    figures,
  } satisfies PoolAnswer);
  await Promise.race([pool?.close(), new Promise((resolve) => setTimeout(resolve, CLOSE_MILLISECONDS))]);
}
