/** Says that it is there, and stays. */

/** The types are those of the main thread: there `self` has no channel of its own. */
const worker = self as unknown as Worker;
worker.addEventListener("message", () => {});
worker.postMessage("ready");
