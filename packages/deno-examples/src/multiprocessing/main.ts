/**
 * A pool of processes, on all cores.
 *
 * Item: process-pool
 * Use when: the work computes and may crash, run away or exhaust its memory: a process takes nothing else along.
 * Not when: calls are short or carry large data: everything is copied on its way; or the work only waits.
 * Start: deno run --allow-run=deno main.ts
 * Test: deno test --allow-run=deno pool.test.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/api/deno/~/Deno.Command
 */
import { fileURLToPath } from "node:url";
import { ProcessPool } from "./process-pool.ts";

// A worker is started when a call needs one, at most one a core. The type names the tasks, their arguments and results.
await using pool = new ProcessPool<typeof import("./tasks.ts")>(() =>
  new Deno.Command("deno", {
    // By its name, as `--allow-run=deno` grants it; a child needs no permission to compute.
    args: ["run", "--no-prompt", fileURLToPath(new URL("./tasks.worker.ts", import.meta.url))],
    stdin: "piped",
    stdout: "piped",
  }).spawn(),
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
