/**
 * Start two threads, and wait until both have ended.
 *
 * Shows: the primitive under every pool: a thread runs a module of its own, beside this one, and ends when it has
 *   nothing left to do.
 * Use when: a thread has one job for as long as the program runs.
 * Not when: there are many small jobs: a pool starts its threads once, and says what went wrong.
 * Run: node packages/node-examples/src/threading/start-and-join.ts
 * Needs: Node 22.18
 * See: https://nodejs.org/api/worker_threads.html
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";

// A thread runs a module, not a function: it shares no variable with this one, and is handed a copy of what it must know.
const start = (task: string): Worker =>
  new Worker(new URL("./start-and-join.worker.ts", import.meta.url), { workerData: task });

// Join: the "exit" event, with the thread's exit code. When the thread throws, `once` rejects with its error.
async function join(worker: Worker): Promise<number> {
  const [exitCode] = await once(worker, "exit");
  return exitCode as number;
}

// Both run from here on, on two cores if there are two. Which line comes first differs from run to run.
const threads = [start("doFirst"), start("doSecond")];
console.log("both are started");

const ended = await Promise.all(threads.map(join));
console.log(`both have ended: ${ended.join(", ")}`);
