/** The thread's side of `raw-thread.ts`. */
import { type RawCall, rawWorker } from "@triathlon/core/measure/pools/raw";

declare const self: Worker;

const receive = rawWorker((message, transfer) => self.postMessage(message, transfer));
self.addEventListener("message", ({ data }: MessageEvent<RawCall[]>) => receive(data));
