/**
 * Hold the event loop, and see who has to wait.
 *
 * Shows: a task has the thread to itself until it waits for something that is not there yet; nobody can take it away.
 * Use when: you look for what makes timers late and requests slow.
 * Not when: you want to let others have a turn; yields.ts compares the ways to do that.
 * Run: node packages/node-examples/src/async/hold.ts
 * Needs: Node 22.18
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Execution_model
 */
import { setTimeout as sleep } from "node:timers/promises";

const UNIT = Number(process.env["UNIT_MS"] ?? 20);
const began = performance.now();

// Something else that this thread has to do: a timer, due after one unit.
setTimeout(() => {
  console.log(`timer: due after 1 unit, called after ${((performance.now() - began) / UNIT).toFixed(1)}`);
}, UNIT);

// What is there already: a promise that has its value.
const there = Promise.resolve();

async function greedy(): Promise<void> {
  // An async function begins at once, and no other code runs before its first `await`.
  console.log("greedy: computes for 3 units");
  while (performance.now() - began < 3 * UNIT);
  console.log("greedy: has computed");

  // Awaiting what is already there lets other tasks go on that have nothing to wait for either. Timers are not among them.
  for (let i = 0; i < 1000; i++) await there;
  console.log("greedy: has awaited 1000 values that were there");

  // This is a wait: now the event loop looks who is due, timers and arrivals of every kind.
  await sleep(2 * UNIT);
  console.log("greedy: has waited for a timer of its own");
}

async function modest(): Promise<void> {
  console.log("modest: begins");
  await there;
  console.log("modest: goes on");
}

await Promise.all([greedy(), modest()]);
