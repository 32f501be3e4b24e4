/**
 * A pool of child processes.
 *
 *     await using pool = new ProcessPool<typeof import("./tasks.ts")>(
 *       () => fork(new URL("./tasks.worker.ts", import.meta.url), { serialization: "advanced" }),
 *       { workers: 4 },
 *     );
 *     const total = await pool.submit("sumOfSquares", [50_000_000]);
 *
 * `tasks.worker.ts` is two lines: import the tasks, hand them to `serve` of `process-worker.ts`. Everything is copied on
 * its way to a process; `transfer` has no effect.
 */
import type { ChildProcess } from "node:child_process";
import type { Link, LinkEvents } from "@triathlon/core/executor/wire";
import { WorkerPool, type WorkerPoolOptions } from "@triathlon/core/executor/worker-pool";

export class ProcessPool<Tasks> extends WorkerPool<Tasks> {
  /** @param createProcess forks one child, with `serialization: "advanced"`; called whenever the pool needs another */
  constructor(createProcess: () => ChildProcess, options?: WorkerPoolOptions) {
    super((events) => link(createProcess(), events), options);
  }
}

function link(child: ChildProcess, events: LinkEvents): Link {
  child.on("message", (message) => events.message(message as never));
  // Only "exit" tells of death: a send may seem to succeed after it, and "close" does not always come.
  child.on("exit", (exitCode, signal) => events.died({ exitCode, signal }));
  // A child that could not be started has no pid and never exits; any other error is followed by its exit.
  child.on("error", (error) => {
    if (child.pid === undefined) events.died({ exitCode: null, signal: null, error });
  });
  return {
    sharesMemory: false,
    // With a callback, a closed channel is no exception: the exit settles what was on its way.
    post: (message) => void child.send(message, () => {}),
    stop: () => void child.kill("SIGKILL"),
  };
}
