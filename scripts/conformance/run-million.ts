/** Runs very many tasks through one executor of one cell, and judges whether its memory grows with them. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CheckLine } from "@triathlon/core/conformance/check";
import type { MemorySample, Way } from "@triathlon/core/conformance/million/program";
import type { ExecutionModel } from "@triathlon/core/workloads/workload";
import type { AvailableRuntime } from "../study/runtimes.ts";
import { REPOSITORY } from "../repository.ts";
import { type MemoryGrowth, memoryGrowth, tooMuch } from "./memory-growth.ts";
import { runScenario } from "./run-scenario.ts";

export const WAYS: readonly Way[] = ["map", "windows"];

export interface MillionVerdict {
  /** Null when the program did not get so far. */
  growth: MemoryGrowth | null;
  /** What was wrong, a line each. */
  failures: string[];
}

/** Each runtime heeds its own, for its workers and children too. */
const EXPOSE_GC = { NODE_OPTIONS: "--expose-gc", DENO_V8_FLAGS: "--expose-gc", BUN_OPTIONS: "--expose-gc" };

export async function runMillion(
  runtime: AvailableRuntime,
  model: ExecutionModel,
  way: Way,
  tasks: number,
): Promise<MillionVerdict> {
  const url = pathToFileURL(join(REPOSITORY, "packages/core/src/conformance/million/program.ts"));
  url.search = String(new URLSearchParams({ tasks: String(tasks), way }));
  const scenario = { name: way, url: url.href, models: [model], conditions: () => ({ environment: EXPOSE_GC }) };
  const lines = await runScenario(runtime, model, scenario, { timeLimitMilliseconds: 120_000 + 2 * tasks });
  return judge(lines, tasks);
}

function judge(lines: readonly (CheckLine | { sample: MemorySample })[], tasks: number): MillionVerdict {
  const samples = lines.flatMap((line) => ("sample" in line ? [line.sample] : []));
  const checks = lines.filter((line) => "check" in line);
  const failures = checks.filter(({ ok }) => !ok).map(({ check, detail }) => `not true: ${check}: ${detail}`);
  if (samples.at(-1)?.tasks !== tasks) return { growth: null, failures };
  const growth = memoryGrowth(samples);
  const grown = tooMuch(growth, tasks);
  if (grown.length > 0) {
    failures.push(`memory grows: ${grown.join(", ")}`, ...samples.map((sample) => JSON.stringify(sample)));
  }
  return { growth, failures };
}
