/** The worker of `isolate-ladder.ts`. */
import { guest, type Question } from "./isolate-ladder.guest.ts";

declare const self: Worker;

self.addEventListener("message", ({ data }: MessageEvent<Question>) => self.postMessage(guest(data)));
self.postMessage("ready");
