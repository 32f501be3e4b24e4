/** The simulation held against real jobs here: what it predicts of them, and what is seen. */
import { quantile } from "@triathlon/core/statistics/quantile";
import { type Distribution, type JobsModel, simulateJobs } from "@triathlon/core/statistics/simulate-jobs";
import { createRandom } from "@triathlon/core/statistics/random";
import { cpus, loadavg } from "node:os";
import { z } from "zod";
import type { Engine } from "../engines.ts";
import type { AvailableRuntime } from "../study/runtimes.ts";
import { observeJobs, type Scene, type Seen } from "./observe-jobs.ts";

const figure = z.number().nonnegative();
const figures = z.object({ throughput: figure, p99: figure, again: figure });

export const comparison = z.object({
  engine: z.string(),
  runtime: z.string(),
  cores: z.int(),
  /** Before it began, over a minute. */
  loadAverage: figure,
  seed: z.int(),
  /** Seconds one way, as it was seen with one job at a time. */
  way: figure,
  cases: z.array(
    z.object({ name: z.string(), predicted: figures, observed: figures, deaths: z.int(), stalls: z.int() }),
  ),
});
export type Comparison = z.infer<typeof comparison>;

/** Of a prediction that is as good as was wanted. */
export const WITHIN = 0.15;
/** So few runs more than one tell nothing in per cent. */
export const FEW = 20;

/** What both are given; the lease is that of `open-jobs.ts`. */
const LEASE = 1;
const WORKERS = 4;
const PLACES = 2;

interface Case {
  name: string;
  jobs: number;
  deathsPerSecond?: number;
  stalls?: { perSecond: number; seconds: number };
}

// So often that more than one of 100 jobs is touched: the 99th percentile is theirs, and not now theirs and now the others'. Those of held-up
// workers take now as long as a lease and now as long as the hold-up: so there are more of them.
const CASES: readonly Case[] = [
  { name: "nobody fails", jobs: 4000 },
  { name: "workers are killed", jobs: 4000, deathsPerSecond: 0.2 },
  { name: "workers are held up for longer than the lease", jobs: 10_000, stalls: { perSecond: 0.25, seconds: 1.5 } },
];

/** Simulated so often; what is told is the average. */
const SEEDS = 20;

export async function compare(
  engine: Engine,
  runtime: AvailableRuntime,
  seed: number,
  say: (what: string) => void,
): Promise<Comparison> {
  const loadAverage = loadavg()[0] ?? 0;
  const random = createRandom(seed, 1);
  // Timers alone: on a machine with few cores, tasks that compute would be held up by each other.
  const milliseconds = Array.from({ length: 1000 }, () => 20 + Math.floor((130 * random()) / 2 ** 32));
  const scene = { engine, runtime, places: PLACES, milliseconds, seed };
  say("one job at a time");
  const alone = await observeJobs({ ...scene, workers: 1, places: 1, jobs: 500, open: 1, milliseconds: [0] });
  // There and to the place, and all the way back.
  const ways = alone.latencies.map((latency) => latency / 4);
  const network: Distribution = { kind: "recorded", seconds: ways };
  const cases: Comparison["cases"] = [];
  for (const { name, ...differs } of CASES) {
    say(name);
    const whole: Scene = { ...scene, ...differs, workers: WORKERS, open: 2 * WORKERS * PLACES };
    const seen = await observeJobs(whole);
    cases.push({
      name,
      predicted: predict(whole, network, seen),
      observed: figuresOf(seen),
      deaths: seen.deaths,
      stalls: seen.stalls,
    });
  }
  return {
    engine: engine.name,
    runtime: runtime.title,
    cores: cpus().length,
    loadAverage,
    seed,
    way: quantile(ways, 0.5),
    cases,
  };
}

function figuresOf({ latencies, seconds, again }: Seen): z.infer<typeof figures> {
  return { throughput: latencies.length / seconds, p99: quantile(latencies, 0.99), again };
}

/** Of what was seen it is told how often workers were lost and held up, and how long they were away: that is chance, and the machine's. */
function predict(
  { jobs, open, workers, places, milliseconds, stalls }: Scene,
  network: Distribution,
  seen: Seen,
): z.infer<typeof figures> {
  /** In which somebody can be lost or held up. */
  const away = seen.deaths > 0 ? seen.deaths * seen.restartSeconds : 0;
  const each = 1 / (workers * seen.seconds - away - seen.stalls * (stalls?.seconds ?? 0));
  const model: Omit<JobsModel, "seed"> = {
    jobs,
    arrivals: { open },
    workers,
    places,
    service: { kind: "recorded", seconds: milliseconds.map((time) => time / 1000) },
    network,
    lease: LEASE,
    retries: 1000,
    ...(seen.deaths > 0 && { deaths: { perSecond: seen.deaths * each, restart: seen.restartSeconds } }),
    ...(stalls &&
      seen.stalls > 0 && { stalls: { perSecond: seen.stalls * each, seconds: stalls.seconds, tasksWait: true } }),
  };
  const outcomes = Array.from({ length: SEEDS }, (_, i) => simulateJobs({ ...model, seed: i + 1 }));
  const mean = (of: (outcome: (typeof outcomes)[number]) => number): number =>
    outcomes.reduce((sum, outcome) => sum + of(outcome), 0) / SEEDS;
  return {
    throughput: mean(({ throughput }) => throughput),
    p99: mean(({ latency }) => latency.p99),
    again: mean(({ again }) => again),
  };
}
