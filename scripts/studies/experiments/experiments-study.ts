/** The experiments as a study: once in each block each setting of each experiment, in one runtime right behind the other. */
import type { Description, PlannedSetting } from "@triathlon/core/measure/experiments/probe";
import { type ExperimentRecord, experimentRecord } from "@triathlon/core/results/experiment";
import { experimentAnswer, type ExperimentOrder } from "@triathlon/core/results/experiment-order";
import { blankOf } from "@triathlon/core/results/record";
import { blockOrder } from "../../study/blocks.ts";
import { execute, type Program } from "../../study/execute.ts";
import type { Study } from "../../study/study.ts";

export const EXPERIMENTS = { file: "experiments.ndjson", schema: experimentRecord, what: "a record of an experiment" };

export interface Selection {
  /** Names, in their order. */
  runtimes: readonly string[];
  experiments: readonly Description[];
  smoke: boolean;
  /** Of each experiment; undefined leaves it to them. */
  blocks: number | undefined;
}

/** What one process does. */
export interface PlannedProbe extends PlannedSetting {
  experiment: string;
  runtime: string;
  timeLimitSeconds: number;
}

export interface ExperimentsRun {
  runId: string;
  /** Default: those of experiments. */
  lines?: typeof EXPERIMENTS;
  selection: Selection;
  /** By name; a runtime that cannot be run is a reason. */
  runtimes: ReadonlyMap<string, Program | { reason: string }>;
  seed: number;
}

export function experimentsStudy({
  runId,
  lines = EXPERIMENTS,
  selection,
  runtimes,
  seed,
}: ExperimentsRun): Study<PlannedProbe, ExperimentRecord> {
  const blocks = Math.max(...selection.experiments.map((description) => blocksOf(selection, description)));
  const groups = Array.from({ length: blocks }, (_, block) => groupsOf(selection, block));
  return {
    lines,
    runId,
    timeLimitSeconds: Math.max(...selection.experiments.map(({ timeLimitSeconds }) => timeLimitSeconds)),
    blocks: () => blocks,
    executions: () => groups.flat(2).length,
    order: (block) => blockOrder(groups[block] ?? [], seed, block),
    nameOf: (planned) => `${planned.runtime} ${nameOfSetting(planned)}`,
    untimed: selection.smoke ? [] : onePerPlace(selection),
    notRun: ({ runtime, notRun }) => {
      const program = runtimes.get(runtime)!;
      return "reason" in program ? program.reason : (notRun ?? null);
    },
    blank: ({ experiment, runtime, place, setting }) => ({
      ...blankOf(experimentRecord),
      experiment,
      runtime,
      place,
      setting,
    }),
    execute: async ({ experiment, runtime, place, setting, amount, timeLimitSeconds }, beside) => {
      const { ending, answer } = await execute(
        {
          program: runtimes.get(runtime) as Program,
          order: (folder): ExperimentOrder => ({
            do: "experiment",
            experiment,
            place,
            setting,
            amount,
            answer: folder.answer,
          }),
          answer: experimentAnswer,
          timeLimitSeconds,
        },
        beside,
      );
      return { ...ending, ...answer };
    },
  };
}

/** How many blocks an experiment has. In a smoke run one. */
export const blocksOf = ({ blocks, smoke }: Selection, description: Description): number =>
  blocks ?? (smoke ? 1 : description.blocks);

/** All of one block, each setting in every runtime. */
function groupsOf(selection: Selection, block: number): PlannedProbe[][] {
  const { experiments, runtimes, smoke } = selection;
  return experiments
    .filter((description) => block < blocksOf(selection, description))
    .flatMap(({ name, timeLimitSeconds, settings }) =>
      settings({ smoke }).map((planned) =>
        runtimes.map((runtime) => ({ ...planned, experiment: name, runtime, timeLimitSeconds })),
      ),
    );
}

function onePerPlace(selection: Selection): PlannedProbe[] {
  const least = groupsOf({ ...selection, smoke: true }, 0).flat();
  const each = Map.groupBy(least, ({ runtime, place }) => JSON.stringify([runtime, place]));
  return [...each.values()].map(([first]) => first!);
}

/** `interference threading noise=compute`: the same in every runtime and block. */
export const nameOfSetting = ({
  experiment,
  place,
  setting,
}: Pick<PlannedProbe, "experiment" | "place" | "setting">): string =>
  [experiment, place, ...Object.entries(setting).map(([name, value]) => `${name}=${value}`)].join(" ");
