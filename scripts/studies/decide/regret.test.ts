/** How good an advice was, on made-up times. */
import { expect, test } from "vitest";
import { decideMarkdown } from "./decide-markdown.ts";
import { decisionOf as record } from "./fixtures/made-up-decisions.ts";
import { bestOf, regretOf, regrets } from "./regret.ts";

test("regret is how much longer the choice takes than the best, by the middle of the rounds", () => {
  const given = record({ "as it is": 10, async: 12, threads: 5, processes: 8 });
  expect(bestOf(given)).toBe("threads");
  expect(regretOf(given, "as it is")).toBeCloseTo(1);
  expect(regretOf(given, "threads")).toBe(0);
});

test("what answers wrongly is not the best, however fast, and who advises it has failed", () => {
  const given = record({ "as it is": 10, threads: 8 }, { advised: "processes" });
  expect(regretOf(given, "threads")).toBe(0);
  expect(regrets([given], "decide")).toMatchObject({ wrong: 1, within: 0 });
});

test("what could not be decided is left as it is", () => {
  expect(regrets([record({ "as it is": 1, threads: 2 }, { advised: null })], "decide")).toMatchObject({ within: 1 });
});

test("a pool where leaving it was the best is told apart from other wrong advice", () => {
  const pool = record({ "as it is": 1, threads: 3, processes: 9 }, { advised: "threads" });
  const other = record({ "as it is": 9, threads: 1, processes: 3 }, { advised: "processes" });
  expect(regrets([pool, other], "decide")).toMatchObject({ falsePools: 1, within: 0, worst: { choice: "threads" } });
});

test("the rule of thumb goes by CPU time per wall time", () => {
  const times = { "as it is": 9, async: 1, threads: 1, processes: 3 };
  for (const [cpuPerWall, within] of [
    [0.1, 1],
    [0.6, 0],
    [0.95, 1],
  ] as const)
    expect(regrets([record(times, { cpuPerWall })], "CPU ÷ wall").within).toBe(within);
});

test("the page has a row for each adviser, twice, and names the worst advice", () => {
  const page = decideMarkdown([record({ "as it is": 10, threads: 5 }, { heldOut: true })], "Run one.");
  expect(page.match(/^\| (?:decide|always threads|always as it is|CPU ÷ wall) \| 1 \|/gm)).toHaveLength(8);
  expect(page).toContain("The worst advice was as it is for “json 5 µs”: a regret of 100 %.");
});
