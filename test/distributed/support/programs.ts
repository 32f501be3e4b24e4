/** The programs of the three runtimes that take part in the tests of jobs; what still runs is killed behind the test. */
import { onTestFinished } from "vitest";
import {
  type Started,
  startCommand,
  startProgram,
  startWorker as start,
} from "../../../scripts/chaos/start-program.ts";
import { REPOSITORY } from "../../../scripts/repository.ts";
import { type AvailableRuntime, discoverRuntimes, isAvailable } from "../../../scripts/study/runtimes.ts";

export const runtimes = (await discoverRuntimes(REPOSITORY)).filter(isAvailable);

export const runtimeOf = (name: string): AvailableRuntime => runtimes.find((runtime) => runtime.name === name)!;

/** @param file from the root */
export const run = (runtime: AvailableRuntime, file: string, args: readonly string[]) =>
  killedBehind(startProgram(runtime, file, args));

/** Runs a command as it is typed, whose first word is the runtime's name. */
export const runCommand = (
  runtime: AvailableRuntime,
  command: string,
  { folder, environment }: { folder: string; environment: Record<string, string> },
) => killedBehind(startCommand(runtime, command.split(" ").slice(1), folder, environment));

function killedBehind(program: Started): Started {
  onTestFinished(() => void program.kill("SIGKILL"));
  return program;
}

export interface StartedWorker {
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
  const { program, ready } = start(runtime, server, queue, { threads });
  void killedBehind(program);
  const ended = program.then(({ exitCode, stderr }) => ({ exitCode, stderr }));
  if (!(await ready)) throw new Error(`the worker in ${runtime.title} is not ready: ${(await ended).stderr}`);
  return { pid: program.pid ?? NaN, kill: (signal) => void program.kill(signal), ended };
}
