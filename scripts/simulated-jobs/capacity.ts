/** How many jobs a second one server of each engine carries here, with more and more programs that do them. */
import { cpus, loadavg } from "node:os";
import { quantile } from "@triathlon/core/statistics/quantile";
import { z } from "zod";
import type { Engine } from "../engines.ts";
import type { AvailableRuntime } from "../study/runtimes.ts";
import { observeJobs } from "./observe-jobs.ts";

const figure = z.number().nonnegative();

export const capacity = z.object({
  runtime: z.string(),
  cores: z.int(),
  loadAverage: figure,
  jobs: z.int(),
  open: z.int(),
  places: z.int(),
  rows: z.array(
    z.object({
      engine: z.string(),
      workers: z.int(),
      queues: z.int(),
      /** Of each repetition. */
      perSecond: z.array(figure),
      /** Of the middle one: from `submit` to the result, in seconds. */
      p50: figure,
      p99: figure,
    }),
  ),
});
export type Capacity = z.infer<typeof capacity>;

const AMONG = [
  { workers: 1, queues: 1 },
  { workers: 2, queues: 1 },
  { workers: 4, queues: 1 },
  { workers: 4, queues: 2 },
];
const PLACES = 8;
const OPEN = 256;

/** The repetitions go round, so that each engine and number of workers has its share of what else the machine does. */
export async function measureCapacity(
  engines: readonly Engine[],
  runtime: AvailableRuntime,
  { jobs, times, seed }: { jobs: number; times: number; seed: number },
  say: (what: string) => void,
): Promise<Capacity> {
  const loadAverage = loadavg()[0] ?? 0;
  const cells = engines.flatMap((engine) => AMONG.map((among) => ({ engine, ...among })));
  const seen = cells.map((): { perSecond: number; p50: number; p99: number }[] => []);
  for (let time = 1; time <= times; time++)
    for (const [i, { engine, ...among }] of cells.entries()) {
      say(`${time} of ${times}: ${engine.name}, ${among.workers} workers, ${among.queues} queues`);
      const scene = { engine, runtime, ...among, places: PLACES, jobs, open: OPEN, milliseconds: [], seed };
      const { latencies, seconds } = await observeJobs(scene);
      seen[i]!.push({ perSecond: jobs / seconds, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) });
    }
  return {
    runtime: runtime.title,
    cores: cpus().length,
    loadAverage,
    jobs,
    open: OPEN,
    places: PLACES,
    rows: cells.map(({ engine, ...among }, i) => {
      const own = seen[i]!.toSorted((a, b) => a.perSecond - b.perSecond);
      const middle = own[own.length >> 1]!;
      return {
        engine: engine.name,
        ...among,
        perSecond: seen[i]!.map(({ perSecond }) => perSecond),
        p50: middle.p50,
        p99: middle.p99,
      };
    }),
  };
}
