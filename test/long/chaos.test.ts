/** A part of `pnpm chaos`: whatever is killed, held up and cut off, no job is lost. */
import { expect, it } from "vitest";
import { runChaos } from "../../scripts/chaos/run-chaos.ts";
import { ENGINES, named } from "../../scripts/engines.ts";
import { REPOSITORY } from "../../scripts/repository.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";

for (const engine of ENGINES)
  it.skipIf(engine.missing)(`50 times something is killed, and no job is lost in ${named(engine)}`, async () => {
    const runtimes = (await discoverRuntimes(REPOSITORY)).filter(isAvailable);
    const { faults, jobs, done } = await runChaos({ engine, runtimes, kills: 50, seed: 20 });
    expect(faults).toEqual([]);
    expect(jobs).toBeGreaterThan(200);
    expect(Object.keys(done).length).toBeGreaterThan(4);
  });
