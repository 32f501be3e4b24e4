/** What a run of experiments will do, as it is written down before its first probe. */
import { type ExperimentPlan, experimentPlan } from "@triathlon/core/results/experiment";
import { SCHEMA_VERSION } from "@triathlon/core/results/record";
import { blocksOf, type Selection } from "./experiments-study.ts";

export function planOf(selection: Selection, runId: string, seed: number): ExperimentPlan {
  const { experiments, runtimes, smoke } = selection;
  return experimentPlan.parse({
    schemaVersion: SCHEMA_VERSION,
    runId,
    seed,
    smoke,
    runtimes,
    experiments: experiments.map((description) => ({
      name: description.name,
      title: description.title,
      question: description.question,
      blocks: blocksOf(selection, description),
      settings: description.settings({ smoke }).length,
    })),
  });
}
