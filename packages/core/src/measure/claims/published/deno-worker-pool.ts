/**
 * Eight tasks of rising length, one after the other in this thread and in a pool of workers. Figure: `seconds`.
 *
 * Kept: the eight tasks and their proportions, as many workers as there are CPUs, each with its next task when it has answered, started
 * within the time. Changed: each limit is a fifth, since the whole takes long in one thread.
 */
import { checkAnswer, type Claim, type ClaimStage, halfTheGain, RUNTIMES, secondsSince, SLOWER } from "../claim.ts";
import { numberOf, type Observed } from "../../experiments/probe.ts";
import { countPrimes } from "../kernels.ts";

const [LOOP, POOL] = ["main thread", "pool of workers"] as const;

/** What the example counts below. */
const LIMITS = [1e6, 2e6, 3e6, 4e6, 5e6, 6e6, 7e6, 8e6];

/** How many primes there are up to the last limit, by what it was divided by. Source: OEIS A000720. */
const LAST: Readonly<Record<number, number>> = { 5: 121_127, 100: 7837 };

const sides = (runtime: string) => ({ slower: { runtime, place: LOOP }, faster: { runtime, place: POOL } });

export const description: Claim = {
  name: "deno-worker-pool",
  title: "A pool of workers in Deno's documentation",
  question: "How much sooner does the pool of the example end than the loop?",
  blocks: 12,
  timeLimitSeconds: 60,
  source: {
    title: "Distribute work across a worker pool",
    publication: "Deno's documentation, examples",
    address: "https://docs.deno.com/examples/worker_pool/",
    year: null,
  },
  says: "“On an 8-core machine this runs roughly 4x faster than the same loop on the main thread.”",
  kept: "Its eight tasks, which count primes by trying every divisor; as many workers as there are CPUs, each with its next task when it has answered.",
  changed:
    "Each limit is a fifth of the example's, so that a run takes minutes. Node and Bun run the same, beside Deno.",
  why: "The figure is of a machine with eight CPUs. The tasks are of unequal length and are given out from the shortest to the longest, so that at the end one worker is left with the longest while the others have nothing to do: with any number of workers the whole takes at least as long as that one.",
  settings({ smoke }) {
    const amount = { dividedBy: smoke ? 100 : 5 };
    return [LOOP, POOL].map((place) => ({ place, setting: {}, amount }));
  },
  comparisons: [
    {
      name: "loop ÷ pool, Deno with 8 CPUs",
      ...sides("deno"),
      claimed: { least: 4, most: 4 },
      atLeast: halfTheGain(4),
      cpus: 8,
    },
    ...RUNTIMES.map(({ runtime, title }) => ({
      name: `loop ÷ pool, ${title}`,
      ...sides(runtime),
      claimed: null,
      atLeast: SLOWER,
    })),
  ],
};

export async function run({ place, amount, native }: ClaimStage): Promise<Observed> {
  const dividedBy = numberOf(amount, "dividedBy");
  const limits = LIMITS.map((limit) => limit / dividedBy);
  const began = performance.now();
  const counts = place === LOOP ? limits.map(countPrimes) : await countInPool(limits, native);
  const seconds = secondsSince(began);
  checkAnswer(Math.max(...counts), LAST[dividedBy] ?? 0);
  return { figures: { seconds: [seconds] } };
}

/** In the order in which they end. */
async function countInPool(limits: readonly number[], native: ClaimStage["native"]): Promise<number[]> {
  const counts: number[] = [];
  const left = limits.values(); // all workers take from it
  const serve = async (): Promise<void> => {
    const worker = native.startWorker();
    for (const limit of left) {
      worker.post({ do: "primes", limit });
      counts.push(await worker.answer());
    }
    void worker.end();
  };
  await Promise.all(Array.from({ length: Math.min(navigator.hardwareConcurrency, limits.length) }, serve));
  return counts;
}
