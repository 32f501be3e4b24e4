/** The process of `isolate-ladder.ts`. */
import { guest, type Question } from "@triathlon/core/examples/combined/isolate-ladder.guest";

process.on("message", (question: Question) => process.send?.(guest(question)));
process.send?.("ready");
