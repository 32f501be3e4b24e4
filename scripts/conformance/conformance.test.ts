/**
 * Every scenario, each check a line; a cell's failures are shown together. In each execution model a scenario is tried in one runtime here,
 * by turns: in threads in one runtime, in processes in the next. `pnpm conformance` tries it in all, and so do the long tests.
 */
import { describe, expect, it } from "vitest";
import { discoverRuntimes, isAvailable } from "../study/runtimes.ts";
import { REPOSITORY } from "../repository.ts";
import { MODELS } from "@triathlon/core/results/record";
import { noServer } from "../nats-server.ts";
import { discoverScenarios, runScenario } from "./run-scenario.ts";

const runtimes = await discoverRuntimes(REPOSITORY);
const scenarios = await discoverScenarios();

// They mostly wait; two at a time are as sure and take half the time.
describe.concurrent.each(MODELS)("%s", (model) => {
  const missing = model === "distributed" ? noServer : undefined;
  describe.each(runtimes)("in $name", (runtime) => {
    const turn = MODELS.indexOf(model) + runtimes.indexOf(runtime);
    it.each(scenarios.filter(({ models }, index) => models.includes(model) && (index + turn) % runtimes.length === 0))(
      `keeps the contract: $name${missing === undefined ? "" : `: ${missing}`}`,
      { timeout: 110_000, skip: missing !== undefined },
      async (scenario) => {
        if (!isAvailable(runtime)) throw new Error(runtime.reason);
        const checks = await runScenario(runtime, model, scenario);
        expect(checks.flatMap(({ ok, check, detail }) => (ok ? [] : [`${check}: ${detail}`]))).toEqual([]);
        expect(checks.length).toBeGreaterThan(3);
      },
    );
  });
});
