/**
 * Send a stream to a thread, and let it pull.
 *
 * Shows: a `ReadableStream` changes hands like a buffer: the thread reads at its own pace, and the source is asked
 *   for more only then.
 * Use when: a thread works on what arrives bit by bit, and must not be flooded.
 * Not when: all of it is there already: send it in one message.
 * Run: node packages/node-examples/src/threading/transfer-stream.ts
 * Needs: Node 22.18
 * See: https://nodejs.org/api/worker_threads.html
 */
import { Worker } from "node:worker_threads";

const worker = new Worker(new URL("./transfer-stream.worker.ts", import.meta.url));

// A source that makes a piece when it is asked for one, and counts how often that was.
let made = 0;
const source = new ReadableStream<Uint8Array>(
  {
    pull(controller) {
      controller.enqueue(new Uint8Array(1000).fill(++made));
      if (made === 20) controller.close();
    },
  },
  { highWaterMark: 1 },
);
worker.postMessage(source, [source]);

// The source is locked now: it belongs to the other side.
console.log(`still readable here: ${!source.locked}`); // => still readable here: false
const bytes = await new Promise<number>((resolve) => worker.on("message", (sum: number) => resolve(sum)));
console.log(`${made} pieces were made, and the thread got ${bytes} bytes`); // => 20 pieces were made, and the thread got 20000 bytes
await worker.terminate();
