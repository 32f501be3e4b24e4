/**
 * Square numbers on all cores, in processes.
 *
 * Shows: as with threads, but every worker has a memory of its own and can crash without taking this program along.
 * Use when: the work computes, and what it runs may crash, leak or fill the memory.
 * Not when: threads are safe enough: a process starts more slowly, takes more memory, and everything is copied on its
 *   way.
 * Run: deno run --allow-run=deno packages/deno-examples/src/multiprocessing/square-numbers.ts
 * Needs: Deno 2.9
 */
import { fileURLToPath } from "node:url";
import { ProcessPool } from "./process-pool.ts";

// The pool starts a child when one is needed, at most one a core. The type names the tasks and their arguments.
await using pool = new ProcessPool<typeof import("@triathlon/core/examples/square-numbers.tasks")>(() =>
  new Deno.Command(Deno.execPath(), {
    // A child needs no permission at all to compute.
    args: ["run", "--no-prompt", fileURLToPath(new URL("./square-numbers.worker.ts", import.meta.url))],
    stdin: "piped",
    stdout: "piped",
  }).spawn(),
);
console.log(`this is process ${Deno.pid}`);

// More parts than cores, so that none is idle while another still works on a long part.
const parts = Array.from({ length: 10 }, (_, i) => ({ from: i * 1_000_000, to: (i + 1) * 1_000_000 }));

// In finishing order: whoever is done first is added first. The sum does not mind.
let total = 0n;
for await (const { index, value } of pool.asCompleted("sumOfSquares", parts)) {
  console.log(`part ${index} is done`);
  total += value;
}
console.log(`sum of all squares below 10,000,000: ${total}`);
