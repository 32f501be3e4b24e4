/** The options of `conformance`, and what it prints: one line a cell. */
import type { CheckLine } from "@triathlon/core/conformance/conform";
import type { ExecutionModel } from "@triathlon/core/workloads/workload";
import { Command } from "commander";
import { discoverScenarios, type FoundScenario, runScenario } from "./run-scenario.ts";
import { MODELS } from "../plan/choices.ts";
import { choose } from "../plan/choose.ts";
import { type AvailableRuntime, discoverRuntimes, isAvailable } from "../plan/runtimes.ts";
import { REPOSITORY } from "../repository.ts";

const list = (names: string): string[] => names.split(",");

/** Not yet parsed. */
export const command = new Command("conformance")
  .description("Runs the scenarios every executor must pass, in every runtime and execution model.")
  .option("--runtime <names>", "among the runtimes, separated by commas", list)
  .option("--model <names>", `among ${MODELS.join(", ")}`, list)
  .option("--scenario <names>", "among the scenarios", list)
  .action(async (options: { runtime?: string[]; model?: string[]; scenario?: string[] }) => {
    const runtimes = choose("runtime", options.runtime, await discoverRuntimes(REPOSITORY), ({ name }) => name);
    const models = choose("model", options.model, MODELS, (model) => model);
    const scenarios = choose("scenario", options.scenario, await discoverScenarios(), ({ name }) => name);
    for (const runtime of runtimes) {
      if (!isAvailable(runtime)) {
        console.log(`${runtime.name}: not run: ${runtime.reason}`);
        continue;
      }
      for (const model of models) await runCell(runtime, model, scenarios);
    }
  });

async function runCell(runtime: AvailableRuntime, model: ExecutionModel, scenarios: FoundScenario[]): Promise<void> {
  let passed = 0;
  const failures: (CheckLine & { scenario: string })[] = [];
  for (const scenario of scenarios.filter(({ models }) => models.includes(model))) {
    for (const check of await runScenario(runtime, model, scenario)) {
      if (check.ok) passed++;
      else failures.push({ ...check, scenario: scenario.name });
    }
  }
  console.log(`${runtime.name} ${model}: ${passed} passed, ${failures.length} failed`);
  for (const { scenario, check, detail } of failures) console.log(`  ${scenario}: ${check}\n    ${detail}`);
  if (failures.length > 0) process.exitCode = 1;
}
