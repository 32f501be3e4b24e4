/**
 * Let a block own its pool of processes.
 *
 * Shows: `await using` closes the pool at the end of the block, whatever happens in it; workers start when they are needed.
 * Use when: always, unless the pool lives as long as the program.
 * Not when: each request would get a pool of its own: starting workers is what a pool is to save.
 * Run: deno run --allow-run=deno --allow-env=UNIT_MS packages/deno-examples/src/multiprocessing/scoped-pool.ts
 * Needs: Deno 2.9
 */
import { fileURLToPath } from "node:url";
import { streaming } from "@triathlon/core/abilities/stream";
import { ProcessPool } from "./process-pool.ts";

// The pool calls this whenever it needs another worker.
let started = 0;
function startWorker(): Deno.ChildProcess {
  started++;
  const entry = fileURLToPath(new URL("./scoped-pool.worker.ts", import.meta.url));
  const args = ["run", "--no-prompt", "--allow-env=UNIT_MS", entry];
  return new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" }).spawn();
}

// The pool may have ten.
{
  await using pool = new ProcessPool<typeof import("./scoped-pool.tasks.ts")>(startWorker, {
    workers: 10,
    abilities: [streaming()],
  });

  // Nothing here awaits the three tasks. The end of the block does.
  const pairs: [string, string][] = [
    ["a", "a"],
    ["b", "b"],
    ["c", "c"],
  ];
  for (const pair of pairs) void pool.submit("ioBound", pair, { onItem: console.log });
}
console.log(`the block is left, asked for 10 workers, started ${started}`);

// Leaving by an error closes the pool as well, before the error is heard outside.
try {
  await using pool = new ProcessPool<typeof import("./scoped-pool.tasks.ts")>(startWorker, {
    abilities: [streaming()],
  });
  void pool.submit("ioBound", ["d", "d"], { onItem: console.log });
  throw new Error("something else went wrong");
} catch (error) {
  console.log(`the block is left by an error: ${error instanceof Error ? error.message : String(error)}`);
}
