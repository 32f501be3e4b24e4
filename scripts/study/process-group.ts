/**
 * Runs one program in a process group of its own, so that all of it can be ended at once: when it takes too long, writes
 * too much, when the run is interrupted, and, should it leave anything behind, when it is over.
 */
import { once } from "node:events";
import type { Readable } from "node:stream";
import { execa } from "execa";
import { endGroup } from "./end-group.ts";

export interface Command {
  file: string;
  args: readonly string[];
  /** The whole environment: nothing is inherited. */
  environment: NodeJS.ProcessEnv;
  workingFolder: string;
}

export interface GroupOptions {
  timeLimitSeconds: number;
  /** Ends the program when aborted. */
  signal: AbortSignal;
  guard: { watch(group: number): void; release(): void };
  /** Called with the leader's id as soon as it runs. */
  onStart?: (pid: number) => void;
}

export interface GroupEnd {
  /** Of the leader; null when a signal ended it or it never started. */
  exitCode: number | null;
  signal: string | null;
  /** Why the runner ended it, or why it could not be started; null when it ended by itself. */
  endedBecause: string | null;
  /** The last lines of its stderr. */
  stderrTail: string;
  /** From before it was started to its exit, by this process's clock unless another is said; null where no clock was to be had. */
  wallSeconds: number | null;
  /** CPU this process used in between, user + system; starting it is not counted. */
  runnerCpuSeconds: number;
  /** Where it was read. */
  memory?: TreeMemory;
  /** User + system of the tree, where somebody outside counted it. */
  cpuSeconds?: number;
}

/** What a program and all it started use. */
export interface TreeMemory {
  /** Σ VmHWM: a little more than the tree ever used at once, since peaks need not coincide and pages are shared. */
  peakBytes: number | null;
  /** Σ PSS at this moment: a page shared by n processes counts 1/n in each. */
  proportionalBytes: number | null;
  /** Σ of the pages that a process shares with no other at this moment, the runner included. */
  privateBytes: number | null;
  /** Why a figure is null. */
  reason: string | null;
}

/** How the reason begins when it took too long. */
export const DID_NOT_FINISH = "did not finish within";

/** What a program may write to stdout, and to stderr, before it is ended: reading it would disturb the measurement. */
const OUTPUT_LIMIT_BYTES = 1024 * 1024;
const TAIL_CHARACTERS = 2000;
/** How long a process that left the group may hold on to the pipes. */
const PIPE_GRACE_MILLISECONDS = 1000;

/** Never throws: what goes wrong is said in `endedBecause`. */
export async function runInGroup(command: Command, options: GroupOptions): Promise<GroupEnd> {
  const began = performance.now();
  const program = execa(command.file, command.args, {
    cwd: command.workingFolder,
    env: command.environment,
    extendEnv: false,
    stdin: "ignore",
    encoding: "buffer",
    buffer: false,
    reject: false,
    detached: true,
    cleanup: false,
    windowsHide: true,
  });
  const cpuBefore = process.cpuUsage();
  const { pid } = program;
  if (pid === undefined) {
    const { shortMessage } = await program;
    return { ...NEVER_STARTED, endedBecause: `could not be started: ${shortMessage ?? command.file}` };
  }
  options.guard.watch(pid);

  let endedBecause: string | null = null;
  const end = (reason: string): void => {
    endedBecause ??= reason;
    endGroup(pid);
  };
  const interrupt = (): void => end("interrupted");
  if (options.signal.aborted) interrupt();
  options.signal.addEventListener("abort", interrupt);
  const limit = setTimeout(
    () => end(`${DID_NOT_FINISH} ${options.timeLimitSeconds} s`),
    options.timeLimitSeconds * 1000,
  );
  const flooded = (stream: string) => (): void => end(`wrote more than 1 MiB to ${stream}`);
  keepTail(program.stdout, flooded("stdout"));
  const stderr = keepTail(program.stderr, flooded("stderr"));
  options.onStart?.(pid);

  const leader = program.nodeChildProcess;
  await once(leader, "exit");
  const wallSeconds = (performance.now() - began) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  clearTimeout(limit);
  options.signal.removeEventListener("abort", interrupt);
  endGroup(pid);
  options.guard.release();
  await drained(program);
  return {
    exitCode: leader.exitCode,
    signal: leader.signalCode,
    endedBecause,
    stderrTail: stderr.text(),
    wallSeconds,
    runnerCpuSeconds: (cpu.user + cpu.system) / 1e6,
  };
}

const NEVER_STARTED = { exitCode: null, signal: null, stderrTail: "", wallSeconds: 0, runnerCpuSeconds: 0 };

/** Reads a stream as it comes, counts it, and keeps its end. */
function keepTail(stream: Readable, onFlood: () => void): { text(): string } {
  let bytes = 0;
  let tail = Buffer.alloc(0);
  stream.on("error", () => {});
  stream.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    tail = Buffer.concat([tail, chunk]).subarray(-4 * TAIL_CHARACTERS);
    if (bytes > OUTPUT_LIMIT_BYTES) {
      stream.removeAllListeners("data").resume();
      onFlood();
    }
  });
  return { text: () => tail.toString("utf8").slice(-TAIL_CHARACTERS).trim() };
}

/** Waits until both pipes have ended. */
async function drained(program: { stdout: Readable; stderr: Readable } & PromiseLike<unknown>): Promise<void> {
  const letGo = setTimeout(() => {
    program.stdout.destroy();
    program.stderr.destroy();
  }, PIPE_GRACE_MILLISECONDS);
  await program;
  clearTimeout(letGo);
}
