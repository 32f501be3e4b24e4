import { expect, test } from "vitest";
import { waitBlocked } from "./experiments/blocking.ts";
import { LoopWatch } from "./loop-watch.ts";

test("a loop that stood for half a second has a delay for every ten milliseconds of it", async () => {
  const watch = new LoopWatch();
  await watch.during(async () => waitBlocked(500));
  const { ticks, p50Seconds, p99Seconds, maxSeconds } = watch.summary();
  expect(ticks).toBeGreaterThanOrEqual(50);
  expect(p50Seconds).toBeGreaterThan(0.2);
  expect(p99Seconds).toBeGreaterThan(0.45);
  expect(maxSeconds).toBeGreaterThan(0.49);
});

test("what stands between the works that are watched does not count", async () => {
  const watch = new LoopWatch();
  await watch.during(() => Promise.resolve());
  waitBlocked(500);
  await watch.during(() => Promise.resolve());
  expect(watch.summary().ticks).toBeLessThan(20);
});
