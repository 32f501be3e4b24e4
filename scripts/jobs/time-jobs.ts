/**
 * Jobs that do nothing, through the distributed pool and through JetStream by hand: how long one takes there and back, and how long very many take
 * at once. Each way is a server, a worker program and a program that submits of its own, all on this machine.
 */
import type { JobTimes } from "@triathlon/core/measure/jobs/submit";
import { median } from "@triathlon/core/statistics/median";
import { medianInterval } from "@triathlon/core/statistics/median-interval";
import { type Started, startProgram, startWorker } from "../chaos/start-program.ts";
import { TemporaryFolder } from "../files/temporary-folder.ts";
import { NatsServer } from "../nats-server.ts";
import { table } from "../report/markdown.ts";
import { alone, blockOrder } from "../study/blocks.ts";
import type { AvailableRuntime } from "../study/runtimes.ts";

/** Ours first; what it is beside behind it. */
export const WAYS = ["the pool", "by hand", "by hand, with a look at stored results"] as const;
export type Way = (typeof WAYS)[number];

export interface Amount {
  /** One at a time. */
  roundTrips: number;
  /** At once. */
  jobs: number;
}

/** One way in one block. */
export interface TimedJobs {
  runtime: string;
  way: Way;
  block: number;
  /** The median of one program's. */
  roundTripSeconds: number;
  jobsSeconds: number;
}

/** Jobs that a worker does at once. */
const SLOTS = 2;
const FOLDER = "packages/core/src/measure/jobs";

/** Each way once in each block, in an order of its own; before the first each once untimed. */
export async function timeJobs(
  runtimes: readonly AvailableRuntime[],
  { blocks, seed, signal, ...amount }: Amount & { blocks: number; seed: number; signal: AbortSignal },
): Promise<TimedJobs[]> {
  const timed: TimedJobs[] = [];
  const all = runtimes.flatMap((runtime) => WAYS.map((way) => ({ runtime, way })));
  for (let block = 0; block <= blocks; block++) {
    for (const { runtime, way } of blockOrder(alone(all), seed, block)) {
      if (signal.aborted) return timed;
      const times = await timeWay(runtime, way, { ...amount, signal });
      if (block === 0 || times === undefined) continue;
      const { roundTripSeconds, jobsSeconds } = times;
      timed.push({ runtime: runtime.name, way, block, roundTripSeconds: median(roundTripSeconds), jobsSeconds });
    }
  }
  return timed;
}

/**
 * @returns undefined when it was interrupted
 * @throws {Error} with what the program said, when it gave no times
 */
async function timeWay(
  runtime: AvailableRuntime,
  way: Way,
  { roundTrips, jobs, signal }: Amount & { signal: AbortSignal },
): Promise<JobTimes | undefined> {
  using folder = new TemporaryFolder();
  const server = new NatsServer(folder.path);
  await server.start();
  const { program: worker, ready } = workerOf(runtime, way, server.url);
  try {
    await ready;
    const queue = way === "the pool" ? QUEUE : "bare";
    const args = [server.url, queue, String(roundTrips), String(jobs)];
    const submitting = startProgram(runtime, `${FOLDER}/submit.ts`, args);
    const stop = (): void => void submitting.kill("SIGKILL");
    signal.addEventListener("abort", stop);
    const { stdout, stderr, failed } = await submitting;
    signal.removeEventListener("abort", stop);
    if (signal.aborted) return undefined;
    if (failed) throw new Error(`Cannot time ${runtime.name}, ${way}: wanted times, found ${stderr || stdout}`);
    return JSON.parse(stdout) as JobTimes;
  } finally {
    worker.kill("SIGKILL");
    await worker;
    await server.kill();
  }
}

const QUEUE = "jobs";

function workerOf(runtime: AvailableRuntime, way: Way, url: string): { program: Started; ready: Promise<unknown> } {
  if (way === "the pool") return startWorker(runtime, url, QUEUE, { threads: SLOTS });
  const look = way === "by hand" ? "do not look" : "look";
  const program = startProgram(runtime, `${FOLDER}/bare-worker.ts`, [url, String(SLOTS), look]);
  const ready = new Promise((resolve) => {
    program.stdout.on("data", resolve);
    void program.then(resolve);
  });
  return { program, ready };
}

const FIGURES = [
  { name: "one there and back", of: (one: TimedJobs) => one.roundTripSeconds },
  { name: "all at once", of: (one: TimedJobs) => one.jobsSeconds },
];

/** In each runtime each figure of each way, and how many times as long as by hand it took in the same block. */
export function jobsMarkdown(timed: readonly TimedJobs[]): string {
  const header = [
    "runtime",
    "figure",
    "way",
    "blocks",
    "median",
    "95 %",
    "beside by hand",
    "beside by hand with a look",
  ];
  const rows = [...new Set(timed.map(({ runtime }) => runtime))].flatMap((runtime) =>
    FIGURES.flatMap(({ name, of }) =>
      WAYS.map((way) => {
        const own = timed.filter((one) => one.runtime === runtime && one.way === way);
        const interval = medianInterval(own.map(of));
        const beside = (other: Way): string => {
          const ratios = own.flatMap((one) => {
            const same = timed.find((two) => two.runtime === runtime && two.way === other && two.block === one.block);
            return same ? [of(one) / of(same)] : [];
          });
          return ratios.length === 0 ? "" : `${median(ratios).toFixed(2)} ×`;
        };
        const seconds = own.length === 0 ? "" : milliseconds(median(own.map(of)));
        const range = interval ? `${milliseconds(interval.low)} to ${milliseconds(interval.high)}` : "";
        return [runtime, name, way, String(own.length), seconds, range, beside(WAYS[1]), beside(WAYS[2])];
      }),
    ),
  );
  return table(header, rows, header.slice(3));
}

const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(seconds < 0.1 ? 2 : 0)} ms`;
