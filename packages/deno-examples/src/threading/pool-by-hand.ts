/**
 * Build a pool of threads in fifty lines.
 *
 * Shows: a list of calls, a list of idle workers, and one rule: whoever is idle takes the next call.
 * Use when: you want to know what a pool does.
 * Not when: you need one in earnest: pool-by-hand-gaps shows what this one lacks.
 * Run: deno run --allow-read=packages/deno-examples/src packages/deno-examples/src/threading/pool-by-hand.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/runtime/reference/web_platform_apis/#web-workers
 */
import { HandPool } from "./pool-by-hand.pool.ts";

// Two workers, five calls: three of them wait in line.
const pool = new HandPool(new URL("./pool-by-hand.worker.ts", import.meta.url), 2);
const calls = [1, 2, 3, 4, 5].map((limit) => pool.run(limit));
console.log(`in line: ${pool.line.length}`); // => in line: 3
console.log((await Promise.all(calls)).join(", ")); // => 1, 3, 6, 10, 15
pool.close();
