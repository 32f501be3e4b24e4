/** As many jobs and workers as the simulation is meant for, while one waits. */
import { expect, it } from "vitest";
import { simulateJobs } from "../../packages/core/src/statistics/simulate-jobs.ts";

it("a million jobs for a thousand workers, of which some die, are simulated within a minute", () => {
  const { deadLetters, utilisation, seconds } = simulateJobs({
    seed: 1,
    jobs: 1_000_000,
    arrivals: { perSecond: 900 },
    workers: 1000,
    service: { kind: "exponential", mean: 1 },
    lease: 3,
    deaths: { perSecond: 0.001, restart: 10 },
  });
  expect(deadLetters).toBeLessThan(10);
  expect(utilisation).toBeGreaterThan(0.89);
  expect(seconds).toBeGreaterThan(1_000_000 / 950);
}, 60_000);
