/**
 * Compute Fibonacci numbers inline, in threads, in processes, and in async functions.
 *
 * Shows: threads and processes use all cores; async functions make work that computes slower, not faster.
 * Use when: you wonder whether `async` helps work that never waits.
 * Not when: the work waits: see download-site.
 * Run: bun packages/bun-examples/src/combined/fibonacci.ts
 * Needs: Bun 1.4
 */
import * as tasks from "@triathlon/core/examples/combined/fibonacci.tasks";
import type { Executor } from "@triathlon/core/pool/tasks";
import { ProcessPool } from "../multiprocessing/process-pool.ts";
import { ThreadPool } from "../threading/thread-pool.ts";

// Twenty times the same number: 20 × fib(30).
const inputs = Array.from({ length: 20 }, () => 30);

async function measure(place: string, work: () => number | Promise<number>): Promise<number> {
  const began = performance.now();
  const sum = await work();
  const took = performance.now() - began;
  console.log(`${place}: ${sum} in ${took.toFixed(0)} ms`);
  return took;
}

async function sumIn(pool: Executor<typeof tasks>): Promise<number> {
  let sum = 0;
  for await (const { value } of pool.asCompleted("fib", inputs)) sum += value;
  return sum;
}

// Inline: one after the other, and nothing else happens meanwhile.
await measure("inline", () => inputs.reduce((sum, n) => sum + tasks.fib(n), 0));

// As many threads as there are cores. Starting them is part of the time, and soon forgotten by longer work.
{
  await using pool = new ThreadPool<typeof tasks>(
    () => new Worker(new URL("./fibonacci.thread.worker.ts", import.meta.url)),
  );
  await measure("threads", () => sumIn(pool));
}

// As many processes: the same gain, a slower start.
{
  await using pool = new ProcessPool<typeof tasks>((channel) => {
    const entry = Bun.fileURLToPath(new URL("./fibonacci.process.worker.ts", import.meta.url));
    return Bun.spawn([process.execPath, "--no-orphans", entry], {
      ...channel,
      stdio: ["ignore", "inherit", "inherit"],
    });
  });
  await measure("processes", () => sumIn(pool));
}

// The anti-example: `await` at every call. Still one thread, and now each call makes a promise and waits for its turn. A
// smaller number, or it would take too long.
async function fibAsync(n: number): Promise<number> {
  return n < 2 ? n : (await fibAsync(n - 1)) + (await fibAsync(n - 2));
}
const few = inputs.map(() => 20);
const plain = await measure("plain functions", () => few.reduce((sum, n) => sum + tasks.fib(n), 0));
const awaited = await measure("async functions", async () =>
  (await Promise.all(few.map(fibAsync))).reduce((sum, value) => sum + value, 0),
);
console.log(`with await at every call it takes ${(awaited / plain).toFixed(1)} times as long`);
