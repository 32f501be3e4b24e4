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
  deno: ["run", "--no-prompt", "--cached-only", "--no-check", "--allow-all"],
  bun: ["--no-install"],
};

/** Runs a program of the repository, which may do anything. @param file from the root */
export function run(runtime: AvailableRuntime, file: string, args: readonly string[]) {
  const words = [...(ARGUMENTS[runtime.name] ?? []), join(REPOSITORY, file), ...args];
  return start(runtime, words, dirname(join(REPOSITORY, file)), {});
}

/** Runs a command as it is typed, whose first word is the runtime's name. */
export function runCommand(
  runtime: AvailableRuntime,
  command: string,
  { folder, environment }: { folder: string; environment: Record<string, string> },
) {
  return start(runtime, command.split(" ").slice(1), folder, environment);
}

function start(runtime: AvailableRuntime, words: readonly string[], cwd: string, environment: Record<string, string>) {
  const program = execa(runtime.binary, words, {
    cwd,
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
  const worker = run(runtime, file, [server, queue, String(threads)]);
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
