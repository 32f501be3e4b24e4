/** The worker of `transfer-stream.ts`: counts the bytes of a stream, slowly. */
import { parentPort } from "node:worker_threads";

parentPort!.on("message", (stream: ReadableStream<Uint8Array>) => void count(stream));

async function count(stream: ReadableStream<Uint8Array>): Promise<void> {
  let bytes = 0;
  for await (const piece of stream) {
    bytes += piece.length;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  parentPort!.postMessage(bytes);
}
