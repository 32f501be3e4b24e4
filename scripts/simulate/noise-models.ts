/** Machines that never were: how the time of the same work comes out on them, run after run. */
import type { Random } from "../plan/random.ts";

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

  /** In units of the work's own time. */
  next(): number {
    const time = Math.exp(SPREAD * this.#normal());
    switch (this.#model) {
      case "clean":
        return time;
      case "drift":
        this.#drifted += STEP * this.#normal();
        return time * Math.exp(this.#drifted);
      case "spikes":
        return this.#uniform() < SPIKES.share ? time * (1 + SPIKES.most * this.#uniform()) : time;
      case "bimodal":
        return this.#uniform() < SECOND_MODE.share ? time * SECOND_MODE.times : time;
    }
  }

  /** Two runs of the same work in one block, in an order drawn by lot: the time of the second thing to that of the first. */
  pair(): number {
    const [one, other] = [this.next(), this.next()];
    return this.#uniform() < 0.5 ? one / other : other / one;
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
