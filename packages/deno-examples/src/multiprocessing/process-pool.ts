/**
 * A pool of child processes, each with permissions of its own.
 *
 *     await using pool = new ProcessPool<typeof import("./tasks.ts")>(
 *       () => new Deno.Command("deno", {
 *         args: ["run", "--no-prompt", fileURLToPath(new URL("./tasks.worker.ts", import.meta.url))],
 *         stdin: "piped",
 *         stdout: "piped",
 *       }).spawn(),
 *       { workers: 4 },
 *     );
 *     const total = await pool.submit("sumOfSquares", [50_000_000]);
 *
 * Needs `--allow-run=deno`; `fileURLToPath` is from `node:url`. `tasks.worker.ts` is two lines: import the tasks, hand them to `serve`.
 * Messages are frames on stdin and stdout; what a task prints goes on to this program's stdout. Everything is copied on its way to a
 * process; `transfer` has no effect.
 */
import { refuseLost, type ServeOptions, serveTasks } from "@triathlon/core/pool/serve";
import { after } from "@triathlon/core/pool/tasks";
import { type Link, type LinkEvents, WorkerPool, type WorkerPoolOptions } from "@triathlon/core/pool/worker-pool";
import { frame, readFrames } from "./frames.ts";

export * from "@triathlon/core/pool/errors";
export * from "@triathlon/core/pool/worker-errors";

export class ProcessPool<Tasks> extends WorkerPool<Tasks> {
  /** @param createProcess spawns one child with stdin and stdout piped; called whenever the pool needs another */
  constructor(createProcess: () => Deno.ChildProcess, options?: WorkerPoolOptions) {
    super((events) => link(createProcess(), events), options);
  }
}

function link(child: Deno.ChildProcess, events: LinkEvents): Link {
  const writer = child.stdin.getWriter();
  const reader = child.stdout.getReader();
  void watch();
  return {
    // The frame is made before anything is sent: what cannot be cloned throws here. A broken pipe is no exception: the
    // exit settles what was on its way.
    post: (message) => {
      refuseLost(message);
      writer.write(frame(message)).catch(() => {});
    },
    stop: () => {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has exited already.
      }
    },
    hold: (alive) => (alive ? child.ref() : child.unref()),
  };

  async function watch(): Promise<void> {
    const chunk = async (): Promise<Uint8Array | undefined> => (await reader.read()).value;
    let error: unknown;
    const read = readFrames(chunk, (message) => events.message(message), writeAll)
      .catch((cause: unknown) => (error = cause))
      .then(() => events.hungUp(error));
    const { code, signal } = await child.status;
    const cancel = after(200, () => void reader.cancel()); // what it has started may hold its stdout open
    await read;
    cancel();
    writer.close().catch(() => {});
    events.died({ exitCode: signal ? null : code, signal, error });
  }
}

/** Runs these tasks for the pool that spawned this process, and ends with it. */
export function serve(tasks: object, options: ServeOptions = {}): void {
  const leave = (): void => Deno.exit();
  const buffer = new Uint8Array(64 * 1024);
  // Half the time of `Deno.stdin.readable`.
  const chunk = async (): Promise<Uint8Array | undefined> => {
    const size = await Deno.stdin.read(buffer);
    return size === null ? undefined : buffer.subarray(0, size);
  };
  Deno.addSignalListener("SIGINT", () => {}); // Ctrl-C in a terminal goes to parent and children: the parent decides
  endWithParent();
  // Written at once and whole, so that nothing is lost when the process ends after it.
  const post = (message: unknown): void => {
    refuseLost(message);
    writeAll(frame(message));
  };
  void readFrames(chunk, serveTasks(tasks, options, { name: String(Deno.pid), post, leave })).finally(leave);
}

/**
 * A task that computes never lets the end of stdin be seen. So a small worker looks whether the parent is still the one this
 * process began with; the children of a process that was killed get another. It needs no permission.
 */
function endWithParent(): void {
  const watch = `setInterval(() => Deno.ppid === ${Deno.ppid} || Deno.kill(Deno.pid, "SIGKILL"), 500)`;
  new Worker(`data:text/javascript,${encodeURIComponent(watch)}`, { type: "module" });
}

/** Writes to stdout. Nothing is said when nobody is left to read it: then the parent is gone. */
function writeAll(bytes: Uint8Array): void {
  try {
    for (let sent = 0; sent < bytes.length;) sent += Deno.stdout.writeSync(bytes.subarray(sent));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
