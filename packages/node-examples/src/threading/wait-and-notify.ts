/**
 * Sleep until another thread changes a number, blocking or not.
 *
 * Shows: `Atomics.wait` stops the thread, `Atomics.waitAsync` gives a promise and lets the event loop go on;
 *   `Atomics.notify` wakes both.
 * Use when: threads share memory and one must hear at once of what another has written.
 * Not when: a message would do: it needs no shared memory. What is built on this, a lock, an event, a queue,
 *   stands in files of its own here.
 * Run: node packages/node-examples/src/threading/wait-and-notify.ts
 * Needs: Node 22.18
 * See: https://nodejs.org/api/worker_threads.html
 */
import { Worker } from "node:worker_threads";

// Two cells: a question that the worker waits for, and its answer.
const cells = new Int32Array(new SharedArrayBuffer(8));
const worker = new Worker(new URL("./wait-and-notify.worker.ts", import.meta.url));
worker.postMessage(cells);

// Waits without blocking: this loop goes on, and its timer fires meanwhile. A timer also keeps the program alive, which a wait does not.
let ticks = 0;
const timer = setInterval(() => ticks++, 10);
const answered = Atomics.waitAsync(cells, 1, 0);
setTimeout(() => {
  Atomics.store(cells, 0, 20);
  Atomics.notify(cells, 0);
}, 100);
console.log(`woken: ${await answered.value}, answer: ${Atomics.load(cells, 1)}`); // => woken: ok, answer: 21
console.log(`the loop went on: ${ticks > 0}`); // => the loop went on: true
clearInterval(timer);

// Waits and blocks, at most 50 ms: nobody will write here.
console.log(`nobody came: ${Atomics.wait(cells, 1, 21, 50)}`); // => nobody came: timed-out
await worker.terminate();
