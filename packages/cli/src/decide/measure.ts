/** How long a candidate takes for a call, by the goal, and how late its loop is meanwhile. */
import { quantile } from "@triathlon/core/statistics/quantile";
import type { Random } from "@triathlon/core/statistics/random";
import { Failed } from "./child.ts";
import { RESPONSIVE_MS, type Tried, UNLIKE } from "./decision.ts";
import { PATIENCE, SHARES, type Trial } from "./trial.ts";

/** Calls in a batch, at most: so many promises, arguments and answers are held at once. */
const MOST_CALLS = 20_000;
/** Calls that arrive are no more than the slowest could do in so many times their time; but so many there are. */
const KEPT_WAITING = 3;
const LEAST_ARRIVALS = 5;
/** So long is the loop looked at, at most. */
const LATENESS_MS = 10_000;

export const unlikeBefore = (input: number): Failed => new Failed(`${UNLIKE}: input ${input + 1}`);

/** Milliseconds a call, by the goal: of a batch, or the 95th percentile of calls that arrive. @throws {Failed} when it fails in them */
export async function batch(trial: Trial, candidate: Tried): Promise<number> {
  const { pace, decision, total, random } = trial;
  const child = trial.childOf(candidate)!;
  if (decision.goal === "latency") {
    const milliseconds = Math.max(300, Math.min(20_000 / decision.rate, total / 10));
    // As many for each candidate. Who cannot keep up is far behind by then, and has an end to come to.
    const each = Math.max(...trial.live.map(({ name }) => pace.get(name) ?? 1));
    const most = Math.max(LEAST_ARRIVALS, Math.ceil((KEPT_WAITING * milliseconds) / each));
    const moments = arrivalsOf(decision.rate, milliseconds, Math.min(most, MOST_CALLS), random);
    const { times } = await child.ask(
      { do: "arrivals", moments, milliseconds },
      PATIENCE * (milliseconds + LEAST_ARRIVALS * each) + 15_000,
    );
    if (times.length === 0) throw new Failed("no call that arrived came to its end");
    return quantile(times, 0.95);
  }
  // So that each candidate has at least ten rounds in the race.
  const race = total * (1 - SHARES.look - SHARES.fidelity - SHARES.fresh);
  const milliseconds = Math.min(150, Math.max(30, race / (10 * trial.live.length)));
  const each = Math.max(pace.get(candidate.name) ?? 1, 0.0005);
  const calls = Math.min(
    MOST_CALLS,
    Math.max(fewest(trial, candidate, 4 * milliseconds), Math.round(milliseconds / each)),
  );
  const { took, unlike } = await child.ask({ do: "batch", calls }, PATIENCE * (calls * each + milliseconds) + 15_000);
  if (unlike !== null) throw unlikeBefore(unlike);
  pace.set(candidate.name, took / calls);
  return took / calls;
}

/** Calls that show what it can: four times as many as it must have in flight, or as often as this fits into the time, and once at least. */
export function fewest(
  { pace, width }: Pick<Trial, "pace" | "width">,
  { name }: Pick<Tried, "name">,
  milliseconds: number,
): number {
  const wide = width.get(name) ?? 1;
  const wave = wide * (pace.get(name) ?? 1);
  return wide * Math.max(1, Math.min(4, Math.floor(milliseconds / wave)));
}

/** For the goal `responsive`, who holds up its loop is unfit. */
export async function askLateness(trial: Trial, candidates: readonly Tried[]): Promise<void> {
  for (const candidate of candidates) {
    if (candidate.excluded !== null || trial.decision.interrupted) continue;
    trial.say(`how late the loop is: ${candidate.name}`, candidates.length);
    await trial.orExclude(candidate, () => latenessOf(trial, candidate));
  }
}

async function latenessOf(trial: Trial, candidate: Tried): Promise<void> {
  const { pace, decision, total } = trial;
  const each = pace.get(candidate.name) ?? 1;
  const milliseconds = Math.min(Math.max(300, 0.05 * total), LATENESS_MS);
  const many = Math.max(fewest(trial, candidate, milliseconds), Math.round(100 / Math.max(each, 0.005)));
  // As it is, a call is made where it is needed: the loop is late by one.
  const calls = candidate.model === "as it is" ? 1 : Math.min(many, MOST_CALLS);
  const patience = PATIENCE * (milliseconds + calls * each) + 15_000;
  const { late } = await trial.childOf(candidate)!.ask({ do: "lateness", milliseconds, calls }, patience);
  candidate.lateness = quantile(late, 0.99);
  if (decision.goal === "responsive" && candidate.lateness >= RESPONSIVE_MS) {
    candidate.unfit = `its loop is late by ${candidate.lateness.toFixed(1)} ms`;
  }
}

/** Moments of a Poisson process from 0 on: so many a second, for so long, and so many at most. */
export function arrivalsOf(perSecond: number, milliseconds: number, most: number, random: Random): number[] {
  const moments: number[] = [];
  for (let due = 0; due < milliseconds && moments.length < most;) {
    moments.push(due);
    due -= (Math.log(1 - random() / 2 ** 32) * 1000) / perSecond;
  }
  return moments;
}
