/** What the verdicts of a run depend on beside the figures of two cells. */
import type { Cell } from "@triathlon/core/results/record";
import type { NoiseFloor } from "./noise-floor.ts";
import { LEAST_MARGIN } from "./verdict.ts";

export interface Judging {
  floor: NoiseFloor;
  /** Whether nothing is to be named. */
  tooNoisy: boolean;
  /** Runtimes that are not here: what was planned with them counts in no family. */
  unavailable: ReadonlySet<string>;
}

/** Differences between the two that are smaller than this share are not named: 2 %, or the floor of the noisier one. */
export function marginBetween(one: Cell, other: Cell, { floor }: Judging): number {
  return Math.max(LEAST_MARGIN, floor.of(one) ?? 0, floor.of(other) ?? 0);
}
