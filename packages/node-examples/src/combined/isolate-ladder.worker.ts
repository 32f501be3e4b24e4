/** The worker of `isolate-ladder.ts`. */
import { parentPort } from "node:worker_threads";
import { guest, type Question } from "@triathlon/core/examples/combined/isolate-ladder.guest";

parentPort?.on("message", (question: Question) => parentPort?.postMessage(guest(question)));
parentPort?.postMessage("ready");
