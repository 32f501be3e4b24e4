/**
 * Let a thread wait until others have changed what it needs.
 *
 * Shows: waiting with a lock in hand: the lock is let go while the thread sleeps, and held again when it looks.
 *   Python's `threading.Condition`.
 * Use when: what is waited for is more than a flag: enough money, room for a batch, three results.
 * Not when: a queue says what you mean: values that come one after the other.
 * Run: node packages/core/src/examples/threading/condition.ts
 * Run: deno run --allow-read=packages/core/src packages/core/src/examples/threading/condition.ts
 * Run: bun packages/core/src/examples/threading/condition.ts
 * Test: node --test condition.test.ts
 * Test: deno test --no-check --allow-read condition.test.ts
 * Test: bun test ./condition.test.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Atomics/wait
 */
import { Condition } from "../../synchronization/condition.ts";
import { Lock } from "../../synchronization/lock.ts";
import { inThreads } from "./in-threads.ts";

const lock = new Lock();
const changed = new Condition(lock);
// An account, and what was paid from it.
const account = new Int32Array(new SharedArrayBuffer(8));

// One thread wants to pay 50, as soon as there is enough; two others bring 30 each.
const given = { lock: lock.cells, changed: changed.cells, account };
const threads = [
  { ...given, pays: 50 },
  { ...given, brings: 30 },
  { ...given, brings: 30 },
];
await inThreads(new URL("./condition.worker.ts", import.meta.url), threads);

console.log(`paid ${account[1]}, left ${account[0]}`); // => paid 50, left 10
