/** What is run, and in which order: once in each round, each case with all its contenders right behind each other. */
import type { Amount, PoolCase, PoolModel } from "@triathlon/core/results/pools";
import { createRandom, shuffle } from "@triathlon/core/statistics/random";
import { CASES } from "./cases.ts";
import { type Contender, type RuntimeContenders, takesPart } from "./contenders.ts";

export interface Selection {
  runtimes: readonly { name: string; list: RuntimeContenders }[];
  models: readonly PoolModel[];
  cases: readonly PoolCase[];
  /** Names; undefined picks all. */
  contenders: readonly string[] | undefined;
  workers: number;
  smoke: boolean;
}

/** One contender, one case: what one process does. */
export interface PlannedPool extends Amount {
  runtime: string;
  contender: Contender;
  case: PoolCase;
  workers: number;
}

/** Everything of one round, in the order of the lists. */
export function plannedOf(selection: Selection): PlannedPool[] {
  return groupsOf(selection).flat();
}

/**
 * One round: cells and cases in random order, and within each its contenders in random order. They follow each other, so that
 * the machine's drift does to one what it does to the others; and random, so that none is always behind the same.
 */
export function roundOrder(selection: Selection, seed: number, round: number): PlannedPool[] {
  const random = createRandom(seed, round);
  return shuffle(groupsOf(selection), random).flatMap((group) => shuffle(group, random));
}

function groupsOf({ runtimes, models, cases, contenders, workers, smoke }: Selection): PlannedPool[][] {
  return runtimes.flatMap(({ name, list }) =>
    models.flatMap((model) =>
      cases.map((poolCase) => {
        const { amount, smoke: least, workers: fixed } = CASES[poolCase];
        return list.contenders
          .filter((one) => one.model === model && takesPart(one, poolCase))
          .filter((one) => contenders === undefined || contenders.includes(one.name))
          .flatMap((contender) =>
            (fixed ?? [workers]).map((count) => ({
              runtime: name,
              contender,
              case: poolCase,
              workers: count,
              ...(smoke ? least : amount),
            })),
          );
      }),
    ),
  );
}
