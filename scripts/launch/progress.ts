/** Tells a person how far a run is. Writes between executions only: nothing ticks while something is measured. */
import type { PlannedExecution } from "../plan/executions.ts";
import { humanSeconds } from "../plan/human-seconds.ts";

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
}

/** What a run says while it goes on. */
export interface Progress {
  preparing(workload: string, size: string): void;
  executing(next: PlannedExecution, standing: Standing): void;
  blockFinished(standing: Standing): void;
  /** Leaves the terminal tidy. */
  end(): void;
}

/** For a terminal a live line, otherwise one whole line for each block. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? liveLine(stream) : wholeLines((line) => stream.write(`${line}\n`));
}

/** For logs. */
export function wholeLines(write: (line: string) => void): Progress {
  return {
    preparing: () => {},
    executing: () => {},
    blockFinished: (standing) => write(blockLine(standing)),
    end: () => {},
  };
}

function liveLine(stream: NodeJS.WriteStream): Progress {
  const show = (text: string): void => {
    stream.write(`\r\u001B[K${text.slice(0, (stream.columns || 80) - 1)}`);
  };
  return {
    preparing: (workload, size) => show(`preparing ${workload} ${size}`),
    executing: ({ cell }, standing) => show(cellLine(cell, standing)),
    blockFinished: (standing) => show(blockLine(standing)),
    end: () => show(""),
  };
}

/** E.g. `block 4 of 9: node threading blur-image medium, 1 min 5 s gone, about 2 min 10 s left, 1 failed`. */
function cellLine({ runtime, model, workload, size }: PlannedExecution["cell"], standing: Standing): string {
  const { blocks, ofBlocks, failed, elapsedSeconds, leftSeconds } = standing;
  const block = ofBlocks === null ? `block ${blocks + 1}` : `block ${blocks + 1} of ${ofBlocks}`;
  const parts = [[runtime, model, workload, size].join(" "), `${humanSeconds(elapsedSeconds)} gone`];
  if (leftSeconds !== null) parts.push(`about ${humanSeconds(leftSeconds)} left`);
  if (failed > 0) parts.push(`${failed} failed`);
  return `${block}: ${parts.join(", ")}`;
}

/** E.g. `block 3 of 9: 288 completed, 0 failed, 1 min 5 s gone, about 2 min 10 s left`. */
function blockLine(standing: Standing): string {
  const { blocks, ofBlocks, completed, failed, skipped, elapsedSeconds, leftSeconds } = standing;
  const counts = [`${completed} completed`, `${failed} failed`, ...(skipped > 0 ? [`${skipped} skipped`] : [])];
  const left = leftSeconds === null ? [] : [`about ${humanSeconds(leftSeconds)} left`];
  const block = ofBlocks === null ? `block ${blocks}` : `block ${blocks} of ${ofBlocks}`;
  return `${block}: ${[...counts, `${humanSeconds(elapsedSeconds)} gone`, ...left].join(", ")}`;
}
