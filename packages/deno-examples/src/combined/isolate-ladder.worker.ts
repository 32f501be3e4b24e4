/** The worker of `isolate-ladder.ts`. */
import { guest, type Question } from "@triathlon/core/examples/combined/isolate-ladder.guest";

self.addEventListener("message", ({ data }: MessageEvent<Question>) => self.postMessage(guest(data)));
self.postMessage("ready");
