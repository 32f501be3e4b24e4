/** Starts the worker of an example: a program of its own, which could as well be on another machine. */
import process from "node:process";

export interface StartedWorker extends AsyncDisposable {
  /** As a crash of its machine would. */
  kill(): void;
}

/**
 * @param command the runtime's binary first
 * @param url of the server
 * @returns it is told to leave when it is disposed of, and finishes what it has
 */
export function startWorker(command: [string, ...string[]], url: string): StartedWorker {
  const env = { ...process.env, NATS_URL: url };
  const worker = Bun.spawn(command, { env, stdio: ["ignore", "inherit", "inherit"] });
  return {
    kill: () => worker.kill("SIGKILL"),
    async [Symbol.asyncDispose]() {
      worker.kill("SIGTERM");
      await worker.exited;
    },
  };
}
