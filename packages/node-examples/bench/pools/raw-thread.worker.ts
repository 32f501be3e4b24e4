/** The thread's side of `raw-thread.ts`. */
import { parentPort } from "node:worker_threads";
import { rawWorker } from "@triathlon/core/measure/pools/raw";

const port = parentPort!;
port.on(
  "message",
  rawWorker((message, transfer) => port.postMessage(message, transfer)),
);
