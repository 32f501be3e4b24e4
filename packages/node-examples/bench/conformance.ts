/** Hands Node's pools to a conformance scenario. */
import { fork } from "node:child_process";
import { Worker } from "node:worker_threads";
import { conform } from "@triathlon/core/conformance/conform";
import { ProcessPool } from "../src/multiprocessing/process-pool.ts";
import { ThreadPool } from "../src/threading/thread-pool.ts";

await conform({
  runtime: "node",
  threading: {
    module: new URL("./conformance/thread.ts", import.meta.url),
    create: (nextModule, options) => new ThreadPool(() => new Worker(nextModule()), options),
  },
  multiprocessing: {
    module: new URL("./conformance/process.ts", import.meta.url),
    create: (nextModule, options) => new ProcessPool(() => fork(nextModule(), { serialization: "advanced" }), options),
  },
});
