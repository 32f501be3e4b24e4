/** The worker of `what-survives.ts`: looks at what has arrived. */
import { kinds } from "./what-survives.values.ts";

export interface Parcel {
  kind: string;
  value: unknown;
}

self.addEventListener("message", ({ data: { kind, value } }: MessageEvent<Parcel>) => {
  self.postMessage(kinds[kind]?.survived(value));
});
self.postMessage("ready");
