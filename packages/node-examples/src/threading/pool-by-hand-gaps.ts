/**
 * Lead a pool by hand into what it lacks.
 *
 * Shows: five ways in which a call is never heard of again.
 * Use when: you think of writing a pool of your own, or of taking a small one.
 * Run: node packages/node-examples/src/threading/pool-by-hand-gaps.ts
 * Needs: Node 22.18
 */
import { setTimeout as sleep } from "node:timers/promises";
import { HandPool } from "./pool-by-hand.pool.ts";

const start = (): HandPool => new HandPool(new URL("./pool-by-hand.worker.ts", import.meta.url), 1);
const soon = (call: Promise<number>): Promise<string> =>
  Promise.race([call.then((sum) => `gives ${sum}`), sleep(400).then(() => "still waits")]);

// The error reaches nobody, and the worker is not replaced. Missing: TaskError, WorkerDied, another worker.
const broken = start();
console.log(`a call whose task throws: ${await soon(broken.run(-1))}`); // => a call whose task throws: still waits
console.log(`the call after it: ${await soon(broken.run(1))}`); // => the call after it: still waits
await broken.close();

// Nobody wants the first call any more, and it has the worker. Missing: a signal, a deadline, the end of a worker that heeds none.
const deaf = start();
void deaf.run(2_000_000);
console.log(`a call behind one that nobody wants: ${await soon(deaf.run(1))}`); // => a call behind one that nobody wants: still waits
await deaf.close();

// Missing: a limit for those that wait, and a closing that lets them finish or tells them.
const flooded = start();
const calls = Array.from({ length: 10_000 }, (_, limit) => flooded.run(limit));
console.log(`calls in memory: ${flooded.line.length}`); // => calls in memory: 9999
await flooded.close();
console.log(`a call of a pool that is closed: ${await soon(calls.at(-1)!)}`); // => a call of a pool that is closed: still waits
