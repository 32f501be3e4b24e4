/** From a comparison to an exit code: a slow-down counts once it was seen twice, the second time on fresh blocks. */
import type { Run } from "../analysis/run.ts";
import { percentText } from "../analysis/numbers.ts";
import { cellName } from "../analysis/cell-name.ts";
import { counted } from "../report/text.ts";
import type { Confirm } from "./confirm.ts";
import type { ComparedCell, GateState, RunComparison } from "./run-comparison.ts";

export interface GateVerdict {
  exitCode: 0 | 1 | 4;
  /** Lines for stderr. */
  because: string[];
  /** What fresh blocks said, where there were any. */
  fresh?: RunComparison;
}

const CONFIRMED = 1;
const UNCERTAIN = 4;

/**
 * Both looks must see it, each at its full level: chance would have to strike twice, so there is nothing to divide between them.
 *
 * @param confirm null: nothing is run again
 * @param out where runs lie
 */
export async function verdictOnGate(
  comparison: RunComparison,
  base: Run,
  next: Run,
  confirm: Confirm | null,
  out: string,
): Promise<GateVerdict> {
  const { gate, cells } = comparison;
  if (gate === null) return { exitCode: 0, because: [] };
  const suspicious = inState(cells, "beyond");
  if (suspicious.length === 0) {
    const unjudged = inState(cells, "unjudged");
    if (unjudged.length === 0) return { exitCode: 0, because: [] };
    const why = comparison.tooNoisy ? "the machine was too noisy" : "there are too few blocks for so many cells";
    return {
      exitCode: UNCERTAIN,
      because: [`Too uncertain: of ${counted(unjudged.length, "cell")} nothing can be said: ${why}`],
    };
  }
  if (confirm === null) return unconfirmed(suspicious, "nothing was run again (--no-confirm)");
  const second = await confirm({ base, new: next, suspicious, gate, out });
  if ("reason" in second) return unconfirmed(suspicious, second.reason);
  return { ...judgeAgain(suspicious, second.comparison, gate), fresh: second.comparison };
}

function judgeAgain(suspicious: readonly ComparedCell[], second: RunComparison, gate: number): GateVerdict {
  const confirmed = inState(second.cells, "beyond");
  if (confirmed.length > 0) {
    return {
      exitCode: CONFIRMED,
      because: confirmed.map(
        (cell) => `Slower by more than ${percentText(gate)}, confirmed on fresh blocks: ${cellName(cell)}`,
      ),
    };
  }
  if (second.cells.length === suspicious.length && second.cells.every((cell) => cell.gate === "within")) {
    return {
      exitCode: 0,
      because: [`Not confirmed: on fresh blocks no cell is slower by more than ${percentText(gate)}`],
    };
  }
  const why = second.tooNoisy ? "the machine was too noisy for fresh blocks" : "fresh blocks could not tell either";
  return unconfirmed(suspicious, why);
}

function unconfirmed(suspicious: readonly ComparedCell[], why: string): GateVerdict {
  const names = suspicious.map(cellName).join(", ");
  return {
    exitCode: UNCERTAIN,
    because: [`Too uncertain: ${names}: slower beyond the gate, but not confirmed: ${why}`],
  };
}

const inState = (cells: readonly ComparedCell[], state: GateState): ComparedCell[] =>
  cells.filter((cell) => cell.gate === state);
