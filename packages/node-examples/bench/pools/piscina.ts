/** piscina: threads. Fixed at so many; everything else as it comes, or as the options say. */
import type { StartPool } from "@triathlon/core/measure/pools/contender";
import { Piscina } from "piscina";

export const start: StartPool = (workers, options) => {
  const pool = new Piscina({
    filename: new URL("./piscina.worker.ts", import.meta.url).href,
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
