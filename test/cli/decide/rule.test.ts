/** The rule of the race alone: made-up times in, a decision out. */
import { describe, expect, test } from "vitest";
import {
  estimate,
  fastest,
  isOver,
  losers,
  pairedRatios,
  type Times,
  verdictOn,
  winner,
} from "../../../packages/cli/src/decide/rule.ts";
import { createRandom } from "../../../packages/core/src/statistics/random.ts";

const times = (of: Record<string, number[]>): Times => new Map(Object.entries(of));
/** Two rounds that count for nothing, then these. */
const after = (...counted: number[]): number[] => [99, 99, ...counted];

describe("what loses", () => {
  test("nothing, in rounds that warm up", () => {
    expect(losers(times({ quick: [1, 1], slow: [100, 100] }), ["quick", "slow"])).toEqual([]);
  });

  test("nothing after one round that counts", () => {
    expect(losers(times({ quick: after(1), slow: after(9) }), ["quick", "slow"])).toEqual([]);
  });

  test("what takes more than 1.6 times as long, after two rounds that count", () => {
    const given = times({ quick: after(1, 1), slow: after(1.7, 1.7), near: after(1.5, 1.5) });
    expect(losers(given, ["quick", "slow", "near"])).toEqual(["slow"]);
  });

  test("what is slower by a tenth in every one of three rounds", () => {
    const given = times({ quick: after(1, 1, 1), slow: after(1.2, 1.2, 1.2), near: after(1.2, 1.2, 0.9) });
    expect(losers(given, ["quick", "slow", "near"])).toEqual(["slow"]);
  });

  test("what is slower by a tenth in all of five rounds but one", () => {
    const given = times({
      quick: after(1, 1, 1, 1, 1),
      slow: after(1.2, 1.2, 0.9, 1.2, 1.2),
      near: after(1.2, 0.9, 0.9, 1.2, 1.2),
    });
    expect(losers(given, ["quick", "slow", "near"])).toEqual(["slow"]);
  });

  test("one wild round makes nobody lose", () => {
    expect(losers(times({ one: after(1, 1, 1), other: after(1, 50, 1) }), ["one", "other"])).toEqual([]);
  });

  test("a candidate is compared in the rounds that both have run, so that a slow minute speaks against nobody", () => {
    const given = times({ early: after(1, 1, 1), both: after(1.01, 1.01, 1.01, 5, 5, 5) });
    expect(losers(given, ["early", "both"])).toEqual([]);
  });
});

describe("when it is over", () => {
  test("one is left", () => expect(isOver(times({ one: [] }), ["one"])).toBe(true));

  test("nothing has counted yet: it is not over", () => {
    expect(isOver(times({ one: [1], two: [1] }), ["one", "two"])).toBe(false);
  });

  test("all that are left are as good, in five rounds", () => {
    const four = times({ one: after(1, 1, 1, 1), two: after(1.02, 1.02, 1.02, 1.02) });
    const five = times({ one: after(1, 1, 1, 1, 1), two: after(1.02, 1.02, 1.02, 1.02, 1.02) });
    expect([isOver(four, ["one", "two"]), isOver(five, ["one", "two"])]).toEqual([false, true]);
  });
});

describe("who wins", () => {
  test("the simplest of those that are within 5 % of the fastest", () => {
    const given = times({ loop: after(1.04, 1.04), threads: after(1, 1), processes: after(1.01, 1.01) });
    expect(winner(given, ["loop", "threads", "processes"])).toBe("loop");
    expect(fastest(given, ["loop", "threads", "processes"])).toBe("threads");
  });

  test("nobody, where no round has counted", () => {
    expect(winner(times({ loop: [1, 1] }), ["loop"])).toBeUndefined();
    expect(winner(times({ loop: after(1), late: [1] }), ["late", "loop"])).toBe("loop");
  });
});

describe("what may be said", () => {
  test.each([
    [1.04, [1.03, 1.05], "as it is"],
    [0.5, [0.4, 0.6], "as it is"],
    [0.9, [0.5, 2.1], "not told apart"],
    [0.3, [0.1, 0.6], "as it is"],
    [1.5, [1.2, 1.8], "faster"],
    [1.5, [0.9, 2.5], "not told apart"],
    [1.5, null, "not told apart"],
  ] as const)("a speedup of %d with interval %j is %j", (value, interval, verdict) => {
    expect(verdictOn({ value, interval })).toBe(verdict);
  });

  test("an interval takes six values, and is made of two of them; of none nothing is known", () => {
    expect(estimate([])).toEqual({ value: NaN, interval: null });
    expect(estimate([1, 2, 3, 4, 5]).interval).toBeNull();
    expect(estimate([6, 1, 5, 2, 4, 3])).toEqual({ value: 3.5, interval: [1, 6] });
    // Of 20 values, the 6th and the 15th: R, qbinom(0.025, 20, 0.5).
    expect(estimate(Array.from({ length: 20 }, (_, i) => i + 1)).interval).toEqual([6, 15]);
  });

  test("ratios leave out what warms up, and rounds that one has not run", () => {
    expect(pairedRatios([1, 1, 4, 6, 8], [1, 1, 2, 2])).toEqual([2, 3]);
  });
});

describe("on a machine that drifts, with noise of 8 % and spikes", () => {
  const race = (speeds: Record<string, number>, seed: number): string | undefined => {
    const random = createRandom(seed, 0);
    /** From 0 to 1. */
    const draw = (): number => random() / 2 ** 32;
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
    const names = Object.keys(speeds);
    const race = new Map<string, number[]>(names.map((name) => [name, []]));
    let live = names;
    for (let round = 0; round < 15; round++) {
      const drift = 1 + 0.5 * Math.sin(round / 4 + seed);
      for (const name of live) {
        const spike = draw() < 0.15 ? 1.8 : 1;
        race.get(name)!.push((speeds[name] ?? 1) * drift * spike * Math.exp(0.08 * normal()));
      }
      const lost = losers(race, live);
      live = live.filter((name) => !lost.includes(name));
      if (isOver(race, live)) break;
    }
    return winner(race, live);
  };

  test.each([
    ["one far ahead", { loop: 2, async: 2, threads: 1, processes: 1.3 }],
    ["the loop ahead", { loop: 1, async: 1.4, threads: 1.2, processes: 1.6 }],
    ["two close together", { loop: 1.8, async: 1.8, threads: 1, processes: 1.07 }],
  ])("the choice is within a tenth of the best in 95 of 100 races: %s", (_, speeds) => {
    const best = Math.min(...Object.values(speeds));
    const good = Array.from({ length: 400 }, (_, seed) => race(speeds, seed)).filter(
      (name) => name !== undefined && speeds[name as keyof typeof speeds] <= 1.1 * best,
    );
    expect(good.length / 400).toBeGreaterThanOrEqual(0.95);
  });
});
