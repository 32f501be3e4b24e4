/**
 * Which size to try next, where small sizes are lost and large ones won: a coarse grid first, then from its crossing one step up after a
 * loss and one down after a win. Most trials then lie near the size at which one wins as often as one loses, and a trial that was
 * disturbed leads one step astray, which the next ones take back.
 *
 * Source: W. J. Dixon and A. M. Mood, *A Method for Obtaining and Analyzing Sensitivity Data*, Journal of the American Statistical
 * Association 43 (1948).
 */

/** Steps of a tenfold size. */
export const STEPS_PER_DECADE = 8;
const GRID_STEPS = STEPS_PER_DECADE / 2;
/** The grid goes on beyond what is always tried until so many sizes in a row were won. */
const WINS_IN_A_ROW = 2;

export interface Steps {
  /** The grid is tried up to this step in any case. */
  always: number;
  /** The largest. */
  most: number;
  /** After the grid. */
  trials: number;
}

/**
 * @param isWon tries the size of this step, from 0 on
 * @param mayGoOn asked before each trial after the grid
 */
export async function upAndDown(
  { always, most, trials }: Steps,
  isWon: (step: number) => Promise<boolean>,
  mayGoOn: () => boolean = () => true,
): Promise<void> {
  let losses = 0;
  let winsInARow = 0;
  for (let step = 0; step <= most && (step <= always || winsInARow < WINS_IN_A_ROW); step += GRID_STEPS) {
    const won = await isWon(step);
    losses += won ? 0 : 1;
    winsInARow = won ? winsInARow + 1 : 0;
  }
  // In the middle between the grid's sizes, as if the smaller ones were those that were lost.
  let step = losses * GRID_STEPS - GRID_STEPS / 2;
  for (let trial = 0; trial < trials && mayGoOn(); trial++) {
    step = Math.min(Math.max(step, 0), most);
    step += (await isWon(step)) ? -1 : 1;
  }
}
