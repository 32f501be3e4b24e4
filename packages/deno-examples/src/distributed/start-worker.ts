/** Starts the worker of an example: a program of its own, which could as well be on another machine. */

export interface StartedWorker extends AsyncDisposable {
  /** As a crash of its machine would. */
  kill(): void;
}

/**
 * @param command the runtime's binary first
 * @param url of the server
 * @returns it is told to leave when it is disposed of, and finishes what it has
 */
export function startWorker([binary, ...args]: [string, ...string[]], url: string): StartedWorker {
  const worker = new Deno.Command(binary, { args, env: { NATS_URL: url }, stdin: "null" }).spawn();
  let ended = false;
  void worker.status.then(() => (ended = true));
  return {
    kill: () => worker.kill("SIGKILL"),
    async [Symbol.asyncDispose]() {
      if (!ended) worker.kill("SIGTERM"); // to one that is gone it throws
      await worker.status;
    },
  };
}
