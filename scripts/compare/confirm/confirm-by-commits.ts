/** Follows up a suspicion: both commits are checked out, and their suspicious cells run again in blocks that have both. */
import { join } from "node:path";
import type { Run } from "../../analysis/run.ts";
import { cellKey } from "../../analysis/samples.ts";
import { leastPairs } from "@triathlon/core/statistics/holm";
import { programsOf } from "../../studies/bench/emit-javascript.ts";
import { listenForInterrupt } from "../../study/interrupt.ts";
import { lockMachine } from "../../study/machine-lock.ts";
import { withProgress } from "../../study/progress.ts";
import { say } from "../../studies/bench/say.ts";
import { TemporaryFolder } from "../../files/temporary-folder.ts";
import { makeFolder, writeJson } from "../../files/write-files.ts";
import { captureEnvironment } from "../../study/environment.ts";
import { discoverRuntimes, isAvailable } from "../../study/runtimes.ts";
import { discoverWorkloads } from "../../studies/bench/workloads.ts";
import { readRun } from "../../report/read-run.ts";
import { REPOSITORY } from "../../repository.ts";
import { newRunId } from "../../run-folder.ts";
import { compareRuns } from "../compare-runs.ts";
import type { ComparedCell, RunComparison } from "../run-comparison.ts";
import { checkOut, whyNotAgain } from "./checkout.ts";
import { runSides, type Side } from "./run-sides.ts";

export interface Suspicion {
  base: Run;
  new: Run;
  suspicious: readonly ComparedCell[];
  gate: number;
  /** Where runs lie. */
  out: string;
}

/** What fresh blocks say, or why there are none. */
export type Confirmed = { comparison: RunComparison } | { reason: string };

export type Confirm = (suspicion: Suspicion) => Promise<Confirmed>;

/** Of each cell; more where the family is so large that it needs more. */
const FRESH_BLOCKS = 12;

/** Fresh records are kept in `<out>/confirm-<moment>/base` and `…/new`, as runs that can be reported. */
export const confirmByCommits: Confirm = async (suspicion) => {
  for (const [name, run] of [["BASE", suspicion.base] as const, ["NEW", suspicion.new] as const]) {
    const reason = await whyNotAgain(run.environment, REPOSITORY);
    if (reason !== null) return { reason: `${name} cannot be run again: ${reason}` };
  }
  using interrupt = listenForInterrupt();
  using _lock = await lockMachine({ signal: interrupt.signal, onWait: say.waiting });
  using checkouts = new TemporaryFolder();
  try {
    return await runAgain(suspicion, checkouts.path, interrupt.signal);
  } catch (error) {
    return { reason: (error as Error).message };
  }
};

async function runAgain(suspicion: Suspicion, checkouts: string, signal: AbortSignal): Promise<Confirmed> {
  const folder = join(suspicion.out, `confirm-${newRunId(new Date())}`);
  const sides = { base: join(folder, "base"), new: join(folder, "new") };
  process.stderr.write(`Confirming on fresh blocks: ${folder}\n`);
  await using base = await checkOut(suspicion.base.environment.commit!, join(checkouts, "base"), REPOSITORY, signal);
  await using next = await checkOut(suspicion.new.environment.commit!, join(checkouts, "new"), REPOSITORY, signal);
  const both = [
    await createSide(suspicion.base, suspicion, base.folder, sides.base),
    await createSide(suspicion.new, suspicion, next.folder, sides.new),
  ] as const;
  await withProgress((progress) => runSides(both, { signal, progress }));
  if (signal.aborted) return { reason: "it was interrupted" };
  return { comparison: compareRuns(readRun(sides.base), readRun(sides.new), suspicion.gate) };
}

async function createSide(
  { plan, environment }: Run,
  { base, suspicious }: Suspicion,
  repository: string,
  folder: string,
): Promise<Side> {
  const runtimes = await discoverRuntimes(repository);
  for (const { runtime, version } of environment.runtimes) {
    const found = runtimes.filter(isAvailable).find(({ name }) => name === runtime)?.version;
    if (found !== version) {
      throw new Error(`its commit has ${runtime} ${found ?? "not at all"}, the run was made with ${version}`);
    }
  }
  const keys = new Set(suspicious.map(cellKey));
  const { seed, noiseLimits, probesCapacity, timeLimitSeconds } = base.plan; // what both sides share
  const workloads = await discoverWorkloads(join(repository, "packages/core/src/workloads"));
  const side: Side = {
    folder,
    repository,
    ...(await programsOf(plan.profile, { runtimes, workloads }, repository)),
    plan: {
      ...plan,
      runId: `${plan.runId}-again`,
      discardedBlocks: 1,
      timedBlocks: Math.max(FRESH_BLOCKS, leastPairs(suspicious.length)),
      memoryBlocks: 0,
      lagBlocks: 0,
      ghostsPerBlock: 0,
      mostRepeats: 0,
      seed,
      noiseLimits,
      probesCapacity,
      timeLimitSeconds,
      cells: plan.cells.filter((cell) => keys.has(cellKey(cell))),
    },
  };
  makeFolder(folder);
  writeJson(join(folder, "plan.json"), side.plan);
  writeJson(
    join(folder, "environment.json"),
    await captureEnvironment(runtimes.filter(isAvailable), environment.timer, repository),
  );
  return side;
}
