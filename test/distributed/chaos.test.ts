/** The smallest part of `pnpm chaos`: three of its events, among few jobs. The long tests have fifty. */
import { expect, it } from "vitest";
import { runChaos } from "../../scripts/chaos/run-chaos.ts";
import { ENGINES, named } from "../../scripts/engines.ts";
import { runtimes } from "./support/programs.ts";

for (const engine of ENGINES)
  it.skipIf(engine.missing)(`three times something is killed, and no job is lost in ${named(engine)}`, async () => {
    const options = { engine, runtimes, kills: 3, seed: 1, batch: 40 };
    const { faults, lost, several, jobs, done, poison } = await runChaos(options);
    expect(faults).toEqual([]);
    expect({ lost, several, poison }).toEqual({ lost: 0, several: 0, poison: { jobs: 2, givenUp: 2 } });
    expect(jobs).toBeGreaterThan(30);
    expect(done["a program started whose clock is wrong"]).toBeGreaterThan(runtimes.length);
  });
