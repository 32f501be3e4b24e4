/** Runs the blocks, one process at a time, each on disk before the next one starts. */
import { join } from "node:path";
import { ExperimentJournalWriter, type ExperimentRecord } from "@triathlon/core/results/experiment";
import { Failures } from "../launch/failures.ts";
import { Guard } from "../launch/guard.ts";
import { executeProbe, type Place, type ProbeRuntime, unstarted } from "./execute-probe.ts";
import { blockCount, blockOrder, nameOfProbe, type PlannedProbe, plannedOf, type Selection } from "./plan-blocks.ts";

/** The file's name in a run's folder. */
export const JOURNAL = "experiments.ndjson";

export interface ExperimentRun {
  folder: string;
  runId: string;
  selection: Selection;
  /** By name; a runtime that cannot be run is a reason. */
  runtimes: ReadonlyMap<string, ProbeRuntime | { reason: string }>;
  seed: number;
  signal: AbortSignal;
  say: (line: string) => void;
}

/** How many executions failed. Never throws for what measured programs do; throws when records cannot be written. */
export async function runBlocks(run: ExperimentRun): Promise<number> {
  using guard = new Guard();
  using journal = new ExperimentJournalWriter(join(run.folder, JOURNAL));
  const options = { signal: run.signal, guard };
  const failures = new Failures<PlannedProbe>(nameOfProbe);
  let failed = 0;
  for (const [name, runtime] of run.runtimes) if ("reason" in runtime) run.say(`not run: ${name}: ${runtime.reason}`);
  if (!run.selection.smoke) await fillCaches();
  for (let block = 0; block < blockCount(run.selection); block++) {
    const order = blockOrder(run.selection, run.seed, block);
    const began = performance.now();
    for (const [position, planned] of order.entries()) {
      if (run.signal.aborted) return failed;
      const record = await carryOut(planned, { runId: run.runId, block, position });
      if (run.signal.aborted) return failed; // what was interrupted leaves nothing
      journal.append(record);
      failures.note(planned, record.outcome, record.reason);
      if (record.outcome !== "failed") continue;
      failed++;
      run.say(`failed: ${nameOfProbe(planned)}: ${record.reason}`);
    }
    const seconds = Math.round((performance.now() - began) / 1000);
    run.say(`block ${block + 1} of ${blockCount(run.selection)}: ${order.length} executions in ${seconds} s`);
  }
  return failed;

  async function carryOut(planned: PlannedProbe, place: Place): Promise<ExperimentRecord> {
    const runtime = run.runtimes.get(planned.runtime)!;
    const skip = "reason" in runtime ? runtime.reason : (planned.notRun ?? failures.reasonToSkip(planned));
    if (skip !== null || "reason" in runtime) return unstarted(planned, place, "skipped", skip ?? "");
    return executeProbe(planned, place, runtime, options);
  }

  /** One setting of each place, thrown away: where a runtime keeps compiled modules, the first to start would pay for them. */
  async function fillCaches(): Promise<void> {
    const each = Map.groupBy(plannedOf({ ...run.selection, smoke: true }, 0), ({ runtime, place }) =>
      JSON.stringify([runtime, place]),
    );
    for (const [planned] of each.values()) {
      if (run.signal.aborted) return;
      await carryOut(planned!, { runId: run.runId, block: 0, position: 0 });
    }
  }
}
