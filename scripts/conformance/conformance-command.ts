/** The options of `conformance`, and what it prints: one line a cell. */
import { randomInt } from "node:crypto";
import type { CheckLine } from "@triathlon/core/conformance/check";
import type { ExecutionModel } from "@triathlon/core/workloads/workload";
import { Command } from "commander";
import { names } from "../names.ts";
import { noServer } from "../nats-server.ts";
import { MODELS } from "@triathlon/core/results/record";
import { choose } from "../choose.ts";
import { chooseRuntimes } from "../study/choose-runtimes.ts";
import { type AvailableRuntime, isAvailable } from "../study/runtimes.ts";
import { UsageError } from "../usage-error.ts";
import { wholeNumber } from "../whole-number.ts";
import { discoverScenarios, type FoundScenario, runScenario } from "./run-scenario.ts";
import { type MillionVerdict, runMillion, WAYS } from "./run-million.ts";
import { type Failure, replay, runSchedules, type Seeds } from "./run-schedules.ts";

/** Larger ones are the same to the generator of the schedules as some smaller one. */
const LARGEST_SEED = 2 ** 32 - 1;
/** Failed schedules of a cell that are told in full; of more, only what was wrong is said. */
const STORIES = 3;

interface Options {
  runtime?: string[];
  model?: string[];
  scenario?: string[];
  abilities: string;
  schedules?: number;
  seed?: number;
  million?: boolean;
  tasks?: number;
}

interface Cell {
  runtime: AvailableRuntime;
  model: ExecutionModel;
}

/** Not yet parsed. */
export const createConformanceCommand = (): Command =>
  new Command("conformance")
    .description("Runs the scenarios every executor must pass, in every runtime and execution model.")
    .option("--runtime <names>", "among the runtimes, separated by commas", names)
    .option("--model <names>", `among ${MODELS.join(", ")}`, names)
    .option("--scenario <names>", "among the scenarios", names)
    .option("--abilities <names>", "that every pool of workers has too, separated by commas, or all", "")
    .option(
      "--schedules <n>",
      "instead: so many random schedules, shared out among the cells with workers; the others run as many as one of these",
      wholeNumber("--schedules", 1),
    )
    .option("--seed <n>", "of the first schedule (default: random)", wholeNumber("--seed", 0, LARGEST_SEED))
    .option("--million", "instead: very many tasks through one executor, and whether its memory grows with them")
    .option("--tasks <n>", "so many, and not a million", wholeNumber("--tasks", 1000))
    .action(run);

async function run(options: Options): Promise<void> {
  const { schedules, seed, million, tasks, abilities } = options;
  need("--seed", seed, "--schedules", schedules);
  need("--tasks", tasks, "--million", million);
  const cells = await chooseCells(options);
  const local = cells.filter(({ model }) => model !== "distributed");
  if (schedules !== undefined) return runAllSchedules(local, schedules, seed, abilities);
  if (million) return runMillions(local, tasks ?? 1_000_000);
  const scenarios = choose("scenario", options.scenario, await discoverScenarios(), ({ name }) => name);
  for (const cell of cells) await runCell(cell, scenarios, abilities);
}

function need(option: string, value: unknown, other: string, otherValue: unknown): void {
  if (value === undefined || otherValue !== undefined) return;
  throw new UsageError(`Cannot plan the run: ${option} says more of ${other}: wanted both, found ${option} alone`);
}

async function chooseCells(options: Options): Promise<Cell[]> {
  const runtimes = await chooseRuntimes(options.runtime);
  const models = choose("model", options.model, MODELS, (model) => model);
  return runtimes.flatMap((runtime) => {
    if (isAvailable(runtime)) return models.map((model) => ({ runtime, model }));
    console.log(`${runtime.name}: not run: ${runtime.reason}`);
    return [];
  });
}

async function runCell({ runtime, model }: Cell, scenarios: FoundScenario[], abilities: string): Promise<void> {
  if (model === "distributed" && noServer !== undefined) {
    return console.log(`${runtime.name} ${model}: not run: ${noServer}`);
  }
  let passed = 0;
  const failures: (CheckLine & { scenario: string })[] = [];
  for (const scenario of scenarios.filter(({ models }) => models.includes(model))) {
    for (const check of await runScenario(runtime, model, { ...scenario, url: `${scenario.url}?with=${abilities}` })) {
      if (check.ok) passed++;
      else failures.push({ ...check, scenario: scenario.name });
    }
  }
  console.log(`${runtime.name} ${model}: ${passed} passed, ${failures.length} failed`);
  for (const { scenario, check, detail } of failures) console.log(`  ${scenario}: ${check}\n    ${detail}`);
  if (failures.length > 0) process.exitCode = 1;
}

async function runAllSchedules(
  cells: Cell[],
  schedules: number,
  seed: number | undefined,
  abilities: string,
): Promise<void> {
  const withWorkers = cells.filter(({ model }) => model === "threading" || model === "multiprocessing");
  const count = Math.ceil(schedules / Math.max(1, withWorkers.length));
  const first = seed ?? randomInt(LARGEST_SEED - count * cells.length);
  for (const [position, { runtime, model }] of cells.entries()) {
    const seeds: Seeds = { first: first + position * count, count, abilities };
    const { passed, failures } = await runSchedules(runtime, model, seeds);
    const which = `seeds ${seeds.first} to ${seeds.first + count - 1}`;
    console.log(`${runtime.name} ${model}: ${passed} schedules passed, ${failures.length} failed (${which})`);
    failures.forEach((failure, index) => console.log(tell(failure, index < STORIES, { runtime, model })));
    if (failures.length > 0) process.exitCode = 1;
  }
}

function tell({ seeds, story }: Failure, inFull: boolean, { runtime, model }: Cell): string {
  const lines = inFull ? story.split("\n") : story.split("\n", 1);
  return [`  ${replay(runtime.name, model, seeds)}`, ...lines.map((line) => `    ${line}`)].join("\n");
}

async function runMillions(cells: Cell[], tasks: number): Promise<void> {
  for (const { runtime, model } of cells) {
    for (const way of WAYS) {
      const { growth, failures } = await runMillion(runtime, model, way, tasks);
      console.log(`${runtime.name} ${model}, by ${way}: ${tasks.toLocaleString("en")} tasks${describeGrowth(growth)}`);
      for (const failure of failures) console.log(`  ${failure}`);
      if (failures.length > 0) process.exitCode = 1;
    }
  }
}

function describeGrowth(growth: MillionVerdict["growth"]): string {
  if (growth === null) return " were not reached";
  const signed = (bytes: number): string => `${bytes < 0 ? "-" : "+"}${Math.abs(bytes).toFixed(1)}`;
  const workers = growth.workersHeap === null ? "" : `, ${signed(growth.workersHeap)} in its workers`;
  return `, ${signed(growth.heap)} bytes per task${workers} (resident ${signed(growth.resident)})`;
}
