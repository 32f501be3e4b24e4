import type { CrossoverRow } from "@triathlon/core/results/experiment-report";
import { median } from "@triathlon/core/statistics/median";
import { createRandom, type Random } from "@triathlon/core/statistics/random";
import { describe, expect, test } from "vitest";
import { STEPS_PER_DECADE, upAndDown } from "../../../../packages/core/src/measure/experiments/up-and-down.ts";
import { inBlocks } from "../fixtures/made-up-experiments.ts";
import { breakEven, crossoverRow } from "./crossover.ts";

type Figures = Record<"sizes" | "workSeconds" | "speedUp", number[]>;

const rowOf = (blocks: readonly Figures[]): CrossoverRow => {
  const setting = { payloadBytes: 0, crossing: "cloned", workers: 2 };
  const records = inBlocks(blocks.length, "crossover", "threading", setting, (block) => ({ ...blocks[block]! }));
  return crossoverRow({ runtime: "node", place: "threading", setting, records });
};

/** The same speed-ups at 1 µs, 10 µs, … */
const decades = (...speedUp: number[]): Figures => ({
  sizes: speedUp.map((_, index) => 10 ** index),
  workSeconds: speedUp.map((_, index) => 10 ** (index - 6)),
  speedUp,
});

describe("the break-even of a block", () => {
  const curve = (...speedUps: number[]) =>
    speedUps.map((speedUp, index) => ({ workSeconds: 10 ** (index - 6), speedUp, trials: 1 }));

  test("lies where the line crosses 1, on logarithmic axes", () => {
    expect(breakEven(curve(0.1, 0.5, 2, 2))).toBeCloseTo(10 ** -4.5, 9);
  });

  test("is moved by less than a size by one that is out of line, however far", () => {
    expect(breakEven(curve(0.1, 0.2, 0.5, 2, 2, 0.01, 2, 2))).toBeLessThan(10 ** -2.4);
  });

  test("is none where the workers are always faster, or never", () => {
    expect(breakEven(curve(1.5, 2))).toBe(0);
    expect(breakEven(curve(0.5, 0.9))).toBe(Infinity);
  });
});

describe("over blocks", () => {
  test("a break-even is the median of those of the blocks, and the curve is of what every block tried", () => {
    const twice = (figures: Figures): Figures => ({
      sizes: [...figures.sizes, 10, 20],
      workSeconds: [...figures.workSeconds, 1e-5, 2e-5],
      speedUp: [...figures.speedUp, 0.5, 0.7],
    });
    const row = rowOf([twice(decades(0.2, 0.5, 2)), ...Array.from({ length: 5 }, () => decades(0.2, 0.5, 2))]);
    expect(row).toMatchObject({ breakEven: "crossed", workers: 2 });
    expect(row.breakEvenSeconds.median).toBeCloseTo(10 ** -4.5, 9);
    expect(row.points.map(({ speedUp }) => speedUp.median)).toEqual([0.2, 0.5, 2]);
  });

  const always = decades(1.5, 2);
  const never = decades(0.5, 0.9);
  const crossed = decades(0.5, 2);
  const times = (count: number, figures: Figures): Figures[] => Array.from({ length: count }, () => figures);

  test("always and never are answers where the whole interval says so", () => {
    expect(rowOf([...times(2, crossed), ...times(10, always)])).toMatchObject({
      breakEven: "always",
      breakEvenSeconds: { median: null, reason: "the workers were faster at every size tried" },
    });
    expect(rowOf([...times(2, crossed), ...times(10, never)])).toMatchObject({
      breakEven: "never",
      breakEvenSeconds: { median: null, reason: "the workers were not faster at any size tried" },
    });
    expect(rowOf([never])).toMatchObject({ breakEven: "never" });
  });

  test("two blocks of twelve that never came to it leave the interval as it is, three leave none", () => {
    expect(rowOf([...times(10, crossed), ...times(2, never)]).breakEvenSeconds.interval).not.toBeNull();
    const open = { breakEven: "crossed", breakEvenSeconds: { interval: null, reason: NOT_IN_EVERY_BLOCK } };
    expect(rowOf([...times(9, crossed), ...times(3, never)])).toMatchObject(open);
    expect(rowOf([...times(3, crossed), ...times(9, never)])).toMatchObject(open);
    expect(rowOf([...times(3, crossed), ...times(9, never)]).breakEvenSeconds.median).toBeNull();
  });

  const NOT_IN_EVERY_BLOCK = "in some blocks the workers were not faster at any size tried";
});

describe("with a known truth, measured as the probe does", () => {
  interface Noise {
    /** Standard deviation of the logarithm of a speed-up. */
    trial: number;
    /** Of a block's break-even. */
    block: number;
    /** Share of trials that are off by a factor of three. */
    spikes?: number;
    /** By how much of a logarithm the break-even moves from the first block to the last. */
    drift?: number;
    /** Share of blocks in which another program has nearly all of the second core. */
    stolen?: number;
    /** Between sizes the speed-up also goes up and down by so much of a logarithm. */
    waves?: number;
  }

  const uniform = (random: Random): number => (random() + 0.5) / 2 ** 32;
  const normal = (random: Random): number =>
    Math.sqrt(-2 * Math.log(uniform(random))) * Math.cos(2 * Math.PI * uniform(random));

  /** Two workers with the capacity of so many threads, and what a task costs on the way to them. */
  async function measured(breakEvenSeconds: number, capacity: number, noise: Noise, random: Random): Promise<Figures> {
    const figures: Figures = { sizes: [], workSeconds: [], speedUp: [] };
    const cost = breakEvenSeconds * (capacity - 1);
    await upAndDown({ always: 4 * STEPS_PER_DECADE, most: 5 * STEPS_PER_DECADE, trials: 24 }, async (step) => {
      const size = 10 ** (step / STEPS_PER_DECADE);
      const seconds = size * 1e-6;
      const spike = uniform(random) < (noise.spikes ?? 0) ? Math.log(3) * (random() % 2 === 0 ? 1 : -1) : 0;
      const wave = (noise.waves ?? 0) * Math.sin(2 * step);
      const speedUp = (capacity * seconds) / (seconds + cost);
      figures.sizes.push(size);
      figures.workSeconds.push(seconds * Math.exp(0.02 * normal(random)));
      figures.speedUp.push(speedUp * Math.exp(noise.trial * normal(random) + spike + wave));
      return figures.speedUp.at(-1)! > 1;
    });
    return figures;
  }

  async function runOf(truth: number, noise: Noise, random: Random): Promise<CrossoverRow> {
    const BLOCKS = 9;
    const blocks: Figures[] = [];
    for (let block = 0; block < BLOCKS; block++) {
      const moved = (noise.drift ?? 0) * ((block + 0.5) / BLOCKS - 0.5) + noise.block * normal(random);
      // With less capacity the same cost of a task is made up for later.
      const isStolen = uniform(random) < (noise.stolen ?? 0);
      const [capacity, later] = isStolen ? [1.05, (1.9 - 1) / (1.05 - 1)] : [1.9, 1];
      blocks.push(await measured(truth * later * Math.exp(moved), capacity, noise, random));
    }
    return rowOf(blocks);
  }

  // Of 200 runs: 95 %, less two standard errors. With waves the line crosses 1 at several places, of which the truth is one.
  test.each<[string, Noise, { holding: number; narrow: number }]>([
    ["clean", { trial: 0.1, block: 0.15 }, { holding: 183, narrow: 190 }],
    ["much noise", { trial: 0.25, block: 0.25 }, { holding: 183, narrow: 150 }],
    ["spikes", { trial: 0.15, block: 0.2, spikes: 0.1 }, { holding: 183, narrow: 180 }],
    ["drift", { trial: 0.15, block: 0.2, spikes: 0.05, drift: 0.5 }, { holding: 183, narrow: 160 }],
    ["waves", { trial: 0.15, block: 0.2, waves: 0.06 }, { holding: 178, narrow: 180 }],
    ["a stolen core", { trial: 0.15, block: 0.2, spikes: 0.05, stolen: 0.05 }, { holding: 183, narrow: 160 }],
  ])(
    "the interval holds the break-even in 19 of 20 runs, mostly within a factor of two: %s",
    async (_, noise, least) => {
      const RUNS = 200;
      const random = createRandom(17, 0);
      let holding = 0;
      let narrow = 0;
      const errors: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        const truth = 2e-5 * 10 ** (2 * uniform(random));
        const { interval, median: found } = (await runOf(truth, noise, random)).breakEvenSeconds;
        errors.push(Math.log((found ?? Infinity) / truth));
        if (interval === null) continue;
        holding += interval.low <= truth && truth <= interval.high ? 1 : 0;
        narrow += interval.high <= 2 * interval.low ? 1 : 0;
      }
      expect(holding).toBeGreaterThanOrEqual(least.holding);
      expect(narrow).toBeGreaterThanOrEqual(least.narrow);
      expect(Math.abs(median(errors))).toBeLessThan(0.08);
    },
  );

  test("what always pays, and what never does, is said in every run", async () => {
    const noise = { trial: 0.15, block: 0.2, spikes: 0.05 };
    const random = createRandom(18, 0);
    for (let run = 0; run < 20; run++) {
      expect((await runOf(1e-8, noise, random)).breakEven).toBe("always");
      expect((await runOf(10, noise, random)).breakEven).toBe("never");
    }
  });
});
