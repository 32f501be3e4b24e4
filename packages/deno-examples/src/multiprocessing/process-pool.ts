/**
 * A pool of child processes, each with permissions of its own.
 *
 *     await using pool = new ProcessPool<typeof import("./tasks.ts")>(
 *       () => new Deno.Command(Deno.execPath(), {
 *         args: ["run", "--no-prompt", fromFileUrl(new URL("./tasks.worker.ts", import.meta.url))],
 *         stdin: "piped",
 *         stdout: "piped",
 *       }).spawn(),
 *       { workers: 4 },
 *     );
 *     const total = await pool.submit("sumOfSquares", [50_000_000]);
 *
 * Needs `--allow-run` for the Deno binary. `tasks.worker.ts` is two lines: import the tasks, hand them to `serve` of
 * `process-worker.ts`. Messages are frames on stdin and stdout, so a task's logs go to stderr. Everything is copied on its way
 * to a process; `transfer` has no effect.
 */
import type { FromWorker, Link, LinkEvents } from "@triathlon/core/executor/wire";
import { WorkerPool, type WorkerPoolOptions } from "@triathlon/core/executor/worker-pool";
import { frame, readFrames } from "./frames.ts";

export class ProcessPool<Tasks> extends WorkerPool<Tasks> {
  /** @param createProcess spawns one child with stdin and stdout piped; called whenever the pool needs another */
  constructor(createProcess: () => Deno.ChildProcess, options?: WorkerPoolOptions) {
    super((events) => link(createProcess(), events), options);
  }
}

function link(child: Deno.ChildProcess, events: LinkEvents): Link {
  const writer = child.stdin.getWriter();
  const stop = (): void => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has exited already.
    }
  };
  void receive();
  return {
    sharesMemory: false,
    // The frame is made before anything is sent: what cannot be cloned throws here. A broken pipe is no exception: the
    // exit settles what was on its way.
    post: (message) => void writer.write(frame(message)).catch(() => {}),
    stop,
  };

  async function receive(): Promise<void> {
    let error: unknown;
    try {
      for await (const message of readFrames(child.stdout)) events.message(message as FromWorker);
    } catch (cause) {
      error = cause; // something else than frames on stdout
      stop();
    }
    const status = await child.status;
    writer.close().catch(() => {});
    events.died({ exitCode: status.signal ? null : status.code, signal: status.signal, error });
  }
}
