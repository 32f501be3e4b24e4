/** Machines that never were: how the time of the same work comes out on them, run after run. */
import type { Random } from "@triathlon/core/statistics/random";

export const NOISE_MODELS = ["clean", "drift", "spikes", "bimodal"] as const;
export type NoiseModel = (typeof NOISE_MODELS)[number];

/** Of one run, as a share: log-normal, as times of processes roughly are. */
const SPREAD = 0.04;
/** By which the machine becomes faster or slower from one run to the next. */
const STEP = 0.01;
const SPIKES = { share: 0.1, most: 1 };
const SECOND_MODE = { share: 0.35, times: 1.08 };

/** The times of runs that follow each other, each of the same work. */
export class Machine {
  readonly #model: NoiseModel;
  readonly #random: Random;
  #drifted = 0;

  constructor(model: NoiseModel, random: Random) {
    this.#model = model;
    this.#random = random;
  }

  /** In units of the work's own time. @param steps how many runs later than the last one */
  next(steps = 1): number {
    const time = Math.exp(SPREAD * this.#normal());
    switch (this.#model) {
      case "clean":
        return time;
      case "drift":
        this.#drifted += STEP * Math.sqrt(steps) * this.#normal(); // the sum of so many steps
        return time * Math.exp(this.#drifted);
      case "spikes":
        return this.#uniform() < SPIKES.share ? time * (1 + SPIKES.most * this.#uniform()) : time;
      case "bimodal":
        return this.#uniform() < SECOND_MODE.share ? time * SECOND_MODE.times : time;
    }
  }

  /**
   * Two runs of the same work in one block, at places drawn by lot among all its executions: the time of the one to that of the other.
   * Between the two the machine runs whatever else is in the block.
   *
   * @param executions in a block, at least two
   */
  pair(executions: number): number {
    const place = Math.floor(this.#uniform() * executions);
    const rest = Math.floor(this.#uniform() * (executions - 1));
    const distance = (rest >= place ? rest + 1 : rest) - place;
    const earlier = this.next();
    const later = this.next(Math.abs(distance));
    return distance > 0 ? earlier / later : later / earlier;
  }

  /** Above 0, below 1. */
  #uniform(): number {
    return (this.#random() + 0.5) / 2 ** 32;
  }

  /** G. E. P. Box and M. E. Muller, Annals of Mathematical Statistics 29 (1958). */
  #normal(): number {
    return Math.sqrt(-2 * Math.log(this.#uniform())) * Math.cos(2 * Math.PI * this.#uniform());
  }
}
