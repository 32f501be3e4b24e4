/**
 * Build an event loop in thirty lines, and run the same steps in the real one.
 *
 * Shows: an event loop is a list of who is ready, a list of who waits, and a loop that runs one after the other until it yields.
 * Use when: you want to know what `await` does to your program.
 * Run: node packages/node-examples/src/async/event-loop.ts
 * Needs: Node 22.18
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Execution_model
 */
import { setTimeout as sleep } from "node:timers/promises";

const UNIT = Number(process.env["UNIT_MS"] ?? 20);

// A task is a generator: it runs until it yields, and it yields how many units it wants to wait. 0 means: let others go first.
type Task = Generator<number, void, void>;

function* doFirst(say: (text: string) => void): Task {
  say("do_first block 1");
  yield 0;
  say("do_first block 2");
  yield 10;
  say("do_first block 3");
}

function* doSecond(say: (text: string) => void): Task {
  say("do_second block 1");
  yield 0;
  say("do_second block 2");
  yield 1;
  say("do_second block 3");
}

// The toy: its time is a number, so nobody has to wait for it to pass.
function runToy(tasks: Iterable<Task>): void {
  const ready = [...tasks];
  const waiting: { task: Task; due: number }[] = [];
  let now = 0;
  while (ready.length > 0 || waiting.length > 0) {
    // Nobody is ready: sleep until the first of those who wait is due.
    if (ready.length === 0) now = Math.min(...waiting.map(({ due }) => due));

    // Whoever is due moves from the one list to the other.
    waiting.sort((a, b) => a.due - b.due);
    while (waiting[0] && waiting[0].due <= now) ready.push(waiting.shift()!.task);

    // The first in line has the thread until it yields. Nothing in this loop can interrupt it.
    const task = ready.shift()!;
    const { done, value } = task.next();
    if (!done) waiting.push({ task, due: now + value });
  }
}

// The real one: every yield is an `await`, and the two lists are inside the runtime.
async function runReal(tasks: Iterable<Task>): Promise<void> {
  await Promise.all(
    Array.from(tasks, async (task) => {
      for (const units of task) await sleep(units * UNIT);
    }),
  );
}

const toy: string[] = [];
const real: string[] = [];
runToy([doFirst((text) => toy.push(text)), doSecond((text) => toy.push(text))]);
await runReal([doFirst((text) => real.push(text)), doSecond((text) => real.push(text))]);

// Side by side: the same steps in the same order.
for (const [i, step] of toy.entries()) console.log(`toy: ${step}  real: ${real[i]}`);
// => toy: do_first block 1  real: do_first block 1
// => toy: do_second block 1  real: do_second block 1
// => toy: do_first block 2  real: do_first block 2
// => toy: do_second block 2  real: do_second block 2
// => toy: do_second block 3  real: do_second block 3
// => toy: do_first block 3  real: do_first block 3
