/**
 * Submit three tasks to three threads, and never read what they return.
 *
 * Shows: they run side by side; leaving the block waits for all; an error that nobody reads is still told.
 * Use when: a library blocks while it waits, so that each wait needs a thread.
 * Not when: the library is asynchronous; then one thread is enough.
 * Run: bun packages/bun-examples/src/threading/submit-three.ts
 * Needs: Bun 1.4
 */
import { streaming } from "@triathlon/core/abilities/stream";
import { ThreadPool } from "./thread-pool.ts";

// Three workers at most. `onItem` hears what a task says, in order, before the task is settled; a worker's own
// `console.log` may come later than its result.
console.log("starting the pool");
{
  await using pool = new ThreadPool<typeof import("./submit-three.tasks.ts")>(
    () => new Worker(new URL("./submit-three.worker.ts", import.meta.url)),
    { workers: 3, abilities: [streaming()] },
  );
  for (const argument of ["a", "b", "c"]) void pool.submit("ioBound", [argument], { onItem: console.log });
}
// The end of the block has closed the pool, and closing waits for what was submitted.
console.log("all tasks complete");

// One that throws, before one that does not, and nobody reads its result. Python says nothing; here it is an unhandled
// rejection, and without this listener the program would end with exit code 1.
process.on("unhandledRejection", (error: Error) => console.log(`nobody read: ${error.message}`));
{
  await using pool = new ThreadPool<typeof import("./submit-three.tasks.ts")>(
    () => new Worker(new URL("./submit-three.worker.ts", import.meta.url)),
    { workers: 1, abilities: [streaming()] },
  );
  void pool.submit("broken", []);
  await pool.submit("ioBound", ["d"], { onItem: console.log });
}
