/** What one call after the other looks like from outside: made of what was watched in a child, which draws no conclusions. */
import { median } from "@triathlon/core/statistics/median";
import { quantile } from "@triathlon/core/statistics/quantile";
import type { Watched } from "./in-child/orders.ts";

/** All times are in milliseconds. */
export interface Probe {
  /** The first call, with whatever is compiled, opened or filled in it. */
  first: number;
  /** One call of those after it: the median. */
  wall: number;
  /** CPU time of all calls, its own threads included, and their wall time. */
  cpuTotal: number;
  wallTotal: number;
  /** A call gave a promise. */
  promises: boolean;
  /** In how much of the wall time nothing else could run here. */
  blockedTotal: number;
  calls: number;
  /** Bytes by which this process grew from after its first call. */
  grown: number;
  /** Answers to the same inputs, asked twice in the same order, are the same: the first call of which they are not, from 1. */
  differsFrom: number | null;
  /** The second answer to the same input took less than a tenth of the first, in the median. */
  remembers: boolean;
  /** Calls leave their arguments otherwise than they found them. */
  changesArguments: boolean;
  /** How many of all its calls threw, and what the first of them threw. */
  threw: { calls: number; of: number; first: string } | null;
}

export function probeOf({ walls, begunTotal, late, asked, ...watched }: Watched): Probe {
  const wallTotal = sumOf(walls);
  // Timers do not see what is short, and a call that came back with a promise may block yet: whichever saw more.
  const blocked = Math.max(begunTotal, sumOf(late.map((each) => Math.max(0, each - TIMELY_MS))));
  return {
    ...watched,
    wall: median(walls),
    wallTotal,
    blockedTotal: Math.min(blocked, wallTotal),
    calls: walls.length,
    remembers: isQuickAgain(asked),
  };
}

/** A timer that is late by no more tells nothing. */
const TIMELY_MS = 2;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Of fewer, one that took long for another reason would tell. */
const LEAST_ASKED = 5;
/** What takes less is not worth remembering, and no clock tells a tenth of it. */
const LEAST_MS = 0.1;

function isQuickAgain({ once, again }: Watched["asked"]): boolean {
  if (once.length < LEAST_ASKED) return false;
  // The quickest quarter, as the first ones also waited for the compiler.
  const quick = quantile(once, 0.25);
  return quick > LEAST_MS && median(again) < quick / 10;
}
