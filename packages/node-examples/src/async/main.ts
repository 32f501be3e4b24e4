/**
 * Many waits at once in one thread, and never too many.
 *
 * Item: async-pool
 * Use when: the work waits, for a network, a disk, a timer, and too many at once would hurt.
 * Not when: the work computes: it would hold up everything else in this thread; take threads.
 * Start: node main.ts
 * Test: node --test pool.test.ts
 * Needs: Node 24.11
 * See: https://nodejs.org/api/timers.html#timers-promises-api
 */
import { AsyncPool } from "@triathlon/core/pool/async-pool";
import * as tasks from "./tasks.ts";

// At most three calls run at once, the others wait in line.
await using pool = new AsyncPool(tasks, { concurrency: 3 });

const requests = [40, 80, 200, 80, 40, 80].map((milliseconds, i) => ({ name: `answer ${i}`, milliseconds }));

// `map` yields in the order of its input; `asCompleted` yields whoever is done first.
let milliseconds = 0;
for await (const answer of pool.map("load", requests)) {
  console.log(answer);
  milliseconds += Number(/after (\d+) ms/.exec(answer)?.[1]);
}
console.log(`${milliseconds} ms of waiting`);
