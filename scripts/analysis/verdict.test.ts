import { describe, expect, test } from "vitest";
import { judge } from "./verdict.ts";

const QUIET = { size: 12, tooNoisy: false };

/** Nine blocks, or more, around a ratio. */
const around = (ratio: number, spread = 0.01, blocks = 9) =>
  Array.from({ length: blocks }, (_, block) => ratio * (1 + spread * (block / (blocks - 1) - 0.5)));
const verdictOf = (ratios: number[], threshold = 0.02, family = QUIET) =>
  judge([{ ratios, threshold }], family)[0]!.verdict;

describe("a verdict", () => {
  test("names a difference that is sure and lies beyond the margin", () => {
    expect([verdictOf(around(1.1)), verdictOf(around(1 / 1.1))]).toEqual(["faster", "slower"]);
  });

  test("does not name what is sure and too small", () => {
    expect(verdictOf(around(1.015, 0.002))).toBe("equivalent");
  });

  test("leans where a difference is sure and may be too small to name", () => {
    const ratios = around(1.0215, 0.02, 20);
    expect(judge([{ ratios, threshold: 0.02 }], QUIET)[0]!.evidence.adjustedP).toBeLessThan(0.001);
    expect(verdictOf(ratios)).toBe("leans faster");
    expect(verdictOf(ratios.map((ratio) => 1 / ratio))).toBe("leans slower");
  });

  test("names nothing that this run's own noise is as large as, and calls it not the same for that", () => {
    expect(verdictOf(around(1.1), 0.15)).toBe("leans faster");
    expect(verdictOf(around(1, 0.2), 0.33)).toBe("inconclusive");
    expect(judge([{ ratios: around(1.1), threshold: 0.33 }], QUIET)[0]!.evidence).toMatchObject({
      margin: 0.02,
      threshold: 0.33,
    });
  });

  test("needs more blocks in a larger family", () => {
    expect(verdictOf(around(1.5, 0.01, 8))).toBe("too few executions");
    expect(verdictOf(around(1.5, 0.01, 8), 0.02, { size: 6, tooNoisy: false })).toBe("faster");
  });

  test("is not given on a machine that is too noisy", () => {
    expect(verdictOf(around(1.5), 0.02, { size: 12, tooNoisy: true })).toBe("inconclusive");
  });

  test("counts the whole family as planned: what is significant alone is not among many", () => {
    const ratios = [...around(1.3, 0.01, 8), 0.95, 0.9]; // p = 1 %
    expect(judge([{ ratios, threshold: 0.02 }], { size: 1, tooNoisy: false })[0]!.evidence.adjustedP).toBeCloseTo(
      0.0098,
      3,
    );
    expect(judge([{ ratios, threshold: 0.02 }], { size: 12, tooNoisy: false })[0]!.evidence.adjustedP).toBeCloseTo(
      0.117,
      3,
    );
  });

  test("of nothing is that there is too little", () => {
    expect(judge([{ ratios: [], threshold: 0.02 }], QUIET)[0]).toMatchObject({
      verdict: "too few executions",
      evidence: { p: null, adjustedP: null, secondOpinion: null },
    });
  });
});

describe("the second opinion", () => {
  const opinionOf = (ratios: number[]) => judge([{ ratios, threshold: 0.02 }], QUIET)[0]!.evidence.secondOpinion;

  test("agrees on a clear difference and on none", () => {
    expect([opinionOf(around(1.1)), opinionOf(around(1, 0.1))]).toEqual(["agrees", "agrees"]);
  });

  test("disagrees where the ranks see a difference that the trimmed mean does not", () => {
    expect(opinionOf([1.001, 1.002, 1.5, 1.6, 1.7, 1.001])).toBe("disagrees");
  });
});
