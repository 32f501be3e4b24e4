/** One execution: writes its order, starts a fresh process of its runtime, looks at it from outside, reads its answer. */
import { readFileSync } from "node:fs";
import { measureAnswer } from "@triathlon/core/results/order";
import type { Plan } from "@triathlon/core/results/plan";
import type { ExecutionRecord } from "@triathlon/core/results/record";
import type { PlannedExecution } from "./executions.ts";
import type { AvailableRuntime } from "../../study/runtimes.ts";
import { hyperfineCommand, readHyperfineExport, withoutWarning } from "./hyperfine.ts";
import { commandOf } from "./command-of.ts";
import type { Job } from "./job.ts";
import { recordOf, recordOfUnstarted, type Seen } from "./make-record.ts";
import { OrderFolder } from "../../study/order-folder.ts";
import { runAtBarrier } from "../../study/run-at-barrier.ts";
import { type Command, type GroupOptions, runInGroup } from "../../study/run-in-group.ts";
import { type Site, startSite } from "./site.ts";
import type { TreeMemory } from "../../study/tree-memory.ts";

export interface ExecutionContext {
  plan: Plan;
  runtime: AvailableRuntime;
  job: Job;
  expectedChecksum: string;
  signal: AbortSignal;
  guard: GroupOptions["guard"];
}

/** Never throws for what the program does: every outcome is a record. */
export async function execute(planned: PlannedExecution, context: ExecutionContext): Promise<ExecutionRecord> {
  const { workload, parameters } = context.job;
  if (!workload.hasPages) return executeBeside(null, planned, context);
  let site: Site;
  try {
    site = await startSite(workload.url, parameters);
  } catch (error) {
    return recordOfUnstarted(planned, context.plan, "failed", (error as Error).message);
  }
  try {
    return await executeBeside(site.url, planned, context);
  } finally {
    await site.close();
  }
}

/** @param site its address, or null when the workload has none */
async function executeBeside(
  site: string | null,
  planned: PlannedExecution,
  { plan, runtime, job, expectedChecksum, signal, guard }: ExecutionContext,
): Promise<ExecutionRecord> {
  using folder = new OrderFolder();
  const { cell, pass } = planned;
  folder.write({
    do: "measure",
    workload: job.workload.url,
    size: cell.size,
    place: { folder: job.folder, files: job.files, site },
    answer: folder.answer,
    model: cell.model,
    workers: cell.workers,
    concurrency: cell.concurrency,
    pass,
    // Memory is looked at once the work has been done: nothing there is timed.
    iterations: pass === "memory" ? 1 : cell.iterations,
    warmups: pass === "memory" ? 0 : cell.warmups,
    settleSeconds: pass === "time" ? plan.settleSeconds : 0,
    expectedChecksum,
    barrier: pass === "memory" ? folder.barrier : null,
  });
  const command = commandOf(runtime, job, folder, site);
  const startedAt = Date.now() / 1000;
  const watched = await watch(pass === "time" ? plan.timer : pass, command, folder, {
    timeLimitSeconds: plan.timeLimitSeconds,
    signal,
    guard,
  });
  const seen: Seen = { ...watched, startedAt, answer: folder.read(measureAnswer) };
  return recordOf(planned, plan, runtime.version, expectedChecksum, seen);
}

type Watched = Omit<Seen, "startedAt" | "answer">;

/** Runs the command under a clock or, outside of the time pass, under none. */
async function watch(
  how: "hyperfine" | "built-in" | "memory" | "lag",
  command: Command,
  folder: OrderFolder,
  options: GroupOptions,
): Promise<Watched> {
  if (how === "memory") {
    return { ...(await runAtBarrier(command, folder.barrier, options)), wallSeconds: null, cpuSeconds: null };
  }
  if (how === "lag") {
    return { ...(await runInGroup(command, options)), wallSeconds: null, cpuSeconds: null, memory: OTHER_PASS };
  }
  if (how === "built-in") {
    return { ...(await runInGroup(command, options)), cpuSeconds: null, memory: OTHER_PASS };
  }
  const timed = await runInGroup(hyperfineCommand(command, folder.hyperfineExport), options);
  const end = { ...timed, stderrTail: withoutWarning(timed.stderrTail) };
  if (end.endedBecause !== null) return { ...end, wallSeconds: null, cpuSeconds: null, memory: OTHER_PASS };
  try {
    const run = readHyperfineExport(readFileSync(folder.hyperfineExport, "utf8"));
    return { ...end, ...run, memory: OTHER_PASS };
  } catch (error) {
    const endedBecause = `could not be timed by hyperfine: ${(error as Error).message}`;
    return { ...end, endedBecause, wallSeconds: null, cpuSeconds: null, memory: OTHER_PASS };
  }
}

const OTHER_PASS: TreeMemory = {
  peakBytes: null,
  proportionalBytes: null,
  privateBytes: null,
  reason: "taken in the memory pass",
};
