/** Our pool of processes. */
import { fileURLToPath } from "node:url";
import type { StartPool } from "@triathlon/core/measure/pools/contender";
import { own } from "@triathlon/core/measure/pools/own";
import { ProcessPool } from "../../src/multiprocessing/process-pool.ts";

const entry = fileURLToPath(new URL("./process-pool.worker.ts", import.meta.url));

export const start: StartPool = (workers, options) =>
  own(
    (given) =>
      new ProcessPool(
        () =>
          new Deno.Command(Deno.execPath(), {
            args: ["run", "--no-prompt", "--cached-only", entry],
            stdin: "piped",
            stdout: "piped",
          }).spawn(),
        given,
      ),
    workers,
    options,
  );
