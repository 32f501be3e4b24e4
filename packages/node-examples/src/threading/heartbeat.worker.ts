/** The worker of `heartbeat.ts`: it beats from now on, or it spins for a while. */
import { parentPort } from "node:worker_threads";

export type Order = { beats: Int32Array; every: number } | { spin: number };

parentPort?.on("message", (order: Order) => {
  if ("beats" in order) {
    setInterval(() => Atomics.add(order.beats, 0, 1), order.every);
  } else {
    const end = performance.now() + order.spin;
    while (performance.now() < end);
  }
  parentPort?.postMessage("done");
});
