/** The thread's side of `raw-thread.ts`. */
import { type RawCall, rawWorker } from "@triathlon/core/measure/pools/raw";

const scope = self as unknown as {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<RawCall[]>) => void): void;
};
const receive = rawWorker((message, transfer) => scope.postMessage(message, transfer));
scope.addEventListener("message", ({ data }) => receive(data));
