/** tinypool: threads, or processes as the options say. Fixed at so many. */
import type { StartPool } from "@triathlon/core/measure/pools/contender";
import { Tinypool } from "tinypool";

export const start: StartPool = (workers, options) => {
  const pool = new Tinypool({
    filename: new URL("./tinypool.worker.ts", import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
    ...options,
  });
  return {
    run: (name, input, transferList) =>
      pool.run(input, transferList ? { name, transferList: transferList as never } : { name }),
    close: () => pool.destroy(),
  };
};
