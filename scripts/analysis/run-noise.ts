/** How quiet the machine was during a run, and what therefore cannot be told. */
import { contamination, type Disturbance, disturbance } from "@triathlon/core/results/noise";
import { cell, type Envelope } from "@triathlon/core/results/record";
import { z } from "zod";
import type { Execution } from "./execution.ts";
import { median } from "@triathlon/core/statistics/median";
import { type GhostPair, ghostPairs, NoiseFloor } from "./noise-floor.ts";
import type { Run } from "./run.ts";
import { lastAttempts, Samples } from "./samples.ts";

export const runNoise = z.object({
  /** Each ghost beside its cell: the ratio of their times. */
  ghostPairs: z.array(z.object({ ...cell.shape, block: z.int().nonnegative(), ratio: z.number().positive() })),
  /** Smallest difference that comparisons in this run can show, as a share, over its cells; null without enough ghosts. */
  floor: z.object({ median: z.number(), worst: z.number(), worstCell: cell }).nullable(),
  /** Cores' worth of work that two threads got between executions; null where nobody probed. */
  capacity: z.object({ atBest: z.number(), median: z.number(), least: z.number() }).nullable(),
  /** Timed executions are looked at; of a run that is too noisy no verdict is given. */
  ...disturbance.shape,
  /** Of these, disturbed at the first attempt. */
  disturbed: z.int().nonnegative(),
  /** Attempts after the first. */
  repeats: z.int().nonnegative(),
  /** How many attempts each cause disturbed. */
  causes: z.partialRecord(contamination, z.int().positive()),
});

export type RunNoise = z.infer<typeof runNoise>;

/** More than this share of disturbed executions, and nothing is to be relied on. */
const TOO_MANY = 0.25;

/** The executions of a run by cell, its ghosts, and how quiet the machine was. */
export function lookAt(run: Run) {
  const samples = new Samples(run.executions);
  const ghosts = run.executions.reduce((most, { ghost }) => Math.max(most, ghost), 0);
  const pairs = ghostPairs(run.plan.cells, samples, ghosts);
  const floor = new NoiseFloor(pairs, run.plan.timedBlocks ?? 1);
  return { samples, /** Of a cell in a block, at most. */ ghosts, floor, noise: runNoiseOf(run, pairs, floor) };
}

function runNoiseOf({ plan, executions }: Run, pairs: readonly GhostPair[], floor: NoiseFloor): RunNoise {
  const looked = executions.filter(({ noise, discarded }) => noise !== null && !discarded);
  return {
    ghostPairs: pairs.map(({ cell: ghost, block, ratio }) => ({ ...cell.parse(ghost), block, ratio })),
    floor: floorOver(plan.cells, floor),
    capacity: capacityOf(looked),
    ...disturbanceOf(looked),
    disturbed: looked.filter((execution) => execution.attempt === 1 && isDisturbed(execution)).length,
    repeats: looked.filter(({ attempt }) => attempt > 1).length,
    causes: causesOf(looked),
  };
}

type Seen = Pick<Envelope, "block" | "position" | "noise" | "contamination">;

/** Of any study; what nobody looked at is left out. */
export function disturbanceOf(records: readonly Seen[]): Disturbance {
  const last = lastAttempts(records.filter(({ noise }) => noise !== null));
  const left = last.filter(isDisturbed).length;
  return { looked: last.length, leftDisturbed: left, tooNoisy: last.length > 0 && left / last.length > TOO_MANY };
}

const isDisturbed = ({ contamination }: Seen): boolean => contamination.length > 0;

function floorOver(cells: Run["plan"]["cells"], floor: NoiseFloor): RunNoise["floor"] {
  const floors = cells.flatMap((one) => {
    const value = floor.of(one);
    return value === null ? [] : [{ cell: cell.parse(one), value }];
  });
  if (floors.length === 0) return null;
  const worst = floors.reduce((most, one) => (one.value > most.value ? one : most));
  return { median: median(floors.map(({ value }) => value)), worst: worst.value, worstCell: worst.cell };
}

function capacityOf(looked: readonly Execution[]): RunNoise["capacity"] {
  const seen = looked.flatMap(({ noise }) => noise?.capacityAfter ?? []);
  if (seen.length === 0) return null;
  const atBest = Math.max(...looked.map(({ noise }) => noise?.capacityAtBest ?? 0));
  return { atBest, median: median(seen), least: seen.reduce((least, one) => Math.min(least, one)) };
}

function causesOf(looked: readonly Execution[]): RunNoise["causes"] {
  const counts = contamination.options.map(
    (cause) => [cause, looked.filter((execution) => execution.contamination.includes(cause)).length] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
