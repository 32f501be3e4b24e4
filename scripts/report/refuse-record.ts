/** Which records cannot be of a plan's run: they are another's, or nothing that the plan says can have made them. */
import { passOfBlock, type Plan, totalBlocks } from "@triathlon/core/results/plan";
import type { ExecutionRecord } from "@triathlon/core/results/record";
import { onlyOnce } from "../files/journal.ts";
import { cellName } from "../analysis/cell-name.ts";

/** For `readJournal`: called with every record of the run, in order. */
export function refuserOf(plan: Plan): (record: ExecutionRecord) => string | null {
  const cells = new Set(plan.cells.map(nameOf));
  // Before it is decided how many blocks count, none of them was run.
  const blocks = totalBlocks(plan) ?? plan.discardedBlocks;
  const isRepeated = onlyOnce<ExecutionRecord>(
    (record) => `${nameOf(record)}, block ${record.block}, ghost ${record.ghost}, attempt ${record.attempt}`,
  );
  return (record) => {
    const { runId, block, ghost, attempt } = record;
    if (runId !== plan.runId) return `wanted a record of run "${plan.runId}", found one of run "${runId}"`;
    if (!cells.has(nameOf(record))) return `wanted a cell of the plan, found ${nameOf(record)}`;
    if (block >= blocks) return `wanted a block below ${blocks}, found ${block}`;
    const discarded = block < plan.discardedBlocks;
    const wanted = { discarded, pass: passOfBlock(plan, block), profile: plan.profile };
    for (const [key, value] of Object.entries(wanted)) {
      const found = record[key as keyof typeof wanted];
      if (found !== value) return `wanted "${key}" to be ${value} in block ${block}, found ${found}`;
    }
    const ghosts = discarded || record.pass !== "time" ? 0 : plan.ghostsPerBlock;
    if (ghost > ghosts) return `wanted at most ${ghosts} ghosts in block ${block}, found ghost ${ghost}`;
    const attempts = plan.mostRepeats + 1;
    if (attempt > attempts) return `wanted at most ${attempts} attempts, found attempt ${attempt}`;
    return isRepeated(record);
  };
}

const nameOf = (cell: Plan["cells"][number] | ExecutionRecord): string =>
  `${cellName(cell)} with ${cell.workers} workers${cell.concurrency === null ? "" : ` and ${cell.concurrency} calls in flight`}`;
