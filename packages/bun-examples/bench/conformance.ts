/** Hands Bun's pools to a conformance scenario. */
import { conform } from "@triathlon/core/conformance/conform";
import { ProcessPool } from "../src/multiprocessing/process-pool.ts";
import { ThreadPool } from "../src/threading/thread-pool.ts";

await conform({
  runtime: "bun",
  threading: {
    module: new URL("./conformance/thread.ts", import.meta.url),
    create: (nextModule, options) => new ThreadPool(() => new Worker(nextModule()), options),
  },
  multiprocessing: {
    module: new URL("./conformance/process.ts", import.meta.url),
    create: (nextModule, options) =>
      new ProcessPool(
        (channel) =>
          Bun.spawn([process.execPath, "--no-install", "--no-orphans", Bun.fileURLToPath(nextModule())], {
            ...channel,
            stdio: ["ignore", "inherit", "inherit"],
          }),
        options,
      ),
  },
});
