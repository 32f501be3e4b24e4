/** What is asked of simulated jobs: how long a lease, how many retries, whether a second worker helps, how many machines. */
import { machinesFor } from "@triathlon/core/statistics/machines-for";
import { type JobsModel, type JobsOutcome, meanOf, simulateJobs } from "@triathlon/core/statistics/simulate-jobs";
import { z } from "zod";

const figure = z.number().nonnegative();

export const answers = z.object({
  seed: z.int(),
  lease: z.array(z.object({ lease: figure, p99: figure, againShare: figure })),
  retries: z.array(z.object({ crashes: figure, retries: z.int(), jobs: z.int(), deadLetters: z.int() })),
  hedging: z.array(
    z.object({
      fault: z.string(),
      way: z.string(),
      load: figure,
      p99: figure,
      utilisation: figure,
      keepsUp: z.boolean(),
    }),
  ),
  machines: z.array(z.object({ perSecond: figure, service: figure, machines: z.int(), utilisation: figure })),
});
export type Answers = z.infer<typeof answers>;

/** What stands in the documents: a test holds it to what the simulation gives. */
export const PUBLISHED = { file: "docs/results/simulated-jobs/simulated.json", seed: 1 };

const WORKERS = 64;
const NETWORK = { kind: "log-normal", median: 0.001, sigma: 0.5 } as const;

/** Jobs of some seconds, whose workers are lost and held up now and then. */
export const LONG = {
  jobs: 20_000,
  workers: WORKERS,
  network: NETWORK,
  service: { kind: "log-normal", median: 10, sigma: 0.5 },
  deaths: { perSecond: 1 / 600, restart: 10 },
  stalls: { perSecond: 1 / 600, seconds: 3 },
  load: 0.7,
} as const;
const LEASES = [1, 2, 3, 5, 10, 20, 30, 60, 120];

/** Short ones, whose local workers die. */
export const CRASHING = {
  jobs: 100_000,
  workers: WORKERS,
  service: { kind: "constant", seconds: 0.1 },
  lease: 5,
  load: 0.7,
} as const;
const CRASHES = [0.001, 0.01, 0.1];
const MOST_RETRIES = 5;

/** Short ones, of which some take much longer. */
export const STRAGGLING = { jobs: 40_000, warmUp: 4000, workers: WORKERS, network: NETWORK, lease: 5 } as const;
const SLOW = { seconds: 0.1, share: 0.02, times: 10 };
/** Whose fault that is: a second run of the same job is as slow, or it is not. */
export const FAULTS: Readonly<Record<string, Pick<JobsModel, "service" | "stragglers">>> = {
  "slow runs": {
    service: { kind: "constant", seconds: SLOW.seconds },
    stragglers: { share: SLOW.share, times: SLOW.times },
  },
  "slow jobs": {
    service: {
      kind: "recorded",
      seconds: Array.from({ length: 1 / SLOW.share }, (_, i) => (i === 0 ? SLOW.times : 1) * SLOW.seconds),
    },
  },
};
const LOADS = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/** By what is done for jobs that take long. */
export const WAYS: Readonly<Record<string, Pick<JobsModel, "copies" | "hedgeAfter">>> = {
  "one worker": {},
  "a second after 0.3 s": { hedgeAfter: 0.3 },
  "two from the beginning": { copies: 2 },
};
/** Seconds that 99 of 100 wait at most, where they do not wait longer and longer. */
const MOST_WAIT = 2;

/** Machines with so many places. */
export const CORES = 4;
const RATES = [10, 100, 1000, 10_000, 50_000];
export const SERVICES = [0.01, 0.1, 1];

export function answer(seed: number): Answers {
  return {
    seed,
    lease: LEASES.map((lease) => {
      const { latency, again, runs } = atLoad(LONG.load, { ...LONG, seed, lease, retries: 1000 });
      return { lease, p99: latency.p99, againShare: again / (runs - again) };
    }),
    retries: CRASHES.flatMap((crashes) =>
      Array.from({ length: MOST_RETRIES + 1 }, (_, retries) => {
        const { deadLetters } = atLoad(CRASHING.load, { ...CRASHING, seed, crashes, retries });
        return { crashes, retries, jobs: CRASHING.jobs, deadLetters };
      }),
    ),
    hedging: Object.entries(FAULTS).flatMap(([fault, slow]) =>
      Object.entries(WAYS).flatMap(([way, differs]) =>
        LOADS.map((load) => {
          const { latency, utilisation, waiting } = atLoad(load, { ...STRAGGLING, ...slow, ...differs, seed });
          return { fault, way, load, p99: latency.p99, utilisation, keepsUp: waiting.p99 <= MOST_WAIT };
        }),
      ),
    ),
    machines: SERVICES.flatMap((service) =>
      RATES.map((perSecond) => {
        const model = { seed, places: CORES, lease: 5, service: { kind: "exponential", mean: service } } as const;
        const { machines, outcome } = machinesFor(model, perSecond, service);
        return { perSecond, service, machines, utilisation: outcome.utilisation };
      }),
    ),
  };
}

type Loaded = Omit<JobsModel, "arrivals"> & { load?: number };

/** So many a second that places run that share of their time, if each job runs once. */
function rateOf(load: number, { workers, service, stragglers }: Pick<JobsModel, "workers" | "service" | "stragglers">) {
  const slower = stragglers ? 1 + stragglers.share * (stragglers.times - 1) : 1;
  return (load * workers) / (meanOf(service) * slower);
}

const atLoad = (load: number, model: Loaded): JobsOutcome =>
  simulateJobs({ ...model, arrivals: { perSecond: rateOf(load, model) } });
