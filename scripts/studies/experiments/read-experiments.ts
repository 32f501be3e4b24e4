/** Reads what a run of experiments left in its folder. */
import { join } from "node:path";
import { type ExperimentPlan, experimentPlan, type ExperimentRecord } from "@triathlon/core/results/experiment";
import type { z } from "zod";
import { onlyOnce, readJournal } from "../../files/journal.ts";
import { whole } from "../../analysis/numbers.ts";
import { readDocument } from "../../read-document.ts";
import { readEnvironment } from "../../report/read-run.ts";
import type { ExperimentRun } from "./analysis/analyse-experiments.ts";
import { EXPERIMENTS } from "./experiments-study.ts";

/** What such a folder is called where it is none, and what its plan and its journal are. */
export interface Kind<Plan extends ExperimentPlan> {
  command: string;
  plan: z.ZodType<Plan>;
  lines: typeof EXPERIMENTS;
}

/** Plan, environment and records of a run. @throws {UsageError} naming the file that is missing or is not what it should be */
export const readExperiments = (folder: string): ExperimentRun =>
  readRunOf(folder, { command: "pnpm experiments", plan: experimentPlan, lines: EXPERIMENTS });

/** The same of runs that have more in their plan. */
export function readRunOf<Plan extends ExperimentPlan>(
  folder: string,
  { command, plan: schema, lines }: Kind<Plan>,
): ExperimentRun & { plan: Plan } {
  const hint = `is this the folder of a run of \`${command}\`?`;
  const plan = readDocument(join(folder, "plan.json"), schema, { wanted: "a plan of experiments", hint });
  return {
    plan,
    environment: readEnvironment(folder),
    records: [...readJournal(folder, lines, refuserOf(plan))],
  };
}

/** That a run has less than was planned, in a sentence; none where it has all. */
export function partialText({ plan, records }: ExperimentRun): string[] {
  const inBlocks = plan.experiments.reduce((sum, { blocks, settings }) => sum + blocks * settings, 0);
  const planned = inBlocks * plan.runtimes.length;
  if (records.length >= planned) return [];
  return [`Partial run: ${whole(records.length)} of ${whole(planned)} planned executions are in the journal.`];
}

function refuserOf({ runId, experiments }: ExperimentPlan): (record: ExperimentRecord) => string | null {
  const blocks = new Map(experiments.map((one) => [one.name, one.blocks]));
  const isRepeated = onlyOnce<ExperimentRecord>((record) =>
    [record.experiment, record.runtime, record.place, JSON.stringify(record.setting), `block ${record.block}`].join(
      " ",
    ),
  );
  return (record) => {
    if (record.runId !== runId) return `wanted a record of run "${runId}", found one of run "${record.runId}"`;
    const most = blocks.get(record.experiment);
    if (most === undefined) return `wanted an experiment of the plan, found "${record.experiment}"`;
    return record.block < most ? isRepeated(record) : `wanted a block below ${most}, found ${record.block}`;
  };
}
