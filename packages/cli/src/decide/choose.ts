/** Who won, and fresh samples of it beside the function as it is: by them alone it is judged. */
import { shuffle } from "@triathlon/core/statistics/random";
import { type Decision, LEAST_FRESH, RESPONSIVE_MS, type Tried } from "./decision.ts";
import { askLateness, batch } from "./measure.ts";
import { middle, WARM_UPS, winner } from "./rule.ts";
import type { Trial } from "./trial.ts";

const MOST_FRESH = 40;

export async function choose(trial: Trial): Promise<void> {
  const { decision } = trial;
  const { candidates, baseline } = decision;
  const asItIs = candidates.find(({ name }) => name === baseline);
  takeBackDropped(trial);
  const chosen = firstOf(trial.live);
  if (!asItIs || !chosen) {
    decision.undecided ??= whyNobody(
      decision,
      trial.live.length > 0 && trial.live.every(({ unfit }) => unfit !== null),
    );
    return;
  }
  decision.chosen = chosen.name;
  if (decision.interrupted) return;
  asItIs.fresh = [];
  if (chosen !== asItIs) await takeFresh(trial, [asItIs, chosen]);
  if (decision.goal !== "responsive") await askLateness(trial, [...new Set([asItIs, chosen])]);
  if (asItIs.excluded === null && chosen.excluded === null) return;
  decision.chosen = null;
  // It came through the race and no further: the next best may.
  if (decision.undecided === null) await choose(trial);
}

/** Who was dropped beside one that failed later has not been shown to be slower than those who are left. */
export function takeBackDropped({ decision: { candidates }, live }: Pick<Trial, "decision" | "live">): void {
  const timeOf = ({ race }: Tried): number => (race.length > WARM_UPS ? middle(race.slice(WARM_UPS)) : Infinity);
  const best = Math.min(...live.map(timeOf));
  if (candidates.some((each) => each.excluded !== null && timeOf(each) < best))
    for (const each of candidates) each.droppedAfter = null;
}

/** Who came first of those that are still in the race and may be chosen; undefined where that has not been shown. */
export function firstOf(live: readonly Tried[]): Tried | undefined {
  // Who is unfit may not have been raced at all.
  const fit = live.filter(({ unfit }) => unfit === null);
  // A round that was ended in the middle has the times of some alone.
  const whole = Math.min(...fit.map(({ race }) => race.length));
  const times = new Map(fit.map(({ name, race }) => [name, race.slice(0, whole)]));
  const best = winner(
    times,
    fit.map(({ name }) => name),
  );
  return fit.find(({ name }) => name === best);
}

function whyNobody({ interrupted }: Decision, areAllLate: boolean): string {
  if (interrupted) return "it was ended before there were enough rounds";
  return areAllLate
    ? `nothing that was tried keeps the loop from being late by ${RESPONSIVE_MS} ms`
    : "no candidate came through enough rounds";
}

async function takeFresh(trial: Trial, pair: readonly Tried[]): Promise<void> {
  for (let round = 0; round < MOST_FRESH; round++) {
    const isEnough = round >= LEAST_FRESH && trial.gone > trial.total;
    if (trial.decision.interrupted || isEnough || trial.gone > 4 * trial.total + 10_000) return;
    trial.say(`fresh samples: ${pair.map(({ name }) => name).join(" and ")}`, pair.length);
    for (const candidate of shuffle(pair, trial.random)) {
      await trial.orExclude(candidate, async () => void candidate.fresh.push(await batch(trial, candidate)));
      if (candidate.excluded !== null) return;
    }
  }
}
