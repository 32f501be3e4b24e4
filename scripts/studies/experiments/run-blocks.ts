/** Runs the blocks, one process at a time, each on disk before the next one starts. */
import type { ExperimentRecord } from "@triathlon/core/results/experiment";
import { JournalWriter } from "../../files/journal.ts";
import { EXPERIMENTS } from "../../files/journals.ts";
import { Failures } from "../../study/failures.ts";
import { Guard } from "../../study/guard.ts";
import type { Progress } from "../../study/progress.ts";
import { Tally } from "../../study/tally.ts";
import { executeProbe, type Place, type ProbeRuntime, unstarted } from "./execute-probe.ts";
import { blockCount, blockOrder, nameOfProbe, type PlannedProbe, plannedOf, type Selection } from "./plan-blocks.ts";

export interface ExperimentRun {
  folder: string;
  runId: string;
  selection: Selection;
  /** By name; a runtime that cannot be run is a reason. */
  runtimes: ReadonlyMap<string, ProbeRuntime | { reason: string }>;
  seed: number;
  signal: AbortSignal;
  progress: Progress;
}

/** How many executions failed. Never throws for what measured programs do; throws when records cannot be written. */
export async function runBlocks(run: ExperimentRun): Promise<number> {
  using guard = new Guard();
  using journal = new JournalWriter(run.folder, EXPERIMENTS);
  const options = { signal: run.signal, guard };
  const failures = new Failures<PlannedProbe>(nameOfProbe);
  const { progress, selection } = run;
  const blocks = Array.from({ length: blockCount(selection) }, (_, block) => blockOrder(selection, run.seed, block));
  const tally = new Tally({ ofBlocks: blocks.length, executions: blocks.flat().length });
  for (const [name, runtime] of run.runtimes) {
    if ("reason" in runtime) progress.note(`not run: ${name}: ${runtime.reason}`);
  }
  if (!selection.smoke) await fillCaches();
  for (const [block, order] of blocks.entries()) {
    for (const [position, planned] of order.entries()) {
      if (run.signal.aborted) return tally.failed;
      progress.executing(nameOfProbe(planned), tally.standing(block));
      const record = await carryOut(planned, { runId: run.runId, block, position });
      if (run.signal.aborted) return tally.failed; // what was interrupted leaves nothing
      journal.append(record);
      failures.note(planned, record.outcome, record.reason);
      tally.count(record.outcome);
      if (record.outcome === "failed") progress.note(`failed: ${nameOfProbe(planned)}: ${record.reason}`);
    }
    progress.blockFinished(tally.standing(block + 1));
  }
  return tally.failed;

  async function carryOut(planned: PlannedProbe, place: Place): Promise<ExperimentRecord> {
    const runtime = run.runtimes.get(planned.runtime)!;
    const skip = "reason" in runtime ? runtime.reason : (planned.notRun ?? failures.reasonToSkip(planned));
    if (skip !== null || "reason" in runtime) return unstarted(planned, place, "skipped", skip ?? "");
    return executeProbe(planned, place, runtime, options);
  }

  /** One setting of each place, thrown away: where a runtime keeps compiled modules, the first to start would pay for them. */
  async function fillCaches(): Promise<void> {
    const each = Map.groupBy(plannedOf({ ...selection, smoke: true }, 0), ({ runtime, place }) =>
      JSON.stringify([runtime, place]),
    );
    for (const [planned] of each.values()) {
      if (run.signal.aborted) return;
      progress.step(`filling caches: ${nameOfProbe(planned!)}`);
      await carryOut(planned!, { runId: run.runId, block: 0, position: 0 });
    }
  }
}
