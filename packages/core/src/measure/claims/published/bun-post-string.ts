/**
 * A text is posted to a worker, again and again. Figure: `seconds`, of one call of `postMessage`, by batches.
 *
 * Kept: the three lengths, one worker that counts what it is given, the time of the sender's call alone. Changed: it is timed in batches, and the
 * next begins when the worker has had all of the last, so that texts do not pile up; a library chose how often there.
 */
import { checkAnswer, type Claim, type ClaimStage, halfTheGain } from "../claim.ts";
import { numberOf, type Observed } from "../../experiments/probe.ts";

/** The table of the source: characters, and nanoseconds of a call in Bun and in Node. */
const LENGTHS = [
  { place: "11 characters", characters: 11, bun: 543, node: 806, posts: 1000 },
  { place: "14 KB", characters: 14 * 1024, bun: 460, node: 1220, posts: 500 },
  { place: "3 MB", characters: 14 * 1024 * 256, bun: 593, node: 242_110, posts: 10 },
];

export const description: Claim = {
  name: "bun-post-string",
  title: "Posting a text in Bun",
  question: "How much longer does posting a text to a worker take in Node than in Bun?",
  blocks: 12,
  timeLimitSeconds: 30,
  source: {
    title: "500x faster postMessage(string)",
    publication: "Bun's blog",
    address: "https://bun.com/blog/how-we-made-postMessage-string-500x-faster",
    year: 2025,
  },
  says: "“postMessage(string) performance is nearly independent of string size”: 543 to 593 ns in Bun 1.2.21 and 806 ns to 242 µs in Node 24.6.0.",
  kept: "Its three lengths, one worker that counts what it is given, and the time of the sender's call alone.",
  changed:
    "Calls are timed in batches, and the next batch begins when the worker has had all of the last, so that texts do not pile up in memory. Deno runs the same, beside the two.",
  why: "The source gives means of calls that a library repeated without waiting for the worker, on another machine and with versions of 2025.",
  settings: ({ smoke }) =>
    LENGTHS.map(({ place, characters, posts }) => ({
      place,
      setting: {},
      amount: { characters, posts: smoke ? 2 : posts, batches: smoke ? 2 : 40 },
    })),
  comparisons: LENGTHS.map(({ place, bun, node }) => ({
    name: `Node ÷ Bun, posting ${place}`,
    slower: { runtime: "node", place },
    faster: { runtime: "bun", place },
    claimed: { least: node / bun, most: node / bun },
    atLeast: halfTheGain(node / bun),
  })),
};

export async function run({ amount, native }: ClaimStage): Promise<Observed> {
  const [posts, batches] = [numberOf(amount, "posts"), numberOf(amount, "batches")];
  const text = textOf(numberOf(amount, "characters"));
  const received = new Int32Array(new SharedArrayBuffer(4));
  const worker = native.startWorker();
  worker.post({ do: "count messages", received });
  await worker.answer();
  const seconds: number[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const began = performance.now();
    for (let post = 0; post < posts; post++) worker.post(text);
    seconds.push((performance.now() - began) / 1000 / posts);
    await untilReceived(received, posts * (batch + 1));
  }
  await worker.end();
  checkAnswer(received[0]!, posts * batches);
  return { figures: { seconds } };
}

/** One piece of memory, and not the parts that a text was put together from. */
const textOf = (characters: number): string => new TextDecoder().decode(new Uint8Array(characters).fill(0x61));

async function untilReceived(received: Int32Array, count: number): Promise<void> {
  while (Atomics.load(received, 0) < count) await new Promise((resolve) => setTimeout(resolve, 1));
}
