/**
 * Tells a person how far a run is: by one live line in a terminal, by whole lines anywhere else. Writes between executions only:
 * nothing ticks while something is measured.
 */
import { printable } from "../printable.ts";

/** How far a run is. */
export interface Standing {
  /** Finished blocks. */
  blocks: number;
  /** Of how many; null while nobody knows. */
  ofBlocks: number | null;
  completed: number;
  failed: number;
  skipped: number;
  /** Since this process began, in seconds. */
  elapsedSeconds: number;
  /** Expected, in seconds; null while nobody knows. */
  leftSeconds: number | null;
  /** What is left of the budget, in seconds: said while nobody knows more. */
  mostLeftSeconds?: number;
}

/** What a run says while it goes on. Disposing of it leaves the terminal tidy. */
export interface Progress extends Disposable {
  /** Something that is done besides the executions, such as `preparing blur-image medium`. */
  step(what: string): void;
  /** What is executed next, such as `node threading blur-image medium`. */
  executing(what: string, standing: Standing): void;
  blockFinished(standing: Standing): void;
  /** A line that stays. */
  note(line: string): void;
}

/** Where and when a run speaks. */
export interface ProgressOptions {
  /** Before every line. Default: nothing. */
  label?: string;
  /** Default: standard error. */
  stream?: Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns">;
  /** Default: this process's. */
  environment?: NodeJS.ProcessEnv;
  /** In seconds. */
  now?: () => number;
}

/**
 * A live line where `isLive` says so. Elsewhere whole lines: one for each block, and one whenever nothing was said for ten
 * seconds, or for a sixtieth of the time gone where that is longer, so that hours do not become thousands of lines.
 */
export function createProgress({
  label = "",
  stream = process.stderr,
  environment = process.env,
  now = () => performance.now() / 1000,
}: ProgressOptions = {}): Progress {
  const screen = isLive(stream, environment) ? liveLine(stream) : wholeLines(stream, now);
  return {
    step: (what) => screen.passing(printable(label + what)),
    executing: (what, standing) => screen.passing(printable(label + executionText(what, standing))),
    blockFinished: (standing) => screen.reached(label + blockText(standing)),
    note: (line) => screen.note(printable(label + line)),
    [Symbol.dispose]: () => screen.end(),
  };
}

/** Does something with a progress that is over before anything else is written. */
export async function withProgress<Result>(work: (progress: Progress) => Promise<Result>): Promise<Result> {
  using progress = createProgress();
  return await work(progress);
}

/** Says nothing. */
export const silent: Progress = {
  step: () => {},
  executing: () => {},
  blockFinished: () => {},
  note: () => {},
  [Symbol.dispose]: () => {},
};

/**
 * Set by what runs tasks in a pseudo-terminal of its own: it says that it is a terminal, but whole lines are all it passes on.
 * `CI` keeps every line it is given. For any other, `TERM=dumb` says the same.
 */
const WHOLE_LINES_ONLY = ["TURBO_HASH", "NX_TASK_TARGET_PROJECT", "LERNA_PACKAGE_NAME", "CI"];

/** Whether a line written there can be written over. */
export function isLive({ isTTY }: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  return isTTY === true && environment.TERM !== "dumb" && !WHOLE_LINES_ONLY.some((name) => environment[name]);
}

interface Screen {
  /** Of interest until the next one. */
  passing(line: string): void;
  /** Of interest in a log as well. */
  reached(line: string): void;
  /** Not to be missed. */
  note(line: string): void;
  end(): void;
}

/** Back to the start of the row, and the row emptied. */
const CLEAR = "\r\u001B[K";

function liveLine(stream: NonNullable<ProgressOptions["stream"]>): Screen {
  const clear = (): void => void stream.write(CLEAR);
  const show = (line: string): void => void stream.write(CLEAR + line.slice(0, (stream.columns || 80) - 1));
  process.once("exit", clear); // also where a second Ctrl-C ends everything at once
  return {
    passing: show,
    reached: show,
    note: (line) => void stream.write(`${CLEAR}${line}\n`),
    end: () => {
      process.off("exit", clear);
      clear();
    },
  };
}

/** Seconds. */
const LONGEST_SILENCE = 10;

function wholeLines(stream: NonNullable<ProgressOptions["stream"]>, now: () => number): Screen {
  const began = now();
  let last = -Infinity;
  const write = (line: string): void => {
    last = now();
    stream.write(`${line}\n`);
  };
  return {
    passing: (line) => {
      if (now() - last >= Math.max(LONGEST_SILENCE, (now() - began) / 60)) write(line);
    },
    reached: write,
    note: write,
    end: () => {},
  };
}

/** E.g. `block 4 of 9, 1 min 5 s gone, about 2 min 10 s left: node threading blur-image medium, 1 failed`. */
function executionText(what: string, standing: Standing): string {
  const failed = standing.failed > 0 ? `, ${standing.failed} failed` : "";
  return `${placeText(standing.blocks + 1, standing)}: ${what}${failed}`;
}

/** E.g. `block 3 of 9, 1 min 5 s gone, about 2 min 10 s left: 288 completed, 0 failed`. */
function blockText(standing: Standing): string {
  const { blocks, completed, failed, skipped } = standing;
  const counts = [`${completed} completed`, `${failed} failed`, ...(skipped > 0 ? [`${skipped} skipped`] : [])];
  return `${placeText(blocks, standing)}: ${counts.join(", ")}`;
}

function placeText(block: number, standing: Standing): string {
  const { ofBlocks, elapsedSeconds, leftSeconds, mostLeftSeconds } = standing;
  const parts = [`block ${block}${ofBlocks === null ? "" : ` of ${ofBlocks}`}`, `${humanSeconds(elapsedSeconds)} gone`];
  if (leftSeconds !== null) parts.push(`about ${humanSeconds(leftSeconds)} left`);
  else if (mostLeftSeconds !== undefined) parts.push(`at most ${humanSeconds(mostLeftSeconds)} left`);
  return parts.join(", ");
}

export function humanSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}
