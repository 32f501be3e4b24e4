/** Were two runs made together, block by block? Then a block's executions of both are pairs, and drift cancels. */
import type { Execution } from "../analysis/execution.ts";

/** Whether both have the same timed blocks, and each block of both had ended before the next one of either began. */
export function areInterleaved(base: readonly Execution[], next: readonly Execution[]): boolean {
  const [one, other] = [spans(base), spans(next)];
  if (one.size < 2 || one.size !== other.size || ![...one.keys()].every((block) => other.has(block))) return false;
  const both = [...one.keys()].sort((a, b) => a - b).map((block) => union(one.get(block)!, other.get(block)!));
  return both.slice(1).every(({ first }, index) => both[index]!.last < first);
}

/** When the first and the last execution of a block began, in seconds since the epoch. */
interface Span {
  first: number;
  last: number;
}

function spans(executions: readonly Execution[]): Map<number, Span> {
  const found = new Map<number, Span>();
  for (const { block, discarded, pass, startedAt } of executions) {
    if (discarded || pass !== "time") continue;
    const span = { first: startedAt, last: startedAt };
    found.set(block, union(found.get(block) ?? span, span));
  }
  return found;
}

const union = (one: Span, other: Span): Span => ({
  first: Math.min(one.first, other.first),
  last: Math.max(one.last, other.last),
});
