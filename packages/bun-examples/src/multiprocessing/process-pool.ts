/**
 * A pool of child processes.
 *
 *     await using pool = new ProcessPool<typeof import("./tasks.ts")>(
 *       (channel) => Bun.spawn([process.execPath, "--no-orphans", Bun.fileURLToPath(new URL("./tasks.worker.ts", import.meta.url))], {
 *         ...channel,
 *         stdio: ["ignore", "inherit", "inherit"],
 *       }),
 *       { workers: 4 },
 *     );
 *     const total = await pool.submit("sumOfSquares", [50_000_000]);
 *
 * `tasks.worker.ts` is two lines: import the tasks, hand them to `serve`. Everything is copied on its way to a process;
 * `transfer` has no effect. `--no-orphans` ends a child with its parent even while it computes.
 */
import process from "node:process"; // a task may put another object in the place of the global one
import type { Subprocess } from "bun";
import { refuseLost, type ServeOptions, serveTasks } from "@triathlon/core/pool/serve";
import { type Link, type LinkEvents, WorkerPool, type WorkerPoolOptions } from "@triathlon/core/pool/worker-pool";

export * from "@triathlon/core/pool/errors";
export * from "@triathlon/core/pool/worker-errors";

/** The options of `Bun.spawn` that tie a child to its pool; spread them into yours. */
export interface Channel {
  ipc(message: unknown): void;
  serialization: "advanced";
  onDisconnect(): void;
  onExit(child: Subprocess, exitCode: number | null, signal: number | null, error?: Error): void;
}

export class ProcessPool<Tasks> extends WorkerPool<Tasks> {
  /** @param createProcess spawns one child with the given channel; called whenever the pool needs another */
  constructor(createProcess: (channel: Channel) => Subprocess, options?: WorkerPoolOptions) {
    super((events) => link(createProcess(channel(events))), options);
  }
}

function channel(events: LinkEvents): Channel {
  return {
    ipc: (message) => events.message(message),
    serialization: "advanced",
    onDisconnect: () => events.hungUp(),
    onExit: (child, exitCode, _signal, error) => {
      const signal = child.signalCode === null ? null : String(child.signalCode);
      events.died({ exitCode: signal ? null : exitCode, signal, error });
    },
  };
}

function link(child: Subprocess): Link {
  // Nothing else is asked of it before it is to be sent something, or stopped.
  if (typeof Object(child).send !== "function")
    throw new TypeError("Cannot start a worker: wanted a function that returns what Bun.spawn() does");
  return {
    post: (message) => {
      refuseLost(message, ["DOMException"]);
      try {
        child.send(message);
      } catch (error) {
        // To a child that is gone nothing can be sent; its exit settles what was on its way.
        if (!(error instanceof Error && "code" in error && error.code === "ERR_IPC_CHANNEL_CLOSED")) throw error;
      }
    },
    stop: () => child.kill("SIGKILL"),
    hold: (alive) => (alive ? child.ref() : child.unref()),
  };
}

/**
 * Runs these tasks for the pool that spawned this process, and ends with it.
 *
 * @throws {Error} in a process that was spawned without a channel
 */
export function serve(tasks: object, options: ServeOptions = {}): void {
  const send = process.send?.bind(process);
  if (!send) throw new Error("Cannot serve tasks: wanted a channel to a pool, found none: spawn this file with ipc");
  const leave = (): void => process.exit();
  const post = (message: unknown): void => {
    refuseLost(message, ["DOMException"]);
    send(message);
  };
  process.on("message", serveTasks(tasks, options, { name: String(process.pid), post, leave }));
  process.on("disconnect", leave);
  process.on("SIGINT", () => {}); // Ctrl-C in a terminal goes to parent and children: the parent decides
}
