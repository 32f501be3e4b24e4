/** A thread of the claims. */
import { parentPort } from "node:worker_threads";
import { heed } from "@triathlon/core/measure/claims/in-worker";

parentPort!.on("message", (message) => {
  const answer = heed(message);
  if (answer !== undefined) parentPort!.postMessage(answer);
});
