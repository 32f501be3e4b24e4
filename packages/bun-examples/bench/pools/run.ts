/** The program of the comparison of pools: obeys one order with one contender, and exits. */
import type { StartPool } from "@triathlon/core/measure/pools/contender";
import { obeyPools } from "@triathlon/core/measure/pools/obey-pools";
import { startProcess } from "./raw-process.ts";
import { startThread } from "./raw-thread.ts";

await obeyPools({
  version: Bun.version,
  load: (adapter): Promise<{ start: StartPool }> => import(`./${adapter}.ts`),
  threading: startThread,
  multiprocessing: startProcess,
});
