/** Runs the rounds, one process at a time, each on disk before the next one starts. */
import type { PoolRecord } from "@triathlon/core/results/pools";
import { JournalWriter } from "../../files/journal.ts";
import { POOLS } from "../../files/journals.ts";
import { Failures } from "../../study/failures.ts";
import { Guard } from "../../study/guard.ts";
import type { Progress } from "../../study/progress.ts";
import { DID_NOT_FINISH, type GroupOptions } from "../../study/run-in-group.ts";
import { Tally } from "../../study/tally.ts";
import { calibrate, executePool, type Place, type PoolRuntime, skippedPool } from "./execute-pool.ts";
import { plannedOf, type PlannedPool, roundOrder, type Selection } from "./plan-rounds.ts";

export interface PoolRun {
  folder: string;
  selection: Selection;
  /** By name; a runtime that cannot be run is a reason. */
  runtimes: ReadonlyMap<string, PoolRuntime | { reason: string }>;
  rounds: number;
  seed: number;
  timeLimitSeconds: number;
  signal: AbortSignal;
  progress: Progress;
}

/** How many executions failed. Never throws for what measured programs do; throws when records cannot be written. */
export async function runRounds(run: PoolRun): Promise<number> {
  using guard = new Guard();
  using journal = new JournalWriter(run.folder, POOLS);
  const options: GroupOptions = { timeLimitSeconds: run.timeLimitSeconds, signal: run.signal, guard };
  const ready = await calibrateAll(run, options);
  const failures = new Failures<PlannedPool>(nameOf);
  // One that hangs in case after case would take the time limit for each.
  const hangs = new Failures<PlannedPool>(
    ({ runtime, contender }) => `${runtime} ${contender.model} ${contender.name}`,
  );
  const { progress, rounds } = run;
  const runnable = plannedOf(run.selection).filter((planned) => notRunBecause(planned) === null);
  const tally = new Tally({ unit: "round", ofBlocks: rounds, executions: rounds * runnable.length });
  let position = 0;

  for (const planned of plannedOf(run.selection)) {
    const reason = notRunBecause(planned);
    if (reason === null) continue;
    journal.append(skippedPool(planned, { round: 1, position: position++, seed: run.seed }, reason));
  }
  if (!run.selection.smoke) await fillCaches();
  for (let round = 1; round <= rounds; round++) {
    const order = roundOrder(run.selection, run.seed, round).filter((planned) => notRunBecause(planned) === null);
    for (const planned of order) {
      if (run.signal.aborted) return tally.failed;
      progress.executing(nameOf(planned), tally.standing(round - 1));
      const record = await carryOut(planned, { round, position: position++, seed: run.seed });
      if (run.signal.aborted) return tally.failed; // what was interrupted leaves nothing
      journal.append(record);
      failures.note(planned, record.outcome, record.reason);
      const hung = record.reason?.startsWith(DID_NOT_FINISH) === true;
      hangs.note(planned, record.outcome === "failed" && !hung ? "completed" : record.outcome, record.reason);
      tally.count(record.outcome);
      if (record.outcome === "failed") progress.note(`failed: ${nameOf(planned)}: ${record.reason}`);
    }
    progress.blockFinished(tally.standing(round));
    position = 0;
  }
  return tally.failed;

  function notRunBecause({ contender, runtime, case: poolCase }: PlannedPool): string | null {
    const found = ready.get(runtime)!;
    return "reason" in found ? found.reason : (contender.notRun ?? contender.notRunIn[poolCase] ?? null);
  }

  /** Each contender once, thrown away: where a runtime keeps compiled modules, the first to start would pay for them. */
  async function fillCaches(): Promise<void> {
    const one = { case: "first-result", repetitions: 1, calls: 1, warmups: 0 } as const;
    const each = Map.groupBy(plannedOf(run.selection), ({ runtime, contender }) =>
      JSON.stringify([runtime, contender]),
    );
    for (const group of each.values()) {
      const planned = group.find((one) => notRunBecause(one) === null);
      if (!planned || run.signal.aborted) continue;
      progress.step(`filling caches: ${nameOf(planned)}`);
      const runtime = ready.get(planned.runtime) as Ready;
      const place = { round: 1, position: 0, seed: run.seed };
      const timeLimitSeconds = Math.min(run.timeLimitSeconds, 10);
      await executePool({ ...planned, ...one }, place, runtime.kernelSize, runtime, { ...options, timeLimitSeconds });
    }
  }

  async function carryOut(planned: PlannedPool, place: Place): Promise<PoolRecord> {
    const skip = failures.reasonToSkip(planned) ?? hangs.reasonToSkip(planned);
    if (skip !== null) return skippedPool(planned, place, skip);
    const runtime = ready.get(planned.runtime) as Ready;
    return executePool(planned, place, runtime.kernelSize, runtime, options);
  }
}

type Ready = PoolRuntime & { kernelSize: number };

/** Once for each runtime: every execution gets the same kernel. */
async function calibrateAll(run: PoolRun, options: GroupOptions): Promise<Map<string, Ready | { reason: string }>> {
  const ready = new Map<string, Ready | { reason: string }>();
  for (const [name, runtime] of run.runtimes) {
    if ("reason" in runtime) {
      ready.set(name, runtime);
    } else {
      run.progress.step(`calibrating ${name}`);
      const calibrated = await calibrate(runtime, options);
      ready.set(name, "reason" in calibrated ? calibrated : { ...runtime, ...calibrated });
    }
    const found = ready.get(name)!;
    if ("reason" in found) run.progress.note(`not run: ${name}: ${found.reason}`);
  }
  return ready;
}

const nameOf = ({ runtime, contender, case: poolCase, workers }: PlannedPool): string =>
  [runtime, contender.model, contender.name, poolCase, `${workers} workers`].join(" ");
