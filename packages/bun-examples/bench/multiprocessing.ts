/** The process pool that is measured. */
import type { CreatePool } from "@triathlon/core/measure/measure";
import { ProcessPool } from "../src/multiprocessing/process-pool.ts";

const entry = Bun.fileURLToPath(new URL("./process.ts", import.meta.url));

export const createPool: CreatePool = (options) =>
  new ProcessPool(
    (channel) =>
      Bun.spawn([process.execPath, "--no-install", "--no-orphans", entry], {
        ...channel,
        stdio: ["ignore", "inherit", "inherit"],
      }),
    options,
  );
