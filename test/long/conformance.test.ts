/** Every scenario in every cell, with all abilities too where there are workers, ten thousand random schedules, other ones each time, and a million tasks in every cell. */
import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { discoverScenarios, runScenario } from "../../scripts/conformance/run-scenario.ts";
import { runMillion, WAYS } from "../../scripts/conformance/run-million.ts";
import { replay, runSchedules } from "../../scripts/conformance/run-schedules.ts";
import { LOCAL_MODELS } from "../../packages/core/src/results/record.ts";
import { noServer } from "../../scripts/nats-server.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";
import { REPOSITORY } from "../../scripts/repository.ts";

const runtimes = await discoverRuntimes(REPOSITORY);
const scenarios = await discoverScenarios();
const HOUR = 60 * 60_000;
/** For each cell: 10,000 over the six that have workers. */
const SCHEDULES = 1667;
const TASKS = 1_000_000;

describe.each(LOCAL_MODELS)("%s", (model) => {
  const here = scenarios.filter(({ models }) => models.includes(model));
  const withAll = here.map((scenario) => ({
    ...scenario,
    name: `${scenario.name} with all abilities`,
    url: `${scenario.url}?with=all`,
  }));
  const hasWorkers = model === "threading" || model === "multiprocessing";

  describe.each(runtimes)("in $name", (runtime) => {
    it.each([...here, ...(hasWorkers ? withAll : [])])("keeps the contract: $name", async (scenario) => {
      if (!isAvailable(runtime)) throw new Error(runtime.reason);
      const checks = await runScenario(runtime, model, scenario);
      expect(checks.flatMap(({ ok, check, detail }) => (ok ? [] : [`${check}: ${detail}`]))).toEqual([]);
    });
  });

  it.each(runtimes)("keeps the contract whatever happens, in $name", { timeout: HOUR }, async (runtime) => {
    if (!isAvailable(runtime)) throw new Error(runtime.reason);
    const seeds = { first: randomInt(2 ** 32 - SCHEDULES), count: SCHEDULES };
    const { passed, failures } = await runSchedules(runtime, model, seeds);
    expect(failures.map(({ seeds, story }) => `${replay(runtime.name, model, seeds)}\n${story}`)).toEqual([]);
    expect(passed).toBe(SCHEDULES);
  });

  describe.each(WAYS)("by %s", (way) => {
    it.each(runtimes)("needs no more memory after a million tasks, in $name", { timeout: HOUR }, async (runtime) => {
      if (!isAvailable(runtime)) throw new Error(runtime.reason);
      const { growth, failures } = await runMillion(runtime, model, way, TASKS);
      expect(failures).toEqual([]);
      expect(growth).not.toBeNull();
    });
  });
});

describe.skipIf(noServer)(`distributed${noServer === undefined ? "" : `: ${noServer}`}`, () => {
  describe.each(runtimes)("in $name", (runtime) => {
    const here = scenarios.filter(({ models }) => models.includes("distributed"));
    it.each(here)("keeps the contract: $name", async (scenario) => {
      if (!isAvailable(runtime)) throw new Error(runtime.reason);
      const checks = await runScenario(runtime, "distributed", scenario);
      expect(checks.flatMap(({ ok, check, detail }) => (ok ? [] : [`${check}: ${detail}`]))).toEqual([]);
    });
  });
});
