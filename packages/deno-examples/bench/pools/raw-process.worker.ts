/** The child's side of `raw-process.ts`. */
import { type RawCall, rawWorker } from "@triathlon/core/measure/pools/raw";
import { frame, readFrames } from "../../src/multiprocessing/frames.ts";

const writer = Deno.stdout.writable.getWriter();
const receive = rawWorker((message) => void writer.write(frame(message)));
for await (const calls of readFrames(Deno.stdin.readable)) receive(calls as RawCall[]);
