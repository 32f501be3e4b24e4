/** Threads that run one module each and are told what it needs: for the programs of this folder that need no pool. */

/** Starts a thread of this module for each of what is given, and waits until all have ended. @throws what one of them threw */
export async function inThreads(module: URL, given: readonly unknown[]): Promise<void> {
  await Promise.all(given.map((each) => inThread(module, each)));
}

function inThread(module: URL, given: unknown): Promise<void> {
  const thread = new Worker(module);
  return new Promise((resolve, reject) => {
    thread.addEventListener("close", () => resolve());
    thread.addEventListener("error", (event) => reject(new Error(event.message)));
    thread.postMessage(given);
  });
}

declare const self: Worker;

/** Runs in a thread what is to be done with what it was given; then the thread ends. */
export function inThisThread(work: (given: never) => void): void {
  self.addEventListener("message", ({ data }: MessageEvent) => {
    work(data as never);
    process.exit(); // this thread only
  });
}
