/** The child's side of `raw-process.ts`. */
import { type RawCall, rawWorker } from "@triathlon/core/measure/pools/raw";
import { frame, readFrames } from "../../src/multiprocessing/frames.ts";

const writer = Deno.stdout.writable.getWriter();
const receive = rawWorker((message) => void writer.write(frame(message)));
const reader = Deno.stdin.readable.getReader();
await readFrames(
  async () => (await reader.read()).value,
  (calls) => receive(calls as RawCall[]),
);
