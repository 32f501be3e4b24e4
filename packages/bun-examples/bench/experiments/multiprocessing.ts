/** The experiments' process pool. */
import type { MakePool } from "@triathlon/core/measure/experiments/probe";
import { ProcessPool } from "../../src/multiprocessing/process-pool.ts";

const entry = Bun.fileURLToPath(new URL("./process.ts", import.meta.url));

export const multiprocessing: MakePool = (workers, abilities) =>
  new ProcessPool(
    (channel) =>
      Bun.spawn([process.execPath, "--no-install", "--no-orphans", entry], {
        ...channel,
        stdio: ["ignore", "inherit", "inherit"],
      }),
    { workers, abilities },
  );
