/**
 * Compare the ways to yield: which of them let timers have a turn, and which starve them.
 *
 * Shows: promises, `queueMicrotask` and `process.nextTick` go on before the event loop does; the others come back through it.
 * Use when: a long computation has to stay in this thread and must let the rest of the program live: `scheduler.yield()`.
 * Not when: the computation can go to a worker, which need not yield at all.
 * Run: node packages/core/src/examples/async/yields.ts
 * Run: deno run packages/core/src/examples/async/yields.ts
 * Run: bun packages/core/src/examples/async/yields.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://nodejs.org/learn/asynchronous-work/event-loop-timers-and-nexttick
 */
import process from "node:process";
import { setImmediate } from "node:timers";
import { scheduler } from "node:timers/promises";

const YIELDS = 200;
const { port1, port2 } = new MessageChannel();
port2.start();

const ways: Record<string, () => unknown> = {
  // These go on as soon as the code that runs has returned, and before anything that comes from outside.
  "await null": () => null,
  queueMicrotask: () => new Promise<void>((resolve) => queueMicrotask(resolve)),
  "process.nextTick": () => new Promise<void>((resolve) => process.nextTick(resolve)),
  // These come back by way of the event loop, which looks for timers and arrivals on its way.
  setImmediate: () => new Promise<void>((resolve) => setImmediate(resolve)),
  "setTimeout 0": () => new Promise<void>((resolve) => setTimeout(resolve, 0)),
  "scheduler.yield": () => scheduler.yield(),
  // A port may read on while there are messages: how soon it lets a timer in differs from runtime to runtime.
  MessageChannel: () =>
    new Promise((resolve) => {
      port2.addEventListener("message", resolve, { once: true });
      port1.postMessage(null);
    }),
};

for (const [name, yieldNow] of Object.entries(ways)) {
  // Each of them begins in a turn of the event loop of its own.
  await new Promise((resolve) => setTimeout(resolve, 0));

  // Somebody else: a timer that is due every millisecond and counts how often it had a turn.
  let turns = 0;
  const timer = setInterval(() => turns++, 1);

  // A long computation in pieces of a tenth of a millisecond, with a yield after each.
  for (let i = 0; i < YIELDS; i++) {
    const piece = performance.now();
    while (performance.now() - piece < 0.1);
    await yieldNow();
  }
  clearInterval(timer);
  console.log(`${name}: ${turns} turns of a timer during ${YIELDS} yields`);
}
port1.close();
