/** The worker of `isolate-ladder.ts`. */
import { guest, type Question } from "./isolate-ladder.guest.ts";

self.addEventListener("message", ({ data }: MessageEvent<Question>) => self.postMessage(guest(data)));
self.postMessage("ready");
