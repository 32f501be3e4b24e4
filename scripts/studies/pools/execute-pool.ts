/** One execution: a fresh process of a runtime puts one contender through one case. */
import { z } from "zod";
import { calibrateAnswer, poolAnswer, type PoolOrder, type PoolRecord } from "@triathlon/core/results/pools";
import { SCHEMA_VERSION } from "@triathlon/core/results/record";
import { cleanEnvironment } from "../../clean-environment.ts";
import { argumentsOf } from "../../study/arguments-of.ts";
import { exitReason } from "../../study/exit-reason.ts";
import { OrderFolder } from "../../study/order-folder.ts";
import { runAtBarrier } from "../../study/run-at-barrier.ts";
import { type Command, type GroupEnd, type GroupOptions, runInGroup } from "../../study/run-in-group.ts";
import type { TreeMemory } from "../../study/tree-memory.ts";
import type { AvailableRuntime } from "../../study/runtimes.ts";
import type { PlannedPool } from "./plan-rounds.ts";

/** A runtime with the program of the comparison as its entry. */
export type PoolRuntime = Pick<AvailableRuntime, "binary" | "entry" | "arguments" | "environment">;

/** Where in the run it stands. */
export interface Place {
  round: number;
  position: number;
  seed: number;
}

/** Never throws for what the program does: every outcome is a record. */
export async function executePool(
  planned: PlannedPool,
  place: Place,
  kernelSize: number,
  runtime: PoolRuntime,
  options: GroupOptions,
): Promise<PoolRecord> {
  using folder = new OrderFolder();
  const looksAtMemory = planned.case === "idle-memory";
  const { contender, repetitions, calls, warmups, workers } = planned;
  const command = commandOf(runtime, folder, {
    do: "measure-pool",
    contender: contender.name,
    model: contender.model,
    adapter: contender.adapter,
    options: contender.options,
    case: planned.case,
    workers,
    repetitions,
    calls,
    warmups,
    kernelSize,
    answer: folder.answer,
    barrier: looksAtMemory ? folder.barrier : null,
  });
  const startedAt = Date.now() / 1000;
  const end: GroupEnd & { memory?: TreeMemory } = looksAtMemory
    ? await runAtBarrier(command, folder.barrier, options)
    : await runInGroup(command, options);
  const answer = folder.read(poolAnswer);
  const completed = answer.outcome === "completed";
  return {
    ...blank(planned, place),
    kernelSize,
    startedAt,
    runtimeVersion: completed ? answer.runtimeVersion : null,
    outcome: completed ? "completed" : "failed",
    reason: completed ? null : (reasonOf(end) ?? answer.reason),
    figures: completed ? answer.figures : null,
    proportionalMemoryBytes: completed ? (end.memory?.proportionalBytes ?? null) : null,
    memoryReason: end.memory?.reason ?? null,
    stderrTail: completed || end.stderrTail === "" ? null : end.stderrTail,
  };

  /** A program that answered that it failed exits with 1: then the answer says more. */
  function reasonOf(seen: GroupEnd): string | null {
    return answer.outcome === "failed" ? null : (seen.endedBecause ?? exitReason(seen));
  }
}

/** The record of what was not started. */
export const skippedPool = (planned: PlannedPool, place: Place, reason: string): PoolRecord => ({
  ...blank(planned, place),
  reason,
});

/** The kernel's size for a runtime, or why there is none. */
export async function calibrate(
  runtime: PoolRuntime,
  options: GroupOptions,
): Promise<{ kernelSize: number } | { reason: string }> {
  using folder = new OrderFolder();
  const end = await runInGroup(commandOf(runtime, folder, { do: "calibrate", answer: folder.answer }), options);
  const answer = folder.read(z.union([calibrateAnswer, poolAnswer]));
  if (answer.outcome === "calibrated") return answer;
  const why = end.endedBecause ?? (answer.outcome === "completed" ? "gave another answer" : answer.reason);
  return { reason: `could not be calibrated: ${[why, end.stderrTail].filter((text) => text !== "").join("\n")}` };
}

function commandOf(runtime: PoolRuntime, folder: OrderFolder, order: PoolOrder): Command {
  folder.write(order);
  return {
    file: runtime.binary,
    args: argumentsOf(runtime, { read: [], write: [], net: [] }, folder.order),
    environment: cleanEnvironment(runtime.environment),
    workingFolder: folder.path,
  };
}

function blank(planned: PlannedPool, place: Place): PoolRecord {
  const { contender, runtime, case: poolCase, workers, repetitions, calls, warmups } = planned;
  const { name, model, role, version } = contender;
  return {
    schemaVersion: SCHEMA_VERSION,
    ...place,
    runtime,
    runtimeVersion: null,
    model,
    contender: name,
    role,
    version,
    case: poolCase,
    workers,
    repetitions,
    calls,
    warmups,
    kernelSize: null,
    outcome: "skipped",
    reason: null,
    figures: null,
    proportionalMemoryBytes: null,
    memoryReason: null,
    stderrTail: null,
    startedAt: Date.now() / 1000,
  };
}
