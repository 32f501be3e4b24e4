/** The worker of `what-survives.ts`: looks at what has arrived. */
import { kinds } from "@triathlon/core/examples/threading/what-survives.values";

export interface Parcel {
  kind: string;
  value: unknown;
}

self.addEventListener("message", ({ data: { kind, value } }: MessageEvent<Parcel>) => {
  self.postMessage(kinds[kind]?.survived(value));
});
self.postMessage("ready");
