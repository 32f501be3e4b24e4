/**
 * When one of several tasks fails, stop the others.
 *
 * Shows: Promise.all tells of the first failure and lets the others run on; an AbortController makes them a group, as
 *   Python's TaskGroup.
 * Use when: the results are worth nothing unless all succeed: what still runs only costs.
 * Not when: the others are of use without the one that failed: see wait-for-all.ts.
 * Run: deno run --allow-env=UNIT_MS packages/deno-examples/src/async/cancel-siblings.ts
 * Needs: Deno 2.9
 * See: https://developer.mozilla.org/docs/Web/API/AbortController
 */
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds that a unit takes. */
const UNIT = Number(Deno.env.get("UNIT_MS") ?? 20);

// A task hears of its end through a signal; the sleep of node:timers takes one, and so does fetch.
async function work(name: string, units: number, signal?: AbortSignal): Promise<void> {
  await sleep(units * UNIT, undefined, { signal }).catch((error) => {
    console.log(`${name} is stopped`);
    throw error;
  });
  console.log(`${name} is done`);
}

async function fail(units: number): Promise<never> {
  await sleep(units * UNIT);
  throw new Error("the task failed");
}

// Promise.all rejects after one unit. A has not been told, works on for two more, and nobody wants what it does.
const siblings = [work("A", 3), fail(1)];
await Promise.all(siblings).catch((error: Error) => console.log(`Promise.all: ${error.message}`));
// => Promise.all: the task failed
await Promise.allSettled(siblings); // => A is done

// In a group, the first failure aborts the signal of all, and the group ends when every one of them has ended.
await runTogether([(signal) => work("B", 3, signal), () => fail(1)]).catch((error: Error) =>
  console.log(`the group: ${error.message}`),
);
// => B is stopped
// => the group: the task failed

// Resolves to all values, in the order of the tasks; rejects with the first failure, and not before the last task has ended.
async function runTogether<Value>(tasks: ((signal: AbortSignal) => Promise<Value>)[]): Promise<Value[]> {
  const controller = new AbortController();
  const running = tasks.map((task) => task(controller.signal));
  // Only the first failure counts as the reason; to abort again changes nothing.
  for (const one of running) one.catch((error) => controller.abort(error));
  await Promise.allSettled(running);
  controller.signal.throwIfAborted();
  return Promise.all(running);
}
