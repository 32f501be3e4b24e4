/**
 * A program of one line is started again and again, each time to its end. Figure: `seconds`, of one start.
 *
 * The source shows no method. Here each runtime starts itself, so that the time has what its own way to start a process takes in it.
 */
import { type Claim, type ClaimStage, halfTheGain, secondsSince } from "../claim.ts";
import { numberOf, type Observed } from "../../experiments/probe.ts";

const PLACE = "hello";

export const description: Claim = {
  name: "bun-start",
  title: "Starting Bun",
  question: "How much longer does Node take to start than Bun?",
  blocks: 12,
  timeLimitSeconds: 30,
  source: {
    title: "Welcome to Bun",
    publication: "Bun's documentation",
    address: "https://bun.com/docs",
    year: null,
  },
  says: "“Bun processes start 4x faster than Node.js.”",
  kept: "A program that prints one line, from its start to its end.",
  changed:
    "The source shows no method. Each runtime starts itself ten times, so that its own way to start a process is in the time. Deno runs the same, beside the two.",
  why: "The source refers to a measurement of 2022, and each runtime has become another one since.",
  settings: ({ smoke }) => [{ place: PLACE, setting: {}, amount: { times: smoke ? 1 : 10 } }],
  comparisons: [
    {
      name: "Node ÷ Bun, starting",
      slower: { runtime: "node", place: PLACE },
      faster: { runtime: "bun", place: PLACE },
      claimed: { least: 4, most: 4 },
      atLeast: halfTheGain(4),
    },
  ],
};

export async function run({ amount, native }: ClaimStage): Promise<Observed> {
  const seconds: number[] = [];
  for (let time = 0; time < numberOf(amount, "times"); time++) {
    const began = performance.now();
    native.runHello();
    seconds.push(secondsSince(began));
  }
  return { figures: { seconds } };
}
