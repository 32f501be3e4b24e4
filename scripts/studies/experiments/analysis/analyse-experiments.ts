/** From the records of a run of experiments to its report: a pure function of the journal, the plan and the environment. */
import type { Environment } from "@triathlon/core/results/environment";
import type { ExperimentPlan, ExperimentRecord } from "@triathlon/core/results/experiment";
import type { ExperimentReport } from "@triathlon/core/results/experiment-report";
import { SCHEMA_VERSION } from "@triathlon/core/results/record";
import { disturbanceOf } from "../../../analysis/run-noise.ts";
import { compileCacheRow } from "./compile-cache.ts";
import { coresRow } from "./cores.ts";
import { creationRows } from "./creation.ts";
import { crossoverRow } from "./crossover.ts";
import { freshClosureRow } from "./fresh-closure.ts";
import { type Group, groupsOf } from "./groups.ts";
import { interferenceRows } from "./interference.ts";
import { ladderRow } from "./ladder.ts";
import { loopDelayRow } from "./loop-delay.ts";
import { notCompletedOf } from "./not-completed.ts";
import { overlapRow } from "./overlap.ts";
import { whatToUseIn } from "./what-to-use.ts";

export interface ExperimentRun {
  plan: ExperimentPlan;
  environment: Environment;
  records: readonly ExperimentRecord[];
}

/** The same records in any order give the same report. */
export function analyseExperiments({ plan, environment, records }: ExperimentRun): ExperimentReport {
  const groups = (experiment: string): Group[] => groupsOf(records, experiment, plan.runtimes);
  const figures = {
    overlap: groups("overlap").map(overlapRow),
    cores: groups("cores").map(coresRow),
    ladder: groups("ladder").map(ladderRow),
    loopDelay: groups("loop-delay").map(loopDelayRow),
    interference: groups("interference").flatMap(interferenceRows),
    crossover: groups("crossover").map(crossoverRow),
    creation: creationRows(groups("creation"), plan.runtimes),
    freshClosure: groups("fresh-closure").map(freshClosureRow),
    compileCache: groups("compile-cache").map(compileCacheRow),
  };
  return {
    schemaVersion: SCHEMA_VERSION,
    runId: plan.runId,
    environment,
    seed: plan.seed,
    smoke: plan.smoke,
    noise: disturbanceOf(records),
    experiments: plan.experiments.map(({ name, title, question, blocks }) => ({
      name,
      title,
      question,
      command: commandOf(name, blocks, plan),
      blocks,
      outcomes: outcomesOf(records.filter(({ experiment }) => experiment === name)),
    })),
    whatToUse: plan.runtimes.map((runtime) => ({ runtime, rows: whatToUseIn(runtime, figures) })),
    ...figures,
    notCompleted: notCompletedOf(records),
  };
}

/** With the seed, so that even the order is the same. */
const commandOf = (name: string, blocks: number, { seed, smoke }: ExperimentPlan): string =>
  ["pnpm experiments", `--only ${name}`, ...(smoke ? ["--smoke"] : []), `--blocks ${blocks}`, `--seed ${seed}`].join(
    " ",
  );

function outcomesOf(records: readonly ExperimentRecord[]): ExperimentReport["experiments"][number]["outcomes"] {
  const count = (wanted: string): number => records.filter(({ outcome }) => outcome === wanted).length;
  return { completed: count("completed"), failed: count("failed"), skipped: count("skipped") };
}
