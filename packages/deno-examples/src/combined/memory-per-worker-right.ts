/**
 * Have a table once for all workers.
 *
 * Shows: threads share what lies in a SharedArrayBuffer; a further worker costs its own heap and nothing of the table.
 * Use when: all workers read the same large table of numbers or bytes.
 * Not when: the data is made of objects, which cannot be shared, or a worker's crash must not end the program.
 * Run: deno run --allow-read --allow-run=cat packages/deno-examples/src/combined/memory-per-worker-right.ts
 * Needs: Deno 2.9
 */
import { proportionalSetSize } from "./proportional-set-size.ts";

const WORKERS = 3;

const before = proportionalSetSize(Deno.pid);

// The table of 64 MiB is made once. What is sent to a thread is not the table but the right to look at it.
const table = new Float64Array(new SharedArrayBuffer(64 * 1024 * 1024));
for (let row = 0; row < table.length; row++) table[row] = row * row;

const threads = Array.from(
  { length: WORKERS },
  () => new Worker(new URL("./memory-per-worker-right.worker.ts", import.meta.url), { type: "module" }),
);
const answers = threads.map(
  (thread) => new Promise((resolve) => thread.addEventListener("message", ({ data }) => resolve(data), { once: true })),
);
for (const thread of threads) thread.postMessage({ table, row: 7 });
const rows = await Promise.all(answers);
console.log(`every thread has row 7: ${rows.join(" ")}`);

const total = proportionalSetSize(Deno.pid) - before;
console.log(`${WORKERS} threads: ${total.toFixed(0)} MiB, ${(total / WORKERS).toFixed(0)} each`);
for (const thread of threads) thread.terminate();
