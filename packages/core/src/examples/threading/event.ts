/**
 * Let threads wait until another says go.
 *
 * Shows: a flag in shared memory that others sleep on until it is set. Python's `threading.Event`.
 * Use when: several threads must not begin before something is ready.
 * Not when: one thread waits for one thing once: a message is as good, and its loop goes on.
 * Run: node packages/core/src/examples/threading/event.ts
 * Run: deno run --allow-read=packages/core/src packages/core/src/examples/threading/event.ts
 * Run: bun packages/core/src/examples/threading/event.ts
 * Test: node --test event.test.ts
 * Test: deno test --no-check --allow-read event.test.ts
 * Test: bun test ./event.test.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Atomics/notify
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Event } from "../../synchronization/event.ts";
import { inThreads } from "./in-threads.ts";

const go = new Event();
// What must be there before the threads begin, and how many have found it.
const state = new Int32Array(new SharedArrayBuffer(8));
const given = { cells: go.cells, state };
const ended = inThreads(new URL("./event.worker.ts", import.meta.url), [given, given, given]);

await sleep(100);
console.log(`before the event, threads that have begun: ${state[1]}`); // => before the event, threads that have begun: 0
state[0] = 42;
go.set();
await ended;
console.log(`after it, threads that have found 42: ${state[1]}`); // => after it, threads that have found 42: 3
