/** Looks at the machine before and after an execution, never during it. */
import { availableParallelism } from "node:os";
import type { Contamination, Noise, NoiseLimits } from "@triathlon/core/results/noise";
import type { CapacityProbe } from "./capacity-probe.ts";
import { contaminationOf, noiseBetween } from "./contamination.ts";
import { readCounters } from "./counters.ts";

/** So long a probe speaks for what comes next: executions that follow each other share the one between them. */
const FRESH_SECONDS = 0.05;

export interface Watched<Result> {
  result: Result;
  noise: Noise;
  contamination: Contamination[];
}

export class NoiseWatch {
  readonly #limits: NoiseLimits;
  readonly #probe: CapacityProbe | null;
  #last: { cores: number | null; at: number } | null = null;

  /** @param probe null: nothing spins before and after */
  constructor(limits: NoiseLimits, probe: CapacityProbe | null) {
    this.#limits = limits;
    this.#probe = probe;
  }

  /** Does the work between two looks. */
  async around<Result>(work: () => Promise<Result>): Promise<Watched<Result>> {
    const capacityBefore = await this.#capacity();
    const before = readCounters();
    const result = await work();
    const after = readCounters();
    this.#last = null;
    const noise = noiseBetween(before, after, {
      before: capacityBefore,
      after: await this.#capacity(),
      atBest: this.#probe?.atBest ?? null,
    });
    return { result, noise, contamination: contaminationOf(noise, this.#limits, availableParallelism()) };
  }

  async #capacity(): Promise<number | null> {
    if (this.#probe === null) return null;
    const now = performance.now() / 1000;
    if (this.#last !== null && now - this.#last.at < FRESH_SECONDS) return this.#last.cores;
    const cores = await this.#probe.cores();
    this.#last = { cores, at: performance.now() / 1000 };
    return cores;
  }
}
