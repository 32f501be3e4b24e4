/**
 * A pool of processes, on all cores.
 *
 * Item: process-pool
 * Use when: the work computes and may crash, run away or exhaust its memory: a process takes nothing else along.
 * Not when: calls are short or carry large data: everything is copied on its way; or the work only waits.
 * Start: bun main.ts
 * Test: bun test ./pool.test.ts
 * Needs: Bun 1.4
 * See: https://bun.com/docs/runtime/child-process
 */
import { ProcessPool } from "./process-pool.ts";

// A worker is started when a call needs one, at most one a core. The type names the tasks, their arguments and results.
await using pool = new ProcessPool<typeof import("./tasks.ts")>((channel) => {
  const entry = Bun.fileURLToPath(new URL("./tasks.worker.ts", import.meta.url));
  return Bun.spawn([process.execPath, "--no-orphans", entry], { ...channel, stdio: ["ignore", "inherit", "inherit"] });
});

// More parts than cores, so that none is idle while another still works on a long part.
const parts = Array.from({ length: 10 }, (_, i) => ({ from: i * 20_000, to: (i + 1) * 20_000 }));

// `asCompleted` yields whoever is done first; `map` would keep the order of its input.
let total = 0;
for await (const { index, value } of pool.asCompleted("sumOfSquares", parts)) {
  console.log(`part ${index} is ${value}`);
  total += value;
}
console.log(`the sum of all squares below 200,000 is ${total}`);
