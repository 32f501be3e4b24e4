/** The worker of `what-survives.ts`: looks at what has arrived. */
import { parentPort } from "node:worker_threads";
import { kinds } from "@triathlon/core/examples/threading/what-survives.values";

export interface Parcel {
  kind: string;
  value: unknown;
}

parentPort?.on("message", ({ kind, value }: Parcel) => parentPort?.postMessage(kinds[kind]?.survived(value)));
parentPort?.postMessage("ready");
