/**
 * Send a stream to a thread, and let it pull.
 *
 * Shows: a `ReadableStream` changes hands like a buffer: the thread reads at its own pace, and the source is asked
 *   for more only then.
 * Use when: a thread works on what arrives bit by bit, and must not be flooded.
 * Not when: all of it is there already: send it in one message.
 * Run: bun packages/bun-examples/src/threading/transfer-stream.ts
 * Needs: Bun 1.4
 * See: https://bun.com/docs/runtime/workers
 */
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

// Bun cannot send the stream itself: each piece is sent when the thread asks for it, and changes hands.
const reader = source.getReader();
console.log(`still readable here: ${!source.locked}`); // => still readable here: false
const bytes = await new Promise<number>((resolve) => {
  worker.addEventListener("message", ({ data }: MessageEvent<"next" | number>) => {
    if (data === "next") void sendNext();
    else resolve(data);
  });
});
async function sendNext(): Promise<void> {
  const { value } = await reader.read();
  worker.postMessage(value, value ? [value.buffer as ArrayBuffer] : []);
}
console.log(`${made} pieces were made, and the thread got ${bytes} bytes`); // => 20 pieces were made, and the thread got 20000 bytes
worker.terminate();
