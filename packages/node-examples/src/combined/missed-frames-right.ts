/**
 * Keep drawing frames while a picture is computed: in chunks, in a thread, in a process.
 *
 * Shows: three ways to give the event loop its turns; the first shares the thread, the others leave it alone.
 * Use when: something has to stay responsive while something else computes.
 * Not when: the work is shorter than a message to a worker and back; then compute it where you are.
 * Run: node packages/node-examples/src/combined/missed-frames-right.ts
 * Needs: Node 24.11
 * See: https://nodejs.org/learn/asynchronous-work/dont-block-the-event-loop
 */
import { fork } from "node:child_process";
import { scheduler } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { drawFrames } from "@triathlon/core/examples/combined/missed-frames.frames";
import { pointsInside, ROWS } from "@triathlon/core/examples/combined/missed-frames.tasks";
import { ProcessPool } from "../multiprocessing/process-pool.ts";
import { ThreadPool } from "../threading/thread-pool.ts";

type Tasks = typeof import("@triathlon/core/examples/combined/missed-frames.tasks");

// In chunks: after at most about 8 ms, half a frame, the event loop gets a turn. The work takes a little longer.
let stop = drawFrames();
let inside = 0;
let turn = performance.now();
for (let row = 0; row < ROWS; row++) {
  inside += pointsInside(row, row + 1);
  if (performance.now() - turn < 8) continue;
  await scheduler.yield();
  turn = performance.now();
}
console.log(`in chunks: ${stop()}, ${inside} points`);

// In a thread: the loop here only waits for a message, on any number of cores.
await using threads = new ThreadPool<Tasks>(() => new Worker(new URL("./missed-frames.thread.ts", import.meta.url)), {
  workers: 1,
});
stop = drawFrames();
inside = await threads.submit("pointsInside", [0, ROWS]);
console.log(`in a thread: ${stop()}, ${inside} points`);

// In a process: the same, with a memory of its own. It starts more slowly, and the frames do not mind.
await using processes = new ProcessPool<Tasks>(
  () => fork(new URL("./missed-frames.process.ts", import.meta.url), { serialization: "advanced" }),
  { workers: 1 },
);
stop = drawFrames();
inside = await processes.submit("pointsInside", [0, ROWS]);
console.log(`in a process: ${stop()}, ${inside} points`);
