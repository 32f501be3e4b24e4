/**
 * A pool of processes, on all cores.
 *
 * Item: process-pool
 * Use when: the work computes and may crash, run away or exhaust its memory: a process takes nothing else along.
 * Not when: calls are short or carry large data: everything is copied on its way; or the work only waits.
 * Start: node main.ts
 * Test: node --test pool.test.ts
 * Needs: Node 24.11
 * See: https://nodejs.org/api/child_process.html#child_processforkmodulepath-args-options
 */
import { fork } from "node:child_process";
import { ProcessPool } from "./process-pool.ts";

// A worker is started when a call needs one, at most one a core. The type names the tasks, their arguments and results.
await using pool = new ProcessPool<typeof import("./tasks.ts")>(() =>
  fork(new URL("./tasks.worker.ts", import.meta.url), { serialization: "advanced" }),
);

// More parts than cores, so that none is idle while another still works on a long part.
const parts = Array.from({ length: 10 }, (_, i) => ({ from: i * 20_000, to: (i + 1) * 20_000 }));

// `asCompleted` yields whoever is done first; `map` would keep the order of its input.
let total = 0;
for await (const { index, value } of pool.asCompleted("sumOfSquares", parts)) {
  console.log(`part ${index} is ${value}`);
  total += value;
}
console.log(`the sum of all squares below 200,000 is ${total}`);
