/**
 * Makes a run of what hyperfine measured, so that it can be reported and compared.
 *
 * Each command is a workload of its own with one cell: hyperfine runs one command to its end before the next, so nothing within the
 * file was measured side by side, and no ratio is taken there. A pass is a whole process.
 */
import { pathToFileURL } from "node:url";
import type { Environment } from "@triathlon/core/results/environment";
import { NOISE_LIMITS } from "@triathlon/core/results/noise";
import type { Plan, PlannedCell } from "@triathlon/core/results/plan";
import { type ExecutionRecord, SCHEMA_VERSION } from "@triathlon/core/results/record";
import type { RecordedRun } from "../analysis/run.ts";
import { exitReason } from "../launch/exit-reason.ts";
import { recordOfUnstarted } from "../launch/make-record.ts";
import type { HyperfineCommand, HyperfineExport, HyperfineRun } from "./hyperfine-export.ts";
import { COMMAND } from "./imported.ts";

/** @param environment of the machine that measured, which is taken to be this one */
export function runOfHyperfine(
  exported: HyperfineExport,
  file: string,
  runId: string,
  environment: Omit<Environment, "timer" | "startedAt" | "commit" | "modified" | "loadAverage">,
): RecordedRun {
  const commands = withOwnNames(exported.commands);
  const cells = commands.map(cellOf);
  const blocks = Math.max(...commands.map(({ runs }) => runs.length));
  const plan: Plan = {
    schemaVersion: SCHEMA_VERSION,
    runId,
    mode: "default",
    profile: "source",
    timer: "hyperfine",
    control: "plain loop",
    seed: 0,
    discardedBlocks: 0,
    timedBlocks: blocks,
    memoryBlocks: 0,
    lagBlocks: 0,
    settleSeconds: 0,
    ghostsPerBlock: 0,
    mostRepeats: 0,
    probesCapacity: false,
    noiseLimits: NOISE_LIMITS,
    budgetSeconds: 300,
    timeLimitSeconds: 30,
    cells,
    workloads: Object.fromEntries(cells.map(({ workload }) => [workload, describe(workload, file)])),
    files: null,
    unavailable: [],
  };
  return {
    plan,
    environment: {
      ...environment,
      timer: exported.timer,
      loadAverage: null,
      commit: null,
      modified: null,
      startedAt: exported.startedAt,
    },
    records: recordsOf(commands, plan, exported.startedAt),
  };
}

/** The same command line may have been timed twice. */
function withOwnNames(commands: readonly HyperfineCommand[]): HyperfineCommand[] {
  const seen = new Map<string, number>();
  return commands.map(({ name, runs }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count === 1 ? name : `${name} (${count})`, runs };
  });
}

/** Without Deno, Bun or Node in front it is a command like any other. */
function cellOf({ name, runs }: HyperfineCommand): PlannedCell {
  const program = /^'?(?:\S*\/)?(node|deno|bun)'?\s/.exec(`${name} `)?.[1];
  return {
    runtime: program ?? COMMAND,
    model: "sequential",
    workload: name,
    size: "imported",
    workers: 1,
    concurrency: null,
    iterations: 1,
    warmups: 0,
    parameters: null,
    expectedSeconds: Math.max(1e-6, ...runs.map(({ wallSeconds }) => wallSeconds)),
  };
}

const describe = (command: string, file: string): Plan["workloads"][string] => ({
  url: pathToFileURL(file).href,
  title: command,
  kind: COMMAND,
  summary: "Timed by hyperfine, one command after the other; one pass is a whole process.",
});

function recordsOf(commands: readonly HyperfineCommand[], plan: Plan, startedAt: number): ExecutionRecord[] {
  let at = startedAt;
  return commands.flatMap(({ runs }, position) =>
    Array.from({ length: plan.timedBlocks! }, (_, block): ExecutionRecord => {
      const cell = plan.cells[position]!;
      const planned = { block, position, discarded: false, pass: "time" as const, cell, ghost: 0, attempt: 1 };
      const run = runs[block];
      if (run === undefined) {
        const why = `hyperfine ran this command ${runs.length} times, and another ${plan.timedBlocks} times`;
        return { ...recordOfUnstarted(planned, plan, "skipped", why), startedAt: at };
      }
      const record = { ...recordOfUnstarted(planned, plan, "failed", ""), ...figuresOf(run), startedAt: at };
      at += run.wallSeconds;
      return record;
    }),
  );
}

function figuresOf({ wallSeconds, cpuSeconds, exitCode }: HyperfineRun): Partial<ExecutionRecord> {
  const reason = exitCode === null ? "ended by a signal" : exitReason({ exitCode, signal: null });
  return {
    outcome: reason === null ? "completed" : "failed",
    reason,
    wallSeconds,
    iterationSeconds: [wallSeconds],
    cpuSeconds,
    cpuSecondsReason: cpuSeconds === null ? "hyperfine 1.x keeps the mean over all runs only" : null,
    memoryReason: "hyperfine tells of the largest process, not of the tree",
    exitCode,
  };
}
