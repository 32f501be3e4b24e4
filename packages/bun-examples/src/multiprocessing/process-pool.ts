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
 * `tasks.worker.ts` is two lines: import the tasks, hand them to `serve` of `process-worker.ts`. Everything is copied on
 * its way to a process; `transfer` has no effect. `--no-orphans` ends a child with its parent even while it computes.
 */
import type { Subprocess } from "bun";
import type { Link, LinkEvents } from "@triathlon/core/executor/wire";
import { WorkerPool, type WorkerPoolOptions } from "@triathlon/core/executor/worker-pool";

/** The options of `Bun.spawn` that tie a child to its pool; spread them into yours. */
export interface Channel {
  ipc(message: unknown): void;
  serialization: "advanced";
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
    ipc: (message) => events.message(message as never),
    serialization: "advanced",
    onExit: (child, exitCode, _signal, error) => {
      const signal = child.signalCode === null ? null : String(child.signalCode);
      events.died({ exitCode: signal ? null : exitCode, signal, error });
    },
  };
}

function link(child: Subprocess): Link {
  return {
    sharesMemory: false,
    post: (message) => {
      try {
        child.send(message);
      } catch (error) {
        // To a child that is gone nothing can be sent; its exit settles what was on its way.
        if (!(error instanceof Error && "code" in error && error.code === "ERR_IPC_CHANNEL_CLOSED")) throw error;
      }
    },
    stop: () => child.kill("SIGKILL"),
  };
}
