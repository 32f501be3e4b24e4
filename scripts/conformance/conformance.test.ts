/**
 * Every scenario in every runtime, each check a line; a cell's failures are shown together. Of the two cells with workers that a runtime
 * has, a scenario is tried in one here: in threads in one runtime, in processes in the next; and in one runtime without workers, where
 * all of them run the same code. `pnpm conformance` tries it in all, and so do the long tests.
 */
import { describe, expect, it } from "vitest";
import { discoverRuntimes, isAvailable } from "../plan/runtimes.ts";
import { REPOSITORY } from "../repository.ts";
import { MODELS } from "../plan/choices.ts";
import { discoverScenarios, runScenario } from "./run-scenario.ts";

const runtimes = await discoverRuntimes(REPOSITORY);
const scenarios = await discoverScenarios();

// They mostly wait; two at a time are as sure and take half the time.
describe.concurrent.each(MODELS)("%s", (model) => {
  describe.each(runtimes)("in $name", (runtime) => {
    const every = model === "threading" || model === "multiprocessing" ? 2 : runtimes.length;
    const turn = MODELS.indexOf(model) + runtimes.indexOf(runtime);
    it.each(scenarios.filter(({ models }, index) => models.includes(model) && (index + turn) % every === 0))(
      "keeps the contract: $name",
      { timeout: 110_000 },
      async (scenario) => {
        if (!isAvailable(runtime)) throw new Error(runtime.reason);
        const checks = await runScenario(runtime, model, scenario);
        expect(checks.flatMap(({ ok, check, detail }) => (ok ? [] : [`${check}: ${detail}`]))).toEqual([]);
        expect(checks.length).toBeGreaterThan(3);
      },
    );
  });
});
