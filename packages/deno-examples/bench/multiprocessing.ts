/** The process pool that is measured. A child may do less than this process: what the arguments before the order allow. */
import { fileURLToPath } from "node:url";
import type { CreatePool } from "@triathlon/core/measure/measure";
import { ProcessPool } from "../src/multiprocessing/process-pool.ts";

const entry = fileURLToPath(new URL("./process.ts", import.meta.url));
const permissions = Deno.args.slice(0, -1);

export const createPool: CreatePool = (options) =>
  new ProcessPool(
    () =>
      new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-prompt", "--cached-only", ...permissions, entry],
        stdin: "piped",
        stdout: "piped",
      }).spawn(),
    options,
  );
