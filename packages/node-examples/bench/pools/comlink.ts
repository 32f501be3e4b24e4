/** comlink: no pool and no queue, but what many build one with. Calls go to the workers in turn. */
import { Worker } from "node:worker_threads";
import type { StartPool } from "@triathlon/core/measure/pools/contender";
import type { tasks } from "@triathlon/core/measure/pools/tasks";
import * as comlink from "comlink";
import adapter from "comlink/dist/umd/node-adapter.js";

/** The types describe it as a module with a default export; in Node it is the function itself. */
const nodeEndpoint = adapter as unknown as typeof adapter.default;

export const start: StartPool = (workers) => {
  const threads = Array.from({ length: workers }, () => new Worker(new URL("./comlink.worker.ts", import.meta.url)));
  const remotes = threads.map((thread) => comlink.wrap<typeof tasks>(nodeEndpoint(thread)));
  let next = 0;
  return {
    run: (task, input, transfer) =>
      remotes[next++ % workers]![task]((transfer ? comlink.transfer(input, transfer) : input) as never),
    close: () => Promise.all(threads.map((thread) => thread.terminate())),
  };
};
