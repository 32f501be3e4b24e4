/**
 * All solutions of the queens' puzzle, in one thread and with a worker for each place of the first queen. Figure: `seconds`.
 *
 * Kept: a search row by row that looks at all queens placed, one worker for each column of the first row, started within the time.
 * Changed: it ran in a browser, where a worker more started the others; here the program itself does.
 */
import { checkAnswer, type Claim, type ClaimStage, RUNTIMES, secondsSince, SLOWER } from "../claim.ts";
import { numberOf, type Observed } from "../../experiments/probe.ts";
import { countQueens } from "../kernels.ts";

/** The table of the source, in seconds. */
const BOARDS = [
  { size: 8, sequential: 0.004, workers: 0.219 },
  { size: 12, sequential: 1.01, workers: 1.425 },
];

/** How many solutions there are. Source: OEIS A000170. */
const SOLUTIONS: Readonly<Record<number, number>> = { 6: 4, 8: 92, 12: 14_200 };

const loop = (size: number): string => `${size} queens, one thread`;
const workers = (size: number): string => `${size} queens, workers`;

export const description: Claim = {
  name: "workers-for-queens",
  title: "Workers for the queens' puzzle",
  question: "Are workers slower than one thread for the queens' puzzle?",
  blocks: 12,
  timeLimitSeconds: 30,
  source: {
    title: "Web Workers - Conclusion",
    publication: "a blog",
    address: "https://bryanbierce.com/web-workers-conclusion/",
    year: null,
  },
  says: "“the worker was slower even as the task approached 5 minutes”: with 8 queens 0.219 s in workers and 0.004 s in sequence, with 12 queens 1.425 s and 1.010 s.",
  kept: "A search row by row that looks at all queens placed before; one worker for each column of the first row, started within the time.",
  changed:
    "It ran in a browser, where one more worker started the others; here the program starts them, in each runtime. Boards of 13 to 15 queens, which take minutes, are left out.",
  why: "With few queens starting the workers is nearly all there is to measure. With more of them the search outweighs it, and then it matters how many CPUs there are for the workers; the source does not say how many it had.",
  settings: ({ smoke }) =>
    BOARDS.flatMap(({ size }) =>
      [loop(size), workers(size)].map((place) => ({ place, setting: {}, amount: { size: smoke ? 6 : size } })),
    ),
  comparisons: BOARDS.flatMap(({ size, ...seconds }) =>
    RUNTIMES.map(({ runtime, title }) => ({
      name: `workers ÷ one thread, ${size} queens in ${title}`,
      slower: { runtime, place: workers(size) },
      faster: { runtime, place: loop(size) },
      claimed: { least: seconds.workers / seconds.sequential, most: seconds.workers / seconds.sequential },
      atLeast: SLOWER,
    })),
  ),
};

export async function run({ place, amount, native }: ClaimStage): Promise<Observed> {
  const size = numberOf(amount, "size");
  const began = performance.now();
  const count = place.endsWith("workers") ? await countWithWorkers(size, native) : countQueens(size);
  const seconds = secondsSince(began);
  checkAnswer(count, SOLUTIONS[size] ?? 0);
  return { figures: { seconds: [seconds] } };
}

async function countWithWorkers(size: number, native: ClaimStage["native"]): Promise<number> {
  const counts = await Promise.all(
    Array.from({ length: size }, async (_, first) => {
      const worker = native.startWorker();
      worker.post({ do: "queens", size, first });
      const count = await worker.answer();
      void worker.end();
      return count;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
