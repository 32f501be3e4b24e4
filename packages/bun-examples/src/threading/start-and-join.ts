/**
 * Start two threads, and wait until both have ended.
 *
 * Shows: the primitive under every pool: a thread runs a module of its own, beside this one, and ends when it has
 *   nothing left to do.
 * Use when: a thread has one job for as long as the program runs.
 * Not when: there are many small jobs: a pool starts its threads once, and says what went wrong.
 * Run: bun packages/bun-examples/src/threading/start-and-join.ts
 * Needs: Bun 1.4
 * See: https://bun.com/docs/runtime/workers
 */
// A thread runs a module, not a function: it shares no variable with this one, and is handed a copy of what it must know.
const start = (task: string): Worker =>
  new Worker(new URL("./start-and-join.worker.ts", import.meta.url), { argv: [task] });

// Join: the "close" event, which only Bun has, with the thread's exit code. Without the other listener, what the thread
// throws would be lost.
function join(worker: Worker): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.addEventListener("close", (event) => resolve(event.code));
    worker.addEventListener("error", (event) => reject(new Error(event.message)));
  });
}

// Both run from here on, on two cores if there are two. Which line comes first differs from run to run.
const threads = [start("doFirst"), start("doSecond")];
console.log("both are started");

const ended = await Promise.all(threads.map(join));
console.log(`both have ended: ${ended.join(", ")}`);
