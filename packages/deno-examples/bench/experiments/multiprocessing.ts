/** The experiments' process pool. A child may do what this program may: some probes read files and run programs. */
import { fileURLToPath } from "node:url";
import type { MakePool } from "@triathlon/core/measure/experiments/probe";
import { ProcessPool } from "../../src/multiprocessing/process-pool.ts";

const entry = fileURLToPath(new URL("./process.ts", import.meta.url));

export const multiprocessing: MakePool = (workers, abilities) =>
  new ProcessPool(
    () =>
      new Deno.Command(Deno.execPath(), {
        args: ["run", "--allow-all", "--no-prompt", "--cached-only", entry],
        stdin: "piped",
        stdout: "piped",
      }).spawn(),
    { workers, abilities },
  );
