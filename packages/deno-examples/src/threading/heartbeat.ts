/**
 * Watch two hearts beat while somebody spins.
 *
 * Shows: the operating system switches between threads whether they like it or not; inside one thread nobody can be interrupted.
 * Use when: something must go on whatever the rest of the program computes: a heartbeat, a progress bar, a server.
 * Not when: all that is there to do is to wait; an event loop that nobody holds up beats as well.
 * Run: deno run --allow-read --allow-env=UNIT_MS packages/deno-examples/src/threading/heartbeat.ts
 * Needs: Deno 2.9
 * See: https://docs.deno.com/api/web/~/Worker
 */
import type { Order } from "./heartbeat.worker.ts";

const UNIT = Number(Deno.env.get("UNIT_MS") ?? 20);

// Gives a worker an order, and waits until it says that it is done.
async function order(worker: Worker, what: Order): Promise<void> {
  const done = new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
  worker.postMessage(what);
  await done;
}

// A's heart beats four times a unit and counts in shared memory, so that nobody has to listen to it. Main's heart is here.
const a = new Worker(new URL("./heartbeat.worker.ts", import.meta.url), { type: "module" });
const b = new Worker(new URL("./heartbeat.worker.ts", import.meta.url), { type: "module" });
const beatsOfA = new Int32Array(new SharedArrayBuffer(4));
let beatsOfMain = 0;
await order(a, { beats: beatsOfA, every: UNIT / 4 });
const heart = setInterval(() => beatsOfMain++, UNIT / 4);

function startCounting(): void {
  Atomics.store(beatsOfA, 0, 0);
  beatsOfMain = 0;
}
const counted = (): string => `A beats ${Atomics.load(beatsOfA, 0)} times, main beats ${beatsOfMain} times`;

// B is a thread of its own. While it spins, both hearts go on.
await order(b, { spin: 0 }); // B is ready
startCounting();
await order(b, { spin: 8 * UNIT });
console.log(`while B spins: ${counted()}`);

// Main spins in the thread in which its heart should beat.
startCounting();
const end = performance.now() + 8 * UNIT;
while (performance.now() < end);
console.log(`while main spins: ${counted()}`);

clearInterval(heart);
a.terminate();
b.terminate();
