/**
 * Print what threads say in the order in which they said it.
 *
 * Shows: a ticket for each line, drawn from shared memory, and a printer that waits for the ticket that is
 *   missing.
 * Use when: lines of several threads must be read as one story.
 * Not when: a time in front of each line is enough, and somebody sorts them later.
 * Run: node packages/node-examples/src/threading/log-in-order.ts
 * Needs: Node 22.18
 */
import { Worker } from "node:worker_threads";

interface Line {
  ticket: number;
  text: string;
}

const COUNT = 3;
const tickets = new Int32Array(new SharedArrayBuffer(4));

// Messages of different threads arrive in any order: a line is held back until all before it were printed.
const held = new Map<number, string>();
let next = 0;
let running = COUNT;
const done = Promise.withResolvers<void>();
function print({ ticket, text }: Line): void {
  held.set(ticket, text);
  for (let line = held.get(next); line !== undefined; line = held.get(next)) {
    console.log(`${next} ${line}`);
    held.delete(next++);
    if (line.endsWith("is done") && --running === 0) done.resolve();
  }
}

const workers = Array.from({ length: COUNT }, (_, index) => {
  const worker = new Worker(new URL("./log-in-order.worker.ts", import.meta.url));
  worker.on("message", (line: Line) => print(line));
  worker.postMessage({ name: `thread ${index + 1}`, tickets });
  return worker;
});
await done.promise;
for (const worker of workers) await worker.terminate();
