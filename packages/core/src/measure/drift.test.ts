import { expect, test } from "vitest";
import { waitBlocked } from "./experiments/blocking.ts";
import { watchDrift } from "./drift.ts";

test("a loop that stands still has a delay for each time its timer was due, not one for all", async () => {
  const drift = watchDrift(5);
  await new Promise((resolve) => setTimeout(resolve, 20));
  waitBlocked(100);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const seconds = drift.stop();
  const worst = seconds.indexOf(Math.max(...seconds));
  expect(seconds[worst]).toBeGreaterThan(0.08);
  // Those due while it stood follow, each five milliseconds less late than the one before.
  const due = seconds.slice(worst, worst + 15);
  expect(due).toHaveLength(15);
  for (const [index, delay] of due.entries()) expect(delay).toBeCloseTo(seconds[worst]! - index * 0.005, 6);
});

test("a block that begins at once is seen in its whole length", () => {
  const drift = watchDrift(60_000);
  waitBlocked(50);
  expect(drift.stop()[0]).toBeGreaterThan(0.045);
});

test("a block that lasts until the watch is stopped counts", () => {
  const drift = watchDrift(5);
  waitBlocked(50);
  expect(drift.stop().length).toBeGreaterThanOrEqual(9);
});
