/** comlink: no pool and no queue, but what many build one with. Calls go to the workers in turn. */
import type { StartPool } from "@triathlon/core/measure/pools/contender";
import type { tasks } from "@triathlon/core/measure/pools/tasks";
import * as comlink from "comlink";

export const start: StartPool = (workers) => {
  const threads = Array.from({ length: workers }, () => new Worker(new URL("./comlink.worker.ts", import.meta.url)));
  const remotes = threads.map((thread) => comlink.wrap<typeof tasks>(thread as unknown as comlink.Endpoint));
  let next = 0;
  return {
    run: (task, input, transfer) =>
      remotes[next++ % workers]![task]((transfer ? comlink.transfer(input, transfer) : input) as never),
    close: async () => threads.forEach((thread) => thread.terminate()),
  };
};
