/** One execution: a fresh process of a runtime runs one probe at one setting. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExperimentRecord } from "@triathlon/core/results/experiment";
import { experimentAnswer } from "@triathlon/core/results/experiment-order";
import { SCHEMA_VERSION } from "@triathlon/core/results/record";
import { z } from "zod";
import { cleanEnvironment } from "../../clean-environment.ts";
import { argumentsOf } from "../../study/arguments-of.ts";
import { exitReason } from "../../study/exit-reason.ts";
import { OrderFolder } from "../../study/order-folder.ts";
import { type GroupOptions, runInGroup } from "../../study/run-in-group.ts";
import { type AvailableRuntime, isAvailable, type Runtime } from "../../study/runtimes.ts";
import type { PlannedProbe } from "./plan-blocks.ts";

/** A runtime with the program of the experiments as its entry. */
export type ProbeRuntime = Pick<AvailableRuntime, "binary" | "entry" | "arguments" | "environment">;

/** Where in the run it stands. */
export interface Place {
  runId: string;
  block: number;
  position: number;
}

/**
 * How to start the experiments' program of a runtime, or why it cannot be. Its `arguments.json` allows everything: probes start processes
 * and read what the system tells of their memory, which Deno gives to none with less.
 */
export function probeRuntime(runtime: Runtime, repository: string): ProbeRuntime | { reason: string } {
  if (!isAvailable(runtime)) return { reason: runtime.reason };
  const folder = join(repository, `packages/${runtime.name}-examples/bench/experiments`);
  const args: unknown = JSON.parse(readFileSync(join(folder, "arguments.json"), "utf8"));
  return { ...runtime, entry: join(folder, "run.ts"), arguments: z.array(z.string()).parse(args) };
}

/** Never throws for what the program does: every outcome is a record. */
export async function executeProbe(
  planned: PlannedProbe,
  place: Place,
  runtime: ProbeRuntime,
  options: Omit<GroupOptions, "timeLimitSeconds">,
): Promise<ExperimentRecord> {
  using folder = new OrderFolder();
  const { experiment, place: where, setting, amount, timeLimitSeconds } = planned;
  folder.write({ do: "experiment", experiment, place: where, setting, amount, answer: folder.answer });
  const startedAt = Date.now() / 1000;
  const end = await runInGroup(
    {
      file: runtime.binary,
      args: argumentsOf(runtime, { read: [], write: [], net: [] }, folder.order),
      environment: cleanEnvironment(runtime.environment),
      workingFolder: folder.path,
    },
    { ...options, timeLimitSeconds },
  );
  const answer = folder.read(experimentAnswer);
  const blank = { ...unstarted(planned, place, "failed", ""), startedAt };
  if (answer.outcome === "failed") return { ...blank, reason: answer.reason };
  const why = end.endedBecause ?? exitReason(end) ?? (answer.outcome === "none" ? answer.reason : null);
  if (why !== null || answer.outcome === "none") {
    return { ...blank, reason: [why, end.stderrTail].filter((text) => text !== "").join("\n") };
  }
  const { runtimeVersion, figures, notes } = answer;
  return { ...blank, outcome: "completed", reason: null, runtimeVersion, figures, notes };
}

/** The record of what was not started. */
export function unstarted(
  { experiment, runtime, place: where, setting }: PlannedProbe,
  place: Place,
  outcome: "failed" | "skipped",
  reason: string,
): ExperimentRecord {
  return {
    schemaVersion: SCHEMA_VERSION,
    ...place,
    experiment,
    runtime,
    runtimeVersion: null,
    place: where,
    setting,
    outcome,
    reason,
    figures: {},
    notes: {},
    startedAt: Date.now() / 1000,
  };
}
