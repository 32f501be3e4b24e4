/**
 * Runs a plan, or what is left of it: prepares, then block after block, one execution at a time, each on disk before the
 * next one starts.
 *
 *     what the plan says − what the journal holds = what is run
 */
import { join } from "node:path";
import type { Plan } from "@triathlon/core/results/plan";
import type { Cell, ExecutionRecord } from "@triathlon/core/results/record";
import { blocksForVerdicts } from "../../analysis/families.ts";
import { cellKey } from "../../analysis/samples.ts";
import { JournalWriter, readJournal } from "../../files/journal.ts";
import { EXECUTIONS } from "../../files/journals.ts";
import { writeJson } from "../../files/write-files.ts";
import { cellName } from "../../analysis/cell-name.ts";
import { executionsOfBlock, keyOf, type PlannedExecution, totalBlocks, totalExecutions } from "./executions.ts";
import { expectedBlockSeconds, ghostFactor } from "./make-plan.ts";
import { MODES } from "./modes.ts";
import { refuserOf } from "../../report/refuse-record.ts";
import { type AvailableRuntime, isAvailable, type Runtime } from "../../study/runtimes.ts";
import { blockSeconds, LEAST_RESERVE, timedBlocksThatFit } from "./timed-blocks.ts";
import type { FoundWorkload } from "./workloads.ts";
import { execute } from "./execute.ts";
import { Failures } from "../../study/failures.ts";
import { Guard } from "../../study/guard.ts";
import { createJob, type Job } from "./job.ts";
import { recordOfUnstarted } from "./make-record.ts";
import { CapacityProbe } from "../../study/noise/capacity-probe.ts";
import { NoiseWatch } from "../../study/noise/watch-noise.ts";
import { prepare, type Prepared } from "./prepare.ts";
import type { Progress, Standing } from "../../study/progress.ts";

export interface Run {
  /** Holds `plan.json`; the journal is continued where there is one. */
  folder: string;
  plan: Plan;
  runtimes: readonly Runtime[];
  workloads: readonly FoundWorkload[];
  progress: Progress;
  /** Ends the run: the execution in hand is ended and leaves no record. */
  signal: AbortSignal;
}

export interface RunEnd {
  /** Whether every execution of the plan has its record. */
  complete: boolean;
  /** Records with the outcome `failed`, earlier sessions included. */
  failed: number;
}

/** Never throws for what measured programs do; throws when records cannot be written. */
export async function runPlan(run: Run): Promise<RunEnd> {
  using guard = new Guard();
  using journal = new JournalWriter(run.folder, EXECUTIONS);
  using probe = run.plan.probesCapacity ? await CapacityProbe.start() : null;
  return await new Runner(run, guard, journal, new NoiseWatch(run.plan.noiseLimits, probe)).run();
}

/** The records of a run so far. @throws {UsageError} naming the line of one that cannot be of this run */
export const recordsOf = ({ folder, plan }: Pick<Run, "folder" | "plan">): ExecutionRecord[] => [
  ...readJournal(folder, EXECUTIONS, refuserOf(plan)),
];

interface Prepare {
  job: Job;
  prepared: Prepared;
}

type Journal = JournalWriter<typeof EXECUTIONS.schema>;

class Runner {
  readonly #run: Run;
  readonly #guard: Guard;
  readonly #journal: Journal;
  readonly #watch: NoiseWatch;
  readonly #began = performance.now();
  /** The last attempt of each. */
  readonly #records: Map<string, ExecutionRecord>;
  readonly #failures = new Failures<Cell>(cellKey);
  readonly #jobs = new Map<string, Prepare>();
  #plan: Plan;

  constructor(run: Run, guard: Guard, journal: Journal, watch: NoiseWatch) {
    this.#run = run;
    this.#plan = run.plan;
    this.#guard = guard;
    this.#journal = journal;
    this.#watch = watch;
    this.#records = new Map(recordsOf(run).map((record) => [keyOf(record), record]));
    for (const record of this.#records.values()) this.#failures.note(record, record.outcome, record.reason);
  }

  async run(): Promise<RunEnd> {
    const { progress, signal } = this.#run;
    for (let block = 0; !this.#isOver(block) && !signal.aborted; block++) {
      if (block === this.#plan.discardedBlocks) this.#decideTimedBlocks();
      const left = executionsOfBlock(this.#plan, block).filter((planned) => !this.#records.has(keyOf(planned)));
      await this.#carryOutAll(left, block);
      for (let repeat = 1; repeat <= this.#plan.mostRepeats; repeat++) {
        await this.#carryOutAll(this.#disturbed(block, repeat), block);
      }
      if (left.length > 0 && !signal.aborted) progress.blockFinished(this.#standing(block + 1));
    }
    return { complete: !signal.aborted, failed: this.#count("failed") };
  }

  async #carryOutAll(executions: readonly PlannedExecution[], block: number): Promise<void> {
    const { progress, signal } = this.#run;
    await this.#prepareFor(executions);
    for (const planned of executions) {
      if (signal.aborted || (planned.attempt > 1 && !this.#hasTimeToRepeat(block))) break;
      progress.executing(cellName(planned.cell), this.#standing(block));
      await this.#carryOut(planned);
    }
  }

  /** What completed in this block while the machine was disturbed, and has been repeated less often than this. */
  #disturbed(block: number, repeat: number): PlannedExecution[] {
    return executionsOfBlock(this.#plan, block).flatMap((planned) => {
      const record = this.#records.get(keyOf(planned));
      const again =
        record?.outcome === "completed" &&
        record.contamination.length > 0 &&
        record.attempt === repeat &&
        planned.pass === "time" &&
        !planned.discarded;
      return again ? [{ ...planned, attempt: repeat + 1 }] : [];
    });
  }

  /** Repeats take time that is left over, never a block that was planned, nor what is kept for lanes and report. */
  #hasTimeToRepeat(block: number): boolean {
    const { leftSeconds, elapsedSeconds } = this.#standing(block);
    return leftSeconds === null || elapsedSeconds + leftSeconds < this.#plan.budgetSeconds * (1 - LEAST_RESERVE);
  }

  /** Runs it, or says why not, and has it on disk when it returns. An interrupted execution leaves nothing. */
  async #carryOut(planned: PlannedExecution): Promise<void> {
    const record = await this.#recordOf(planned);
    if (this.#run.signal.aborted) return;
    this.#journal.append(record);
    this.#records.set(keyOf(record), record);
    this.#failures.note(record, record.outcome, record.reason);
  }

  async #recordOf(planned: PlannedExecution): Promise<ExecutionRecord> {
    const { cell } = planned;
    const plan = this.#plan;
    const skip = this.#unavailable(cell) ?? this.#failures.reasonToSkip(cell);
    if (skip !== null) return recordOfUnstarted(planned, plan, "skipped", skip);
    const { job, prepared } = this.#jobs.get(jobKey(cell))!;
    if ("reason" in prepared) return recordOfUnstarted(planned, plan, "failed", prepared.reason);
    const { signal } = this.#run;
    const context = {
      plan,
      runtime: this.#runtime(cell.runtime),
      job,
      expectedChecksum: prepared.checksum,
      signal,
      guard: this.#guard,
    };
    if (planned.pass !== "time") return execute(planned, context);
    const { result, noise, contamination } = await this.#watch.around(() => execute(planned, context));
    return { ...result, noise, contamination };
  }

  /** Prepares what these executions need and has not been prepared yet. */
  async #prepareFor(executions: readonly PlannedExecution[]): Promise<void> {
    const { signal, progress, workloads } = this.#run;
    const node = this.#runtime("node");
    for (const { cell } of executions) {
      if (this.#jobs.has(jobKey(cell)) || signal.aborted || this.#unavailable(cell) !== null) continue;
      progress.step(`preparing ${cell.workload} ${cell.size}`);
      const workload = workloads.find(({ description }) => description.name === cell.workload)!;
      const job = createJob(workload, cell.size, this.#plan.files);
      this.#jobs.set(jobKey(cell), { job, prepared: await prepare(job, node, { signal, guard: this.#guard }) });
    }
  }

  /** Fixes the number of blocks that count, and writes it into the plan, unless that has been done. */
  #decideTimedBlocks(): void {
    if (this.#plan.timedBlocks !== null) return;
    const pilot = [...this.#records.values()].filter(({ discarded }) => discarded);
    const spent = blockSeconds(pilot, this.#plan.timeLimitSeconds);
    this.#plan = {
      ...this.#plan,
      timedBlocks: timedBlocksThatFit({
        budgetSeconds: this.#plan.budgetSeconds,
        spentSeconds: Math.max(this.#elapsed(), spent),
        blockSeconds: (spent / this.#plan.discardedBlocks) * ghostFactor(this.#plan),
        memoryBlocks: this.#plan.memoryBlocks,
        lagBlocks: this.#plan.lagBlocks,
        wantedBlocks: blocksForVerdicts(this.#plan.cells),
        mostTimedBlocks: MODES[this.#plan.mode].mostTimedBlocks,
      }),
    };
    writeJson(join(this.#run.folder, "plan.json"), this.#plan);
  }

  #isOver(block: number): boolean {
    const total = totalBlocks(this.#plan);
    return total !== null && block >= total;
  }

  /** Why the cell's runtime cannot be measured here; null when it can. */
  #unavailable({ runtime }: Cell): string | null {
    return this.#plan.unavailable.find((each) => each.runtime === runtime)?.reason ?? null;
  }

  #runtime(name: string): AvailableRuntime {
    const runtime = this.#run.runtimes.find((each) => each.name === name);
    if (!runtime || !isAvailable(runtime)) throw new Error(`Cannot start "${name}": it is not available`);
    return runtime;
  }

  #standing(blocks: number): Standing {
    const total = totalExecutions(this.#plan);
    const cells = this.#plan.cells.length;
    const executions = [...this.#records.values()].sort((a, b) => a.startedAt - b.startedAt);
    const each =
      executions.length < cells / 4
        ? expectedBlockSeconds(this.#plan) / cells
        : blockSeconds(executions, this.#plan.timeLimitSeconds) / executions.length;
    return {
      blocks,
      ofBlocks: totalBlocks(this.#plan),
      completed: this.#count("completed"),
      failed: this.#count("failed"),
      skipped: this.#count("skipped"),
      elapsedSeconds: this.#elapsed(),
      leftSeconds: total === null ? null : (total - executions.length) * each,
      mostLeftSeconds: this.#plan.budgetSeconds - this.#elapsed(),
    };
  }

  #count(outcome: ExecutionRecord["outcome"]): number {
    return [...this.#records.values()].filter((record) => record.outcome === outcome).length;
  }

  #elapsed(): number {
    return (performance.now() - this.#began) / 1000;
  }
}

const jobKey = ({ workload, size }: { workload: string; size: string }): string => `${workload}/${size}`;
