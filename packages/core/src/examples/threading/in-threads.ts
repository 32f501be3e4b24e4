/**
 * Threads that run one module each and are told what it needs: for the programs of this folder. They are threads of node:worker_threads, which
 * all runtimes have.
 */
import { once } from "node:events";
import { Worker, workerData } from "node:worker_threads";

/** Starts a thread of this module for each of what is given, and waits until all have ended. @throws what one of them threw */
export async function inThreads(module: URL, given: readonly unknown[]): Promise<void> {
  const threads = given.map((each) => new Worker(module, { workerData: each }));
  await Promise.all(threads.map((thread) => once(thread, "exit")));
}

/** Runs in a thread what is to be done with what it was given; then the thread ends. */
export function inThisThread(work: (given: never) => void): void {
  work(workerData as never);
}
