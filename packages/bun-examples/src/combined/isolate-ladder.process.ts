/** The process of `isolate-ladder.ts`. */
import { guest, type Question } from "./isolate-ladder.guest.ts";

process.on("message", (question: Question) => process.send?.(guest(question)));
process.send?.("ready");
