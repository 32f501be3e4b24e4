/**
 * Let many threads read at once, and one write.
 *
 * Shows: a lock that readers share and a writer has alone. A writer that waits goes before readers that come
 *   later.
 * Use when: many threads read for long what few threads change.
 * Not when: reading takes a few steps only: then a plain lock is as fast and simpler.
 * Run: node packages/core/src/examples/threading/read-write-lock.ts
 * Run: deno run --allow-read=packages/core/src packages/core/src/examples/threading/read-write-lock.ts
 * Run: bun packages/core/src/examples/threading/read-write-lock.ts
 * Test: node --test read-write-lock.test.ts
 * Test: deno test --no-check --allow-read read-write-lock.test.ts
 * Test: bun test ./read-write-lock.test.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Atomics/compareExchange
 */
import { ReadWriteLock } from "../../synchronization/read-write-lock.ts";
import { inThreads } from "./in-threads.ts";

const lock = new ReadWriteLock();
// A table of 1,000 numbers that are always the same, a count of readers inside, and the most there ever were.
const table = new Int32Array(new SharedArrayBuffer(4000));
const inside = new Int32Array(new SharedArrayBuffer(8));

const given = { cells: lock.cells, table, inside };
const writer = { ...given, writes: true };
await inThreads(new URL("./read-write-lock.worker.ts", import.meta.url), [writer, given, given, given]);

console.log(`the table was changed ${table[0]} times, and no reader saw half of a change`);
// => the table was changed 1000 times, and no reader saw half of a change
console.log(`readers at once, at most: ${inside[1]}`);
