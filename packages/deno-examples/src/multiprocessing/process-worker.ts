/**
 * The child's side of a process pool.
 *
 *     import * as tasks from "./tasks.ts";
 *     import { serve } from "./process-worker.ts";
 *     serve(tasks);
 */
import type { FromWorker, ToWorker } from "@triathlon/core/executor/wire";
import { type ServeOptions, workerSide } from "@triathlon/core/executor/worker-side";
import { frame, readFrames } from "./frames.ts";

/** Runs these tasks for the pool that spawned this process, and ends with it. Logs go to stderr from here on. */
export function serve(tasks: object, options: ServeOptions = {}): void {
  console.log = console.info = console.debug = console.error;
  endWithParent();
  const { receive, farewell } = workerSide(tasks, options, { name: String(Deno.pid), post, leave: () => Deno.exit() });
  addEventListener("unload", farewell);
  void (async () => {
    for await (const message of readFrames(stdin())) receive(message as ToWorker);
    Deno.exit(); // the pool is gone
  })();
}

/** What comes in, chunk by chunk; each is gone when the next is read. Half the time of `Deno.stdin.readable`. */
async function* stdin(): AsyncGenerator<Uint8Array, void, undefined> {
  const buffer = new Uint8Array(64 * 1024);
  for (let read = await Deno.stdin.read(buffer); read !== null; read = await Deno.stdin.read(buffer)) {
    yield buffer.subarray(0, read);
  }
}

/** Written at once and whole, so that nothing is lost when the process ends after it. */
function post(message: FromWorker): void {
  const bytes = frame(message);
  try {
    for (let sent = 0; sent < bytes.length;) sent += Deno.stdout.writeSync(bytes.subarray(sent));
  } catch (error) {
    // The pool's process was killed: nobody is left to hear it, and the end of stdin ends this one.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/**
 * A task that computes never lets the end of stdin be seen. So a small worker looks whether the parent is still the one this
 * process began with; the children of a process that was killed get another. It needs no permission.
 */
function endWithParent(): void {
  const watch = `setInterval(() => Deno.ppid === ${Deno.ppid} || Deno.kill(Deno.pid, "SIGKILL"), 500)`;
  new Worker(`data:text/javascript,${encodeURIComponent(watch)}`, { type: "module" });
}
