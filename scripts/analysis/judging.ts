/** What the verdicts of a run depend on beside the figures of two cells. */
import type { Cell } from "@triathlon/core/results/record";
import type { NoiseFloor } from "./noise-floor.ts";
import { thresholdOf } from "./verdict.ts";

export interface Judging {
  floor: NoiseFloor;
  /** Whether nothing is to be named. */
  tooNoisy: boolean;
  /** Runtimes that are not here: what was planned with them counts in no family. */
  unavailable: ReadonlySet<string>;
}

/** A difference between the two is named only beyond this share: the margin, or the floor of the noisier one. */
export function thresholdBetween(one: Cell, other: Cell, { floor }: Judging): number {
  return thresholdOf(floor.of(one), floor.of(other));
}
