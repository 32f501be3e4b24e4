/**
 * A pool of child processes.
 *
 *     await using pool = new ProcessPool<typeof import("./tasks.ts")>(
 *       () => fork(new URL("./tasks.worker.ts", import.meta.url), { serialization: "advanced" }),
 *       { workers: 4 },
 *     );
 *     const total = await pool.submit("sumOfSquares", [50_000_000]);
 *
 * `tasks.worker.ts` is two lines: import the tasks, hand them to `serve`. Everything is copied on its way to a process;
 * `transfer` has no effect.
 */
import type { ChildProcess } from "node:child_process";
import process from "node:process"; // a task may put another object in the place of the global one
import { Worker } from "node:worker_threads";
import { refuseLost, type ServeOptions, serveTasks } from "@triathlon/core/pool/serve";
import { type Link, type LinkEvents, WorkerPool, type WorkerPoolOptions } from "@triathlon/core/pool/worker-pool";

export * from "@triathlon/core/pool/errors";
export * from "@triathlon/core/pool/worker-errors";

export class ProcessPool<Tasks> extends WorkerPool<Tasks> {
  /** @param createProcess forks one child, with `serialization: "advanced"`; called whenever the pool needs another */
  constructor(createProcess: () => ChildProcess, options?: WorkerPoolOptions) {
    super((events) => link(createProcess(), events), options);
  }
}

function link(child: ChildProcess, events: LinkEvents): Link {
  child.on("message", (message: unknown) => {
    // With `node --watch` the runtime itself tells, over the same channel, what the child has loaded.
    const { "watch:import": imported, "watch:require": required } = Object(message) as Record<string, unknown>;
    if (!imported && !required) events.message(message);
  });
  child.on("disconnect", () => events.hungUp());
  // Only "exit" tells of death: a send may seem to succeed after it, and "close" does not always come.
  child.on("exit", (exitCode, signal) => events.died({ exitCode, signal }));
  // A child that could not be started has no pid and never exits; any other error is followed by its exit.
  child.on("error", (error) => {
    if (child.pid === undefined) events.died({ exitCode: null, signal: null, error });
  });
  return {
    // With a callback, a closed channel is no exception: the exit settles what was on its way.
    post: (message) => {
      refuseLost(message);
      child.send(message, () => {});
    },
    stop: () => void child.kill("SIGKILL"),
    hold: (alive) => {
      for (const handle of [child, child.channel]) handle?.[alive ? "ref" : "unref"]();
    },
  };
}

/**
 * Runs these tasks for the pool that forked this process, and ends with it.
 *
 * @throws {Error} in a process that was not forked
 */
export function serve(tasks: object, options: ServeOptions = {}): void {
  const send = process.send?.bind(process);
  if (!send)
    throw new Error("Cannot serve tasks: wanted a forked process, found no channel: start this file with fork()");
  // What tasks have printed may still be on its way to a slow reader: exit() would drop it.
  const leave = (): void => void process.stdout.write("", () => process.stderr.write("", () => process.exit()));
  endWithParent();
  const post = (message: unknown): void => {
    refuseLost(message);
    send(message, undefined, undefined, () => {}); // the pool may be gone: "disconnect" tells
  };
  process.on("message", serveTasks(tasks, options, { name: String(process.pid), post, leave }));
  process.on("disconnect", () => process.exit());
  process.on("SIGINT", () => {}); // Ctrl-C in a terminal goes to parent and children: the parent decides
}

/**
 * A task that computes never lets "disconnect" be heard. So a small thread looks whether the parent is still the one this
 * process began with; the children of a process that was killed get another.
 */
function endWithParent(): void {
  const watch = `setInterval(() => process.ppid === ${process.ppid} || process.kill(process.pid, "SIGKILL"), 500)`;
  new Worker(watch, { eval: true, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
}
