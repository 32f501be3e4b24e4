/**
 * Let one thread at a time do what takes several steps.
 *
 * Shows: a lock in shared memory: whoever wants it while another has it sleeps until it is free. Python's
 *   `threading.Lock`.
 * Use when: threads change the same numbers, and a change takes more than one step.
 * Not when: one `Atomics.add` does it, or each thread can keep its own sum; and on a thread that serves requests,
 *   because waiting stops its loop.
 * Run: node packages/core/src/examples/threading/lock.ts
 * Run: deno run --allow-read=packages/core/src packages/core/src/examples/threading/lock.ts
 * Run: bun packages/core/src/examples/threading/lock.ts
 * Test: node --test lock.test.ts
 * Test: deno test --no-check --allow-read lock.test.ts
 * Test: bun test ./lock.test.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Atomics/wait
 */
import { Lock } from "../../synchronization/lock.ts";
import { inThreads } from "./in-threads.ts";

// What crosses is shared memory: the cell of the lock, and two accounts with 100 in all.
const lock = new Lock();
const accounts = new Int32Array(new SharedArrayBuffer(8));
accounts[0] = 100;

// Two threads move money to and fro, and two look whether any is missing in between.
const given = { cells: lock.cells, accounts };
const movers = [1, -1].map((amount) => ({ ...given, amount }));
const lookers = [given, given];
await inThreads(new URL("./lock.worker.ts", import.meta.url), [...movers, ...lookers]);

console.log(`in the accounts at the end: ${accounts[0] + accounts[1]!}`); // => in the accounts at the end: 100
