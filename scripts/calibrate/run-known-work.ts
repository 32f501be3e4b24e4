/** Runs `known-work` through everything a comparison goes through: plan, blocks, processes, journal. */
import { join } from "node:path";
import type { Plan } from "@triathlon/core/results/plan";
import type { ExecutionModel } from "@triathlon/core/workloads/workload";
import type { Run } from "../analysis/run.ts";
import { runPlan } from "../studies/bench/bench-study.ts";
import { createProgress } from "../study/progress.ts";
import { makeFolder, writeJson } from "../files/write-files.ts";
import { captureEnvironment } from "../study/environment.ts";
import { makePlan } from "../studies/bench/make-plan.ts";
import { isAvailable, type Runtime } from "../study/runtimes.ts";
import { loadWorkload } from "../studies/bench/workloads.ts";
import { readRun } from "../report/read-run.ts";
import { REPOSITORY } from "../repository.ts";

const WORKLOAD = join(REPOSITORY, "packages/core/src/workloads/selftest/known-work.ts");

export interface KnownWork {
  sizes: readonly string[];
  models: readonly ExecutionModel[];
  /** Default: all that are here. */
  runtimes?: readonly string[];
  blocks: number;
  /** How often each cell is run in every block. Default 1. */
  copies?: number;
  memoryBlocks?: number;
  lagBlocks?: number;
  mostRepeats?: number;
  seed?: number | undefined;
}

export interface Bench {
  /** All runs of a calibration lie in it. */
  folder: string;
  runtimes: readonly Runtime[];
  signal: AbortSignal;
}

/** The run, complete unless it was interrupted. @param name its folder's */
export async function runKnownWork(name: string, work: KnownWork, bench: Bench): Promise<Run> {
  const folder = join(bench.folder, name);
  makeFolder(folder);
  const plan = await planOf(name, work, bench.runtimes);
  const here = bench.runtimes.filter(isAvailable);
  writeJson(join(folder, "plan.json"), plan);
  writeJson(join(folder, "environment.json"), await captureEnvironment(here, "built-in", REPOSITORY));
  using progress = createProgress({ label: `${name}: ` });
  await runPlan({
    folder,
    plan,
    runtimes: bench.runtimes,
    workloads: [await loadWorkload(WORKLOAD)],
    progress,
    signal: bench.signal,
  });
  return readRun(folder);
}

/** There is no hurry: everything disturbed is repeated as often as a run may repeat it. */
const NO_BUDGET_SECONDS = 86_400;

async function planOf(runId: string, work: KnownWork, runtimes: readonly Runtime[]): Promise<Plan> {
  const here = runtimes.filter(isAvailable).map(({ name }) => name);
  const plan = await makePlan(
    {
      mode: "quick",
      workloads: [WORKLOAD],
      runtimes: work.runtimes ?? here,
      models: work.models,
      sizes: work.sizes,
      blocks: work.blocks,
      seed: work.seed,
      budgetSeconds: NO_BUDGET_SECONDS,
    },
    { runtimes, workloads: [], timer: "built-in" },
    runId,
  );
  return {
    ...plan,
    ghostsPerBlock: plan.cells.length * ((work.copies ?? 1) - 1),
    memoryBlocks: work.memoryBlocks ?? 0,
    lagBlocks: work.lagBlocks ?? 0,
    mostRepeats: work.mostRepeats ?? plan.mostRepeats,
  };
}
