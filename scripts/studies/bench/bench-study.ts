/** The bench as a study: once in each block each cell, a runtime's model at work on a workload of one size. */
import { join } from "node:path";
import { measureAnswer, type MeasureOrder } from "@triathlon/core/results/order";
import { passOfBlock, type Plan, type PlannedCell, totalBlocks, totalExecutions } from "@triathlon/core/results/plan";
import {
  blankOf,
  cell as cellSchema,
  type ExecutionRecord,
  type Measurement,
  type Pass,
  record,
} from "@triathlon/core/results/record";
import type { z } from "zod";
import { cellName } from "../../analysis/cell-name.ts";
import { blocksForVerdicts } from "../../analysis/families.ts";
import { EXECUTIONS } from "../../files/journals.ts";
import { TemporaryFolder } from "../../files/temporary-folder.ts";
import { writeJson } from "../../files/write-files.ts";
import { NatsServer, noServer } from "../../nats-server.ts";
import { refuserOf } from "../../report/refuse-record.ts";
import { alone, blockOrder, blockSeconds, ghostsOfBlock } from "../../study/blocks.ts";
import { type Beside, execute, type Executed, type Execution } from "../../study/execute.ts";
import type { GroupEnd } from "../../study/process-group.ts";
import { type AvailableRuntime, isAvailable, type Runtime } from "../../study/runtimes.ts";
import { type RunEnd, type RunOptions, runStudy, type Study } from "../../study/study.ts";
import { runAtBarrier } from "../../study/tree-memory.ts";
import { beyondBench } from "./beyond-bench.ts";
import { runUnderHyperfine } from "./hyperfine.ts";
import { createJob, type Job, prepareJob, type Prepared, readableBy } from "./job.ts";
import { expectedBlockSeconds, ghostFactor } from "./make-plan.ts";
import { LEAST_RESERVE, MODES, timedBlocksThatFit } from "./modes.ts";
import { type Site, startSite } from "./site.ts";
import type { FoundWorkload } from "./workloads.ts";

/** What a run is made of. */
export interface Bench {
  /** Holds `plan.json`. */
  folder: string;
  plan: Plan;
  runtimes: readonly Runtime[];
  workloads: readonly FoundWorkload[];
  /** Where the programs lie. Default: this repository. */
  repository?: string;
}

export type Run = Bench & RunOptions;

/** What one process does. */
export interface PlannedExecution {
  cell: PlannedCell;
  /** 0, or which of the cell's ghosts in its block it is. */
  ghost: number;
  pass: Pass;
  discarded: boolean;
}

/** Never throws for what measured programs do; throws when records cannot be written. */
export const runPlan = (run: Run): Promise<RunEnd> => runStudy(benchStudy(run), run);

/** Of the runs of a plan, of which the number of blocks that count is decided on the way, and written into the plan. */
export function benchStudy(bench: Bench): Study<PlannedExecution, ExecutionRecord> {
  let { plan } = bench;
  const jobs = new Map<string, { job: Job; prepared: Prepared }>();

  return {
    lines: EXECUTIONS,
    runId: plan.runId,
    refuse: refuserOf(plan),
    timeLimitSeconds: plan.timeLimitSeconds,
    budgetSeconds: plan.budgetSeconds,
    expectedSeconds: expectedBlockSeconds(plan) / plan.cells.length,
    blocks: () => totalBlocks(plan),
    executions: () => totalExecutions(plan),
    order: (block) => executionsOfBlock(plan, block),
    begin: (block, records, elapsedSeconds) => {
      if (block !== plan.discardedBlocks || plan.timedBlocks !== null) return;
      plan = { ...plan, timedBlocks: timedBlocksAfter(plan, records, elapsedSeconds) };
      writeJson(join(bench.folder, "plan.json"), plan);
    },
    nameOf: ({ cell }) => nameOf(cell),
    notRun: ({ cell }) =>
      plan.unavailable.find(({ runtime }) => runtime === cell.runtime)?.reason ??
      beyondBench(bench.runtimes, cell) ??
      (cell.model === "distributed" ? (noServer ?? null) : null),
    noise: {
      limits: plan.noiseLimits,
      probesCapacity: plan.probesCapacity,
      watches: ({ pass }) => pass === "time",
    },
    repeats: {
      most: plan.mostRepeats,
      counts: ({ pass, discarded }) => pass === "time" && !discarded,
      // Repeats take time that is left over, never a block that was planned, nor what is kept for lanes and report.
      hasTime: ({ leftSeconds, elapsedSeconds }) =>
        leftSeconds === null || elapsedSeconds + leftSeconds < plan.budgetSeconds * (1 - LEAST_RESERVE),
    },
    prepare: async (executions, beside, progress) => {
      for (const { cell } of executions) {
        if (jobs.has(jobKey(cell)) || beside.signal.aborted) continue;
        progress.step(`preparing ${cell.workload} ${cell.size}`);
        const workload = bench.workloads.find(({ description }) => description.name === cell.workload)!;
        const job = createJob(workload, cell.size, plan.files, bench.repository);
        jobs.set(jobKey(cell), { job, prepared: await prepareJob(job, runtimeOf(bench, "node"), beside) });
      }
    },
    blank: ({ cell, ghost, pass, discarded }) => {
      const { profile, timer } = plan;
      const none = { cpuSecondsReason: NOT_STARTED, memoryReason: NOT_STARTED };
      return { ...blankOf(record), ...none, ...cellSchema.parse(cell), ghost, pass, discarded, profile, timer };
    },
    execute: async (planned, beside) => {
      const { job, prepared } = jobs.get(jobKey(planned.cell))!;
      if ("reason" in prepared) return { outcome: "failed", reason: prepared.reason };
      const runtime = runtimeOf(bench, planned.cell.runtime);
      return measure(planned, { plan, runtime, job, expectedChecksum: prepared.checksum }, beside);
    },
  };
}

const NOT_STARTED = "the execution was not started";

const jobKey = ({ workload, size }: PlannedCell): string => `${workload}/${size}`;

const nameOf = (cell: PlannedCell): string =>
  [cellName(cell), cell.workers, ...(cell.concurrency === null ? [] : [cell.concurrency])].join("/");

function runtimeOf({ runtimes }: Bench, name: string): AvailableRuntime {
  const runtime = runtimes.find((each) => each.name === name);
  if (!runtime || !isAvailable(runtime)) throw new Error(`Cannot start "${name}": it is not available`);
  return runtime;
}

/**
 * The executions of a block in their order, ghosts among them where the block counts: first the discarded blocks, then the timed ones, then
 * the memory pass, then the lag pass.
 */
export function executionsOfBlock(plan: Plan, block: number): PlannedExecution[] {
  const discarded = block < plan.discardedBlocks;
  const pass = passOfBlock(plan, block);
  const copies = plan.cells.map((cell) => ({ cell, ghost: 0, pass, discarded }));
  if (pass === "time" && !discarded) {
    const { cells, ghostsPerBlock, seed, discardedBlocks } = plan;
    const seen = new Map<PlannedCell, number>();
    for (const cell of ghostsOfBlock(cells, ghostsPerBlock, seed, block - discardedBlocks)) {
      const ghost = (seen.get(cell) ?? 0) + 1;
      seen.set(cell, ghost);
      copies.push({ cell, ghost, pass, discarded });
    }
  }
  return blockOrder(alone(copies), plan.seed, block);
}

function timedBlocksAfter(plan: Plan, records: readonly ExecutionRecord[], elapsedSeconds: number): number {
  const spent = blockSeconds(
    records.filter(({ discarded }) => discarded),
    plan.timeLimitSeconds,
  );
  return timedBlocksThatFit({
    budgetSeconds: plan.budgetSeconds,
    spentSeconds: Math.max(elapsedSeconds, spent),
    blockSeconds: (spent / plan.discardedBlocks) * ghostFactor(plan),
    memoryBlocks: plan.memoryBlocks,
    lagBlocks: plan.lagBlocks,
    wantedBlocks: blocksForVerdicts(plan.cells),
    mostTimedBlocks: MODES[plan.mode].mostTimedBlocks,
  });
}

export interface Measured {
  plan: Pick<Plan, "timer" | "settleSeconds" | "timeLimitSeconds">;
  runtime: AvailableRuntime;
  job: Job;
  /** What the oracle said. */
  expectedChecksum: string;
}

type Figures = Partial<ExecutionRecord> & Pick<ExecutionRecord, "outcome" | "reason">;

/** Addresses of what runs beside a process for its time; null where it needs none. */
interface Servers {
  /** Of a workload that downloads. */
  site: string | null;
  /** What keeps the jobs of distributed. */
  jobs: string | null;
}

/** One execution, with the site beside it where its workload downloads, and a server of its own where its model needs one. */
export async function measure(planned: PlannedExecution, measured: Measured, beside: Beside): Promise<Figures> {
  const { workload, parameters } = measured.job;
  using folder = planned.cell.model === "distributed" ? new TemporaryFolder() : null;
  const server = folder && new NatsServer(folder.path);
  let site: Site | null = null;
  try {
    try {
      if (workload.hasPages) site = await startSite(workload.url, parameters);
      await server?.start();
    } catch (error) {
      return { outcome: "failed", reason: (error as Error).message };
    }
    return await measureBeside({ site: site?.url ?? null, jobs: server?.url ?? null }, planned, measured, beside);
  } finally {
    await site?.close();
    await server?.kill();
  }
}

async function measureBeside(
  { site, jobs }: Servers,
  { cell, pass }: PlannedExecution,
  { plan, runtime, job, expectedChecksum }: Measured,
  beside: Beside,
): Promise<Figures> {
  const executed = await execute(
    {
      program: runtime,
      needs: {
        read: readableBy(job),
        write: [],
        net: [site, jobs].flatMap((url) => (url === null ? [] : [new URL(url).host])),
      },
      variables: { TRIATHLON_WORKLOAD: job.workload.url },
      order: (folder): MeasureOrder => ({
        do: "measure",
        workload: job.workload.url,
        size: cell.size,
        parameters: job.parameters,
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
        jobs,
      }),
      answer: measureAnswer,
      timeLimitSeconds: plan.timeLimitSeconds,
      ...startOf(pass, plan.timer),
    },
    beside,
  );
  return figuresOf(pass, executed, { version: runtime.version, expected: expectedChecksum });
}

/** Under which clock it runs; outside of the time pass under none. */
function startOf(pass: Pass, timer: Plan["timer"]): Pick<Execution<unknown>, "start"> {
  if (pass === "memory") return { start: runAtBarrier };
  return pass === "time" && timer === "hyperfine" ? { start: runUnderHyperfine } : {};
}

/** What the journal keeps of it. `expected` is the oracle's checksum. */
export function figuresOf(
  pass: Pass,
  { ending, answer, end }: Executed<z.output<typeof measureAnswer>>,
  { version, expected }: { version: string; expected: string },
): Figures {
  const measurement = answer?.measurement;
  const isWrong = measurement !== undefined && measurement.checksum !== expected;
  const reason = isWrong
    ? `wrong answer: wanted the oracle's checksum ${expected}, found ${measurement.checksum}`
    : ending.reason;
  return {
    ...ending,
    ...measurement,
    ...(pass === "lag" ? BESIDE_THE_PROBE : {}),
    ...cpuOf(pass, end, measurement),
    outcome: reason === null ? "completed" : "failed",
    reason,
    stderrTail: reason === null || end.stderrTail === "" ? null : end.stderrTail,
    runtimeVersion: measurement?.runtimeVersion ?? version,
    wallSeconds: pass === "time" ? ending.wallSeconds : null,
    peakMemoryBytes: end.memory?.peakBytes ?? null,
    proportionalMemoryBytes: end.memory?.proportionalBytes ?? null,
    privateMemoryBytes: end.memory?.privateBytes ?? null,
    memoryReason: end.memory ? end.memory.reason : "taken in the memory pass",
  };
}

/** In the lag pass the probe was beside them: they are no figures. */
const BESIDE_THE_PROBE = {
  firstSeconds: null,
  iterationSeconds: [],
  added: null,
  warmupSeconds: [],
  observations: {},
} satisfies Partial<ExecutionRecord>;

function cpuOf(
  pass: Pass,
  { cpuSeconds }: GroupEnd,
  measurement: Measurement | undefined,
): Pick<ExecutionRecord, "cpuSeconds" | "cpuSecondsReason"> {
  if (pass !== "time") return { cpuSeconds: null, cpuSecondsReason: "taken in the time pass" };
  if (cpuSeconds !== undefined) return { cpuSeconds, cpuSecondsReason: null };
  if (!measurement) return { cpuSeconds: null, cpuSecondsReason: "the execution failed" };
  return { cpuSeconds: measurement.cpuSeconds, cpuSecondsReason: measurement.cpuSecondsReason };
}
