/** A part of `pnpm chaos`: whatever is killed, held up and cut off, no job is lost. */
import { expect, it } from "vitest";
import { noServer } from "../../scripts/nats-server.ts";
import { runChaos } from "../../scripts/chaos/run-chaos.ts";
import { REPOSITORY } from "../../scripts/repository.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";

it.skipIf(noServer)(
  `50 times something is killed, and no job is lost${noServer === undefined ? "" : `: ${noServer}`}`,
  async () => {
    const runtimes = (await discoverRuntimes(REPOSITORY)).filter(isAvailable);
    const { faults, jobs, done } = await runChaos({ runtimes, kills: 50, seed: 20 });
    expect(faults).toEqual([]);
    expect(jobs).toBeGreaterThan(200);
    expect(Object.keys(done).length).toBeGreaterThan(4);
  },
);
