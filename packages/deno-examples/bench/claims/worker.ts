/** A thread of the claims. */
import { heed } from "@triathlon/core/measure/claims/in-worker";

/** The types are those of the main thread: there `self` has no channel of its own. */
const worker = self as unknown as Worker;
worker.addEventListener("message", ({ data }) => {
  const answer = heed(data);
  if (answer !== undefined) worker.postMessage(answer);
});
