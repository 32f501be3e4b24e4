/**
 * One kernel of about 100 µs, called by its name, and through a closure that is new each time. Figures: `callSeconds`, every call in
 * its order: compilers change their mind while a program runs.
 */
import { type Description, numberOf, type Observed, type Stage, textOf } from "../probe.ts";

const KERNELS: Readonly<Record<string, { size: number; kernel: (size: number) => number }>> = {
  "sum of squares": { size: 150_000, kernel: sumOfSquares },
  "random numbers": { size: 93_000, kernel: randomNumbers },
};

export const description: Description = {
  name: "fresh-closure",
  title: "Called through a fresh closure",
  question: "Is a short kernel as fast through a fresh closure as when it is called directly, and does it stay so?",
  blocks: 3,
  timeLimitSeconds: 30,
  settings({ smoke }) {
    return Object.keys(KERNELS).flatMap((kernel) =>
      ["direct", "fresh closure"].map((call) => ({
        place: "main",
        setting: { kernel, call },
        amount: { calls: smoke ? 100 : 2000 },
      })),
    );
  },
};

export async function run({ setting, amount }: Stage): Promise<Observed> {
  const calls = numberOf(amount, "calls");
  const { size, kernel } = KERNELS[textOf(setting, "kernel")]!;
  const seconds =
    setting["call"] === "direct" ? callDirectly(kernel, size, calls) : callThroughClosures(kernel, size, calls);
  return { figures: { callSeconds: seconds.map((each) => Math.round(each * 1e7) / 1e7) } };
}

/** Keeps the kernels' results from being left out. */
export let sink = 0;

function callDirectly(kernel: (size: number) => number, size: number, calls: number): number[] {
  const seconds: number[] = [];
  for (let call = 0; call < calls; call++) {
    const began = performance.now();
    sink = kernel(size);
    seconds.push((performance.now() - began) / 1000);
  }
  return seconds;
}

function callThroughClosures(kernel: (size: number) => number, size: number, calls: number): number[] {
  const seconds: number[] = [];
  for (let call = 0; call < calls; call++) seconds.push(timed(() => kernel(size)));
  return seconds;
}

/** What benchmark libraries and pools do with what they are given. */
function timed(work: () => number): number {
  const began = performance.now();
  sink = work();
  return (performance.now() - began) / 1000;
}

function sumOfSquares(size: number): number {
  let sum = 0;
  for (let number = 0; number < size; number++) sum += number * number;
  return sum;
}

/** A linear congruential generator. */
function randomNumbers(size: number): number {
  let state = 1;
  for (let number = 0; number < size; number++) state = (Math.imul(state, 1664525) + 1013904223) | 0;
  return state;
}
