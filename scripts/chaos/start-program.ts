/** Starts the programs of the three runtimes that submit jobs and do them. */
import { dirname, join } from "node:path";
import { execa } from "execa";
import { cleanEnvironment } from "../clean-environment.ts";
import { COMPILE_CACHE, REPOSITORY } from "../repository.ts";
import type { AvailableRuntime } from "../study/runtimes.ts";

/** What stands before a program that may do anything. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  deno: ["run", "--no-prompt", "--cached-only", "--no-check", "--allow-all"],
  bun: ["--no-install"],
};

export type Started = ReturnType<typeof startCommand>;

/** @param file from the root */
export function startProgram(
  runtime: AvailableRuntime,
  file: string,
  args: readonly string[],
  environment: Record<string, string> = {},
) {
  const path = join(REPOSITORY, file);
  return startCommand(runtime, [...(ARGUMENTS[runtime.name] ?? []), path, ...args], dirname(path), environment);
}

/** @param words what follows the runtime's name */
export function startCommand(
  runtime: AvailableRuntime,
  words: readonly string[],
  cwd: string,
  environment: Record<string, string> = {},
) {
  return execa(runtime.binary, words, {
    cwd,
    env: cleanEnvironment({ ...runtime.environment, ...COMPILE_CACHE, ...environment }),
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    killSignal: "SIGKILL",
  });
}

export interface WorkerOptions {
  threads: number;
  /** Milliseconds by which its clock is wrong. Default 0. */
  skew?: number;
  environment?: Record<string, string>;
}

/** A job worker. @returns it, and when it is ready: false when it ended before */
export function startWorker(
  runtime: AvailableRuntime,
  server: string,
  queue: string,
  { threads, skew = 0, environment }: WorkerOptions,
) {
  const file = `packages/${runtime.name}-examples/bench/distributed/worker.ts`;
  const program = startProgram(runtime, file, [server, queue, String(threads), String(skew)], environment);
  const ready = new Promise<boolean>((resolve) => {
    program.stdout.on("data", (text) => String(text).includes("ready") && resolve(true));
    void program.then(() => resolve(false));
  });
  return { program, ready };
}
