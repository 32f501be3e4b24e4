/** The worker of `heartbeat.ts`: it beats from now on, or it spins for a while. */
export type Order = { beats: Int32Array; every: number } | { spin: number };

self.addEventListener("message", ({ data: order }: MessageEvent<Order>) => {
  if ("beats" in order) {
    setInterval(() => Atomics.add(order.beats, 0, 1), order.every);
  } else {
    const end = performance.now() + order.spin;
    while (performance.now() < end);
  }
  self.postMessage("done");
});
