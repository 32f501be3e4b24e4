/** The worker of `isolate-ladder.ts`. */
import { parentPort } from "node:worker_threads";
import { guest, type Question } from "./isolate-ladder.guest.ts";

parentPort?.on("message", (question: Question) => parentPort?.postMessage(guest(question)));
parentPort?.postMessage("ready");
