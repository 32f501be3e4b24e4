/** Looks at the machine before and after an execution, never during it. */
import { availableParallelism } from "node:os";
import type { Contamination, Noise, NoiseLimits } from "@triathlon/core/results/noise";
import type { CapacityProbe } from "./capacity-probe.ts";
import { type Counters, readCounters } from "./counters.ts";

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

/** What the two probes got, in cores' worth of work; null where nobody probed. */
export interface Capacity {
  before: number | null;
  after: number | null;
  atBest: number | null;
}

export function noiseBetween(before: Counters, after: Counters, capacity: Capacity): Noise {
  const seconds = after.at - before.at;
  const grown = (name: keyof Counters): number | null => {
    const [first, last] = [before[name], after[name]];
    return first === null || last === null ? null : Math.max(0, last - first);
  };
  const shareOf = (part: number | null, whole: number | null): number | null =>
    part === null || whole === null || whole === 0 ? null : part / whole;
  const [busy, own] = [grown("cpuBusy"), grown("cpuOwn")];
  return {
    seconds,
    stealShare: shareOf(grown("cpuStolen"), grown("cpuTotal")),
    foreignCpuSeconds: busy === null || own === null ? null : Math.max(0, busy - own),
    cpuPressureShare: shareOf(grown("cpuPressure"), seconds),
    ioPressureShare: shareOf(grown("ioPressure"), seconds),
    memoryPressureShare: shareOf(grown("memoryPressure"), seconds),
    throttledSeconds: grown("throttled"),
    swappedInPages: grown("swappedInPages"),
    majorFaults: grown("majorFaults"),
    contextSwitches: grown("contextSwitches"),
    capacityBefore: capacity.before,
    capacityAfter: capacity.after,
    capacityAtBest: capacity.atBest,
  };
}

/**
 * The kernel's counters move in ticks of 10 ms, each core's by itself: over a short execution one tick is already more than
 * a limit. What is less than this is not believed.
 */
const LEAST_CPU_SECONDS = 0.03;
/** Pressure is counted finely, but a single stall of a few milliseconds is no busy disk. */
const LEAST_PRESSURE_SECONDS = 0.005;

/** The causes beyond the limits. @param cores of the machine */
export function contaminationOf(noise: Noise, limits: NoiseLimits, cores: number): Contamination[] {
  const { seconds, capacityAtBest } = noise;
  const beyond = (part: number | null, limit: number, least: number): boolean =>
    part !== null && part > limit && part > least;
  const stolen = noise.stealShare === null ? null : noise.stealShare * seconds * cores;
  const pressure = (share: number | null): number | null => (share === null ? null : share * seconds);
  const lacking = (capacity: number | null): boolean =>
    capacity !== null && capacityAtBest !== null && capacity < limits.capacityShare * capacityAtBest;
  const causes: Record<Contamination, boolean> = {
    steal: beyond(stolen, limits.stealShare * seconds * cores, LEAST_CPU_SECONDS),
    "foreign CPU": beyond(noise.foreignCpuSeconds, limits.foreignCpuShare * seconds * cores, LEAST_CPU_SECONDS),
    "I/O pressure": beyond(pressure(noise.ioPressureShare), limits.ioPressureShare * seconds, LEAST_PRESSURE_SECONDS),
    "memory pressure": beyond(
      pressure(noise.memoryPressureShare),
      limits.memoryPressureShare * seconds,
      LEAST_PRESSURE_SECONDS,
    ),
    throttling: (noise.throttledSeconds ?? 0) > 0,
    swapping: (noise.swappedInPages ?? 0) > 0,
    capacity: lacking(noise.capacityBefore) || lacking(noise.capacityAfter),
  };
  return (Object.keys(causes) as Contamination[]).filter((cause) => causes[cause]);
}
