/** The programs of the three runtimes that take part in the tests of jobs; what still runs is killed behind the test. */
import { dirname, join } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import { cleanEnvironment } from "../../../scripts/clean-environment.ts";
import { COMPILE_CACHE, REPOSITORY } from "../../../scripts/repository.ts";
import { type AvailableRuntime, discoverRuntimes, isAvailable } from "../../../scripts/study/runtimes.ts";

export const runtimes = (await discoverRuntimes(REPOSITORY)).filter(isAvailable);

export const runtimeOf = (name: string): AvailableRuntime => runtimes.find((runtime) => runtime.name === name)!;

const ARGUMENTS: Record<string, string[]> = {
  deno: ["run", "--no-prompt", "--cached-only", "--no-check"],
  bun: ["--no-install"],
};

export interface RunOptions {
  args?: readonly string[];
  /** What Deno grants. Default: all. */
  grants?: readonly string[];
  environment?: Record<string, string>;
}

/** @param file from the root */
export function run(
  runtime: AvailableRuntime,
  file: string,
  { args = [], grants = ["--allow-all"], environment = {} }: RunOptions,
) {
  const granted = runtime.name === "deno" ? grants : [];
  const words = [...(ARGUMENTS[runtime.name] ?? []), ...granted, join(REPOSITORY, file), ...args];
  const program = execa(runtime.binary, words, {
    cwd: dirname(join(REPOSITORY, file)),
    env: cleanEnvironment({ ...runtime.environment, ...COMPILE_CACHE, ...environment }),
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout: 60_000,
    killSignal: "SIGKILL",
  });
  onTestFinished(() => void program.kill("SIGKILL"));
  return program;
}

export interface StartedWorker {
  runtime: string;
  pid: number;
  kill(signal: NodeJS.Signals): void;
  /** How it ended. */
  ended: Promise<{ exitCode?: number | undefined; stderr: string }>;
}

/** Starts a job worker, and waits until it is ready. */
export async function startWorker(
  runtime: AvailableRuntime,
  server: string,
  queue: string,
  threads = 1,
): Promise<StartedWorker> {
  const file = `packages/${runtime.name}-examples/bench/distributed/worker.ts`;
  const worker = run(runtime, file, { args: [server, queue, String(threads)] });
  const ready = new Promise<void>((resolve) => {
    worker.stdout?.on("data", (text) => String(text).includes("ready") && resolve());
  });
  const tooEarly = worker.then(({ stderr, exitCode }) => {
    throw new Error(`the worker in ${runtime.title} ended with ${exitCode} before it was ready: ${stderr}`);
  });
  await Promise.race([ready, tooEarly]);
  tooEarly.catch(() => {});
  return {
    runtime: runtime.name,
    pid: worker.pid ?? NaN,
    kill: (signal) => void worker.kill(signal),
    ended: worker.then(({ exitCode, stderr }) => ({ exitCode, stderr })),
  };
}
