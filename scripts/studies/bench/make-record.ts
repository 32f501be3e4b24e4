/** Makes the journal's record of an execution that ran, or that did not. */
import type { MeasureAnswer } from "@triathlon/core/results/order";
import type { Plan } from "@triathlon/core/results/plan";
import { type ExecutionRecord, SCHEMA_VERSION } from "@triathlon/core/results/record";
import type { PlannedExecution } from "./executions.ts";
import { exitReason } from "../../study/exit-reason.ts";
import type { GroupEnd } from "../../study/run-in-group.ts";
import type { TreeMemory } from "../../study/tree-memory.ts";

/** What the runner saw of an execution from outside. */
export interface Seen extends Omit<GroupEnd, "wallSeconds"> {
  startedAt: number;
  /** Process start to exit; null where no clock gave it, or outside of the time pass. */
  wallSeconds: number | null;
  /** User + system of the tree, or null where nobody outside counted it. */
  cpuSeconds: number | null;
  memory: TreeMemory;
  answer: MeasureAnswer | AnswerProblem;
}

/** There is no answer, or none that can be read. */
export interface AnswerProblem {
  outcome: "none";
  reason: string;
}

/** The record of an execution that ran. `expected` is the oracle's checksum. */
export function recordOf(
  planned: PlannedExecution,
  plan: Plan,
  version: string,
  expected: string,
  seen: Seen,
): ExecutionRecord {
  const reason = failureOf(seen, expected);
  const measurement = seen.answer.outcome === "completed" ? seen.answer.measurement : null;
  const figures = planned.pass === "lag" ? null : measurement; // the probe was beside them
  const cpu = cpuOf(planned, seen);
  return {
    ...blank(planned, plan),
    runtimeVersion: measurement?.runtimeVersion ?? version,
    outcome: reason === null ? "completed" : "failed",
    reason,
    checksum: measurement?.checksum ?? null,
    wallSeconds: seen.wallSeconds,
    firstSeconds: figures?.firstSeconds ?? null,
    iterationSeconds: figures?.iterationSeconds ?? [],
    added: figures?.added ?? null,
    warmupSeconds: figures?.warmupSeconds ?? [],
    cpuSeconds: cpu.seconds,
    cpuSecondsReason: cpu.reason,
    peakMemoryBytes: seen.memory.peakBytes,
    proportionalMemoryBytes: seen.memory.proportionalBytes,
    privateMemoryBytes: seen.memory.privateBytes,
    memoryReason: seen.memory.reason,
    loopDelay: measurement?.loopDelay ?? null,
    workerIds: measurement?.workerIds ?? [],
    workIntervals: measurement?.workIntervals ?? [],
    overlapSeconds: measurement?.overlapSeconds ?? null,
    callsInPass: measurement?.callsInPass ?? null,
    timedOverlapSeconds: measurement?.timedOverlapSeconds ?? null,
    observations: figures?.observations ?? {},
    exitCode: seen.exitCode,
    signal: seen.signal,
    stderrTail: reason === null || seen.stderrTail === "" ? null : seen.stderrTail,
    startedAt: seen.startedAt,
    runnerCpuSeconds: seen.runnerCpuSeconds,
  };
}

/** The record of an execution that was not started. */
export function recordOfUnstarted(
  planned: PlannedExecution,
  plan: Plan,
  outcome: "failed" | "skipped",
  reason: string,
): ExecutionRecord {
  const none = "the execution was not started";
  return { ...blank(planned, plan), outcome, reason, cpuSecondsReason: none, memoryReason: none };
}

function blank(
  { cell, block, position, discarded, pass, ghost, attempt }: PlannedExecution,
  plan: Plan,
): ExecutionRecord {
  const { runtime, model, workload, size, workers, concurrency } = cell;
  return {
    schemaVersion: SCHEMA_VERSION,
    runId: plan.runId,
    block,
    discarded,
    position,
    ghost,
    attempt,
    pass,
    profile: plan.profile,
    runtime,
    model,
    workload,
    size,
    workers,
    concurrency,
    runtimeVersion: null,
    outcome: "skipped",
    reason: null,
    checksum: null,
    timer: plan.timer,
    wallSeconds: null,
    firstSeconds: null,
    iterationSeconds: [],
    added: null,
    warmupSeconds: [],
    cpuSeconds: null,
    cpuSecondsReason: null,
    peakMemoryBytes: null,
    proportionalMemoryBytes: null,
    privateMemoryBytes: null,
    memoryReason: null,
    loopDelay: null,
    workerIds: [],
    workIntervals: [],
    overlapSeconds: null,
    callsInPass: null,
    timedOverlapSeconds: null,
    observations: {},
    exitCode: null,
    signal: null,
    stderrTail: null,
    startedAt: Date.now() / 1000,
    runnerCpuSeconds: null,
    noise: null,
    contamination: [],
  };
}

/** Why the execution failed, the most telling reason first; null when it did not. */
function failureOf({ endedBecause, answer, exitCode, signal }: Seen, expected: string): string | null {
  if (endedBecause !== null) return endedBecause;
  if (answer.outcome === "failed") return answer.reason;
  const exit = exitReason({ exitCode, signal });
  if (exit !== null) return exit;
  if (answer.outcome === "none") return answer.reason;
  const { checksum } = answer.measurement;
  return checksum === expected ? null : `wrong answer: wanted the oracle's checksum ${expected}, found ${checksum}`;
}

function cpuOf(
  { pass }: PlannedExecution,
  { cpuSeconds, answer }: Seen,
): { seconds: number | null; reason: string | null } {
  if (pass !== "time") return { seconds: null, reason: "taken in the time pass" };
  if (cpuSeconds !== null) return { seconds: cpuSeconds, reason: null };
  if (answer.outcome !== "completed") return { seconds: null, reason: "the execution failed" };
  return { seconds: answer.measurement.cpuSeconds, reason: answer.measurement.cpuSecondsReason };
}
