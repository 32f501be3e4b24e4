/**
 * Square numbers on all cores, in processes.
 *
 * Shows: as with threads, but every worker has a memory of its own and can crash without taking this program along.
 * Use when: the work computes, and what it runs may crash, leak or fill the memory.
 * Not when: threads are safe enough: a process starts more slowly, takes more memory, and everything is copied on its
 *   way.
 * Run: bun packages/bun-examples/src/multiprocessing/square-numbers.ts
 * Needs: Bun 1.4
 */
import { ProcessPool } from "./process-pool.ts";

// The pool starts a child when one is needed, at most one a core. The type names the tasks and their arguments.
await using pool = new ProcessPool<typeof import("@triathlon/core/examples/square-numbers.tasks")>((channel) => {
  const entry = Bun.fileURLToPath(new URL("./square-numbers.worker.ts", import.meta.url));
  return Bun.spawn([process.execPath, "--no-orphans", entry], { ...channel, stdio: ["ignore", "inherit", "inherit"] });
});
console.log(`this is process ${process.pid}`);

// More parts than cores, so that none is idle while another still works on a long part.
const parts = Array.from({ length: 10 }, (_, i) => ({ from: i * 1_000_000, to: (i + 1) * 1_000_000 }));

// In finishing order: whoever is done first is added first. The sum does not mind.
let total = 0n;
for await (const { index, value } of pool.asCompleted("sumOfSquares", parts)) {
  console.log(`part ${index} is done`);
  total += value;
}
console.log(`sum of all squares below 10,000,000: ${total}`);
