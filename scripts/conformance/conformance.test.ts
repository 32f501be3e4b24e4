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

const cells = MODELS.flatMap((model) =>
  runtimes.flatMap((runtime) => {
    const turn = MODELS.indexOf(model) + runtimes.indexOf(runtime);
    return scenarios
      .filter(({ models }, index) => models.includes(model) && (index + turn) % runtimes.length === 0)
      .map((scenario) => {
        const missing = model === "distributed" ? noServer : undefined;
        const name = `${scenario.name}${missing === undefined ? "" : `: ${missing}`}`;
        return { model, title: runtime.title, name, missing, runtime, scenario };
      });
  }),
);

// They mostly wait: side by side they are as sure, and take a part of the time.
describe.concurrent("the contract is kept", () => {
  for (const { model, title, name, missing, runtime, scenario } of cells)
    it(`by ${model} in ${title}: ${name}`, { timeout: 110_000, skip: missing !== undefined }, async () => {
      if (!isAvailable(runtime)) throw new Error(runtime.reason);
      const checks = await runScenario(runtime, model, scenario);
      expect(checks.flatMap(({ ok, check, detail }) => (ok ? [] : [`${check}: ${detail}`]))).toEqual([]);
      expect(checks.length).toBeGreaterThan(3);
    });
});
