/**
 * Start two threads, and wait until both have ended.
 *
 * Shows: the primitive under every pool: a thread runs a module of its own, beside this one, and ends when it has
 *   nothing left to do.
 * Use when: a thread has one job for as long as the program runs.
 * Not when: there are many small jobs: a pool starts its threads once, and says what went wrong.
 * Run: deno run --allow-read=packages/deno-examples/src packages/deno-examples/src/threading/start-and-join.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/runtime/reference/web_platform_apis/#web-workers
 */
// A thread runs a module, not a function: it shares no variable with this one, and is handed a copy of what it must know.
const start = (task: string): Worker =>
  new Worker(new URL("./start-and-join.worker.ts", import.meta.url), { type: "module", name: task });

// Join: Deno has no event for the end of a worker, so it says itself that it is done. When it throws, the error is handled
// here; unhandled, it would end this program too.
function join(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<string>) => resolve(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    });
  });
}

// Both run from here on, on two cores if there are two. Which line comes first differs from run to run.
const threads = [start("doFirst"), start("doSecond")];
console.log("both are started");

const ended = await Promise.all(threads.map(join));
console.log(`both have ended: ${ended.join(", ")}`);
