/** What is run, and in which order: in each block every setting of every runtime once. */
import type { Description, PlannedSetting } from "@triathlon/core/measure/experiments/probe";
import { createRandom, shuffle } from "@triathlon/core/statistics/random";

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

/** How many blocks an experiment has. In a smoke run one. */
export const blocksOf = ({ blocks, smoke }: Selection, description: Description): number =>
  blocks ?? (smoke ? 1 : description.blocks);

/** How many blocks there are in all. */
export const blockCount = (selection: Selection): number =>
  Math.max(...selection.experiments.map((description) => blocksOf(selection, description)));

/** All of one block, in the order of the lists. */
export function plannedOf(selection: Selection, block: number): PlannedProbe[] {
  return selection.experiments
    .filter((description) => block < blocksOf(selection, description))
    .flatMap(({ name, timeLimitSeconds, settings }) =>
      settings({ smoke: selection.smoke }).flatMap((planned) =>
        selection.runtimes.map((runtime) => ({ ...planned, experiment: name, runtime, timeLimitSeconds })),
      ),
    );
}

/**
 * One block in random order, from seed and block alone. Runtimes at one setting follow each other in random order, so that the machine's
 * drift does to one what it does to the others.
 */
export function blockOrder(selection: Selection, seed: number, block: number): PlannedProbe[] {
  const random = createRandom(seed, block);
  const groups = Map.groupBy(plannedOf(selection, block), nameOfSetting);
  return shuffle([...groups.values()], random).flatMap((group) => shuffle(group, random));
}

/** `interference threading noise=compute`: the same in every runtime and block. */
export const nameOfSetting = ({
  experiment,
  place,
  setting,
}: Pick<PlannedProbe, "experiment" | "place" | "setting">): string =>
  [experiment, place, ...Object.entries(setting).map(([name, value]) => `${name}=${value}`)].join(" ");

/** The same with the runtime before it. */
export const nameOfProbe = (planned: PlannedProbe): string => `${planned.runtime} ${nameOfSetting(planned)}`;
