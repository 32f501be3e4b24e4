/** The race: every live candidate once a round, in random order; who is shown to lose drops out. */
import { shuffle } from "@triathlon/core/statistics/random";
import { MOST_ROUNDS } from "./decision.ts";
import { askLateness, batch } from "./measure.ts";
import { isOver, losers, WARM_UPS } from "./rule.ts";
import { SHARES, type Trial } from "./trial.ts";

/** Rounds, whatever time they take. */
const LEAST_ROUNDS = WARM_UPS + 3;

export async function race(trial: Trial): Promise<void> {
  const { decision, total } = trial;
  const { candidates, baseline } = decision;
  const until = total * (1 - SHARES.fresh);
  if (decision.goal === "responsive") await askLateness(trial, candidates);
  for (let round = 1; ; round++) {
    const live = trial.live.filter(({ name, unfit }) => unfit === null || name === baseline);
    if (decision.interrupted || live.every(({ unfit }) => unfit !== null)) return;
    for (const candidate of shuffle(live, trial.random)) {
      if (decision.interrupted || decision.undecided !== null) return;
      if (trial.gone > 2 * total && round > WARM_UPS + 1) return;
      trial.say(`round ${round}: ${candidate.name}`, live.length);
      await trial.orExclude(candidate, async () => void candidate.race.push(await batch(trial, candidate)));
    }
    const times = new Map(candidates.map(({ name, race }) => [name, race]));
    const names = trial.live.flatMap(({ name, unfit }) => (unfit === null ? [name] : []));
    const lost = losers(times, names);
    // The function as it is stays to the end: of the others it is told how much better they are.
    for (const name of lost) {
      if (name !== baseline) candidates.find((each) => each.name === name)!.droppedAfter = round;
    }
    const left = names.filter((name) => !lost.includes(name));
    if (round >= MOST_ROUNDS) return;
    if (round >= LEAST_ROUNDS && (isOver(times, left) || trial.gone > until)) return;
  }
}
