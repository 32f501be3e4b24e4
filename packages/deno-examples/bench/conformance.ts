/** Hands Deno's pools to a conformance scenario. */
import { fileURLToPath } from "node:url";
import { conform } from "@triathlon/core/conformance/conform";
import { ProcessPool } from "../src/multiprocessing/process-pool.ts";
import { ThreadPool } from "../src/threading/thread-pool.ts";

/** Where the children may write too: what the driver says of it, like the arguments of a bench program, stands before the model. */
const mayWrite = Deno.args.filter((argument) => argument.startsWith("--allow-write="));

await conform({
  runtime: "deno",
  threading: {
    module: new URL("./conformance/thread.ts", import.meta.url),
    create: (nextModule, options) => new ThreadPool(() => new Worker(nextModule(), { type: "module" }), options),
  },
  multiprocessing: {
    module: new URL("./conformance/process.ts", import.meta.url),
    create: (nextModule, options) =>
      new ProcessPool(
        () =>
          new Deno.Command(Deno.execPath(), {
            args: ["run", "--no-prompt", "--cached-only", ...mayWrite, fileURLToPath(nextModule())],
            stdin: "piped",
            stdout: "piped",
          }).spawn(),
        options,
      ),
  },
});
