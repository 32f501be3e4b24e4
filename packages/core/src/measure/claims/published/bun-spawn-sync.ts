/**
 * `echo hi` is run again and again, each time to its end. Figure: `seconds`, of one call.
 *
 * Kept: the program, and the function of each runtime that waits for it. Changed: nothing but how often.
 */
import { type Claim, type ClaimStage, halfTheGain, secondsSince } from "../claim.ts";
import { numberOf, type Observed } from "../../experiments/probe.ts";

const PLACE = "echo hi";

export const description: Claim = {
  name: "bun-spawn-sync",
  title: "Starting a program from Bun",
  question: "How much longer does running a small program to its end take in Node than in Bun?",
  blocks: 12,
  timeLimitSeconds: 30,
  source: {
    title: "Spawn",
    publication: "Bun's documentation",
    address: "https://bun.com/docs/runtime/child-process",
    year: null,
  },
  says: "“Bun's spawnSync spawns processes 60% faster than the Node.js child_process module.”",
  kept: "The program, echo hi, and the two functions.",
  changed: "How often it is run: 200 times in each process. Deno runs the same by outputSync, beside the two.",
  why: "The source's figures are of macOS and of Node 18. Most of the time is the system's, which starts the program; and since then Node has made its own part shorter on Linux (nodejs/node, pull request 48523).",
  settings: ({ smoke }) => [{ place: PLACE, setting: {}, amount: { times: smoke ? 2 : 200 } }],
  comparisons: [
    {
      name: "Node ÷ Bun, running echo hi",
      slower: { runtime: "node", place: PLACE },
      faster: { runtime: "bun", place: PLACE },
      claimed: { least: 1.6, most: 1.6 },
      atLeast: halfTheGain(1.6),
    },
  ],
};

export async function run({ amount, native }: ClaimStage): Promise<Observed> {
  const seconds: number[] = [];
  for (let time = 0; time < numberOf(amount, "times"); time++) {
    const began = performance.now();
    native.runEcho();
    seconds.push(secondsSince(began));
  }
  return { figures: { seconds } };
}
