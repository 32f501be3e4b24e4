/** Jobs that are looked at from outside, as `pnpm simulate:jobs compare` and `capacity` do it: few of them. */
import { describe, expect, it } from "vitest";
import { ENGINES, named } from "../../scripts/engines.ts";
import { observeJobs, type Scene } from "../../scripts/simulated-jobs/observe-jobs.ts";
import { runtimeOf } from "../distributed/support/programs.ts";

const scene: Omit<Scene, "engine"> = {
  runtime: runtimeOf("node"),
  workers: 2,
  places: 1,
  jobs: 20,
  open: 4,
  milliseconds: [],
  seed: 1,
};

for (const engine of ENGINES)
  describe.skipIf(engine.missing)(`jobs in ${named(engine)}`, () => {
    it("that do nothing are timed, in one queue and in two", async () => {
      for (const queues of [1, 2]) {
        const { latencies, seconds, again } = await observeJobs({ ...scene, engine, queues });
        expect(latencies).toHaveLength(20);
        expect(Math.max(...latencies)).toBeLessThanOrEqual(seconds);
        expect(again).toBe(0);
      }
    });

    it("run again where workers are killed, and where they are held up for longer than the lease", async () => {
      const slow = { ...scene, engine, milliseconds: [300] };
      const killed = await observeJobs({ ...slow, deathsPerSecond: 2 });
      expect(killed.latencies).toHaveLength(20);
      expect(killed.deaths).toBeGreaterThan(0);
      expect(killed.again).toBeGreaterThan(0);
      expect(killed.restartSeconds).toBeGreaterThan(0);
      const heldUp = await observeJobs({ ...slow, stalls: { perSecond: 1, seconds: 1.5 } });
      expect(heldUp.latencies).toHaveLength(20);
      expect(heldUp.stalls).toBeGreaterThan(0);
    });
  });
