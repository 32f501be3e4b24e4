/**
 * The same loop in three runtimes: in one thread four times, in four threads, in four processes. Figure: `seconds`.
 *
 * Kept: the four functions of `Math` and their arguments, four times the loop, a worker for each, started within the time. Changed:
 * of the hundred million numbers of the source every fiftieth is taken, since all of them take minutes; the large arguments stay, whose sines and
 * cosines take some engines longest. Deno's processes run the program, where the source had compiled it.
 */
import { checkAnswer, type Claim, type ClaimStage, halfTheGain, type Job, secondsSince } from "../claim.ts";
import { numberOf, type Observed } from "../../experiments/probe.ts";
import { doJob } from "../in-worker.ts";

const MODES = ["one thread", "four threads", "four processes"];
const SMALL = "one thread, numbers below a million";

const OTHERS = ["deno", "bun"] as const;

/** Table 1 of the source, in seconds. */
const SECONDS = { node: [24, 25], deno: [3.5, 5.6], bun: [3.1, 3.6] } as const;

export const description: Claim = {
  name: "cpu-work-in-node",
  title: "CPU work in Node",
  question: "How much slower is CPU work in Node than in Deno and Bun?",
  blocks: 12,
  timeLimitSeconds: 60,
  source: {
    title: "Comparative Analysis of Parallelism Mechanisms in Node.js, Deno, and Bun",
    publication: "International Research Journal 6 (156), table 1",
    address: "https://doi.org/10.60797/IRJ.2025.156.109",
    year: 2025,
  },
  says: "CPU-bound tasks take 24 to 25 s in Node, 3.5 to 5.6 s in Deno and 3.1 to 3.6 s in Bun.",
  kept: "The loop of its published programs: a square root, a sine, a logarithm and a cosine of each number; four times in one thread, in four threads and in four processes, which are started within the time.",
  changed:
    "Every fiftieth of its hundred million numbers is taken, so that a run takes minutes; starts weigh more beside the shorter loop. Deno's processes run the program itself, which was compiled there.",
  why: "Nearly all of this loop is the sines and cosines of large numbers. Each engine has its own way to compute them, which changes with its versions; Node and Deno have the same engine, in different versions. The rows below run the same loop as often over numbers below a million.",
  settings({ smoke }) {
    const step = smoke ? 100_000 : 50;
    const amount = { below: 1e8, step, times: 4 };
    return [
      ...MODES.map((place) => ({ place, setting: {}, amount })),
      // As many numbers.
      { place: SMALL, setting: {}, amount: { below: 1e6, step: smoke ? 1000 : 1, times: smoke ? 4 : 8 } },
    ];
  },
  comparisons: [
    ...MODES.flatMap((place) => OTHERS.map((other) => besideNode(place, other))),
    ...OTHERS.map((other) => ({ ...besideNode(SMALL, other), claimed: null, isCause: true })),
  ],
};

function besideNode(place: string, other: (typeof OTHERS)[number]): Claim["comparisons"][number] {
  const [[low, high], [least, most]] = [SECONDS.node, SECONDS[other]];
  return {
    name: `Node ÷ ${other === "deno" ? "Deno" : "Bun"}, ${place}`,
    slower: { runtime: "node", place },
    faster: { runtime: other, place },
    claimed: { least: low / most, most: high / least },
    atLeast: halfTheGain(low / most),
  };
}

export async function run({ place, amount, native }: ClaimStage): Promise<Observed> {
  const times = numberOf(amount, "times");
  const once: Job = { do: "sum", below: numberOf(amount, "below"), step: numberOf(amount, "step"), times: 1 };
  const inAll = (seconds: number): Observed => ({ figures: { seconds: [seconds] } });
  const began = performance.now();
  switch (place) {
    case "four threads": {
      const workers = Array.from({ length: times }, () => native.startWorker());
      for (const worker of workers) worker.post(once);
      const sums = await Promise.all(workers.map((worker) => worker.answer()));
      const seconds = secondsSince(began);
      await Promise.all(workers.map((worker) => worker.end()));
      for (const sum of sums) checkAnswer(sum, sums[0]!);
      return inAll(seconds);
    }
    case "four processes": {
      const printed = await Promise.all(Array.from({ length: times }, () => native.runProcess(once)));
      const seconds = secondsSince(began);
      const sums = printed.map(Number);
      for (const sum of sums) checkAnswer(sum, sums[0]!);
      return inAll(seconds);
    }
    default:
      doJob({ ...once, times });
      return inAll(secondsSince(began));
  }
}
