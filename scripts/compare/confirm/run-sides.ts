/**
 * Runs two checkouts beside each other: every block has each cell of both, in seeded random order, one execution at a time. What comes
 * out is two run folders, made together.
 */
import type { Plan } from "@triathlon/core/results/plan";
import type { ExecutionRecord } from "@triathlon/core/results/record";
import { JournalWriter } from "../../files/journal.ts";
import { EXECUTIONS } from "../../files/journals.ts";
import { execute } from "../../studies/bench/execute.ts";
import { Guard } from "../../study/guard.ts";
import { createJob, type Job } from "../../studies/bench/job.ts";
import { recordOfUnstarted } from "../../studies/bench/make-record.ts";
import { CapacityProbe } from "../../study/noise/capacity-probe.ts";
import { NoiseWatch } from "../../study/noise/watch-noise.ts";
import { prepare, type Prepared } from "../../studies/bench/prepare.ts";
import type { Progress } from "../../study/progress.ts";
import { Tally } from "../../study/tally.ts";
import { blockOrder } from "../../study/block-order.ts";
import { cellName } from "../../analysis/cell-name.ts";
import type { PlannedExecution } from "../../studies/bench/executions.ts";
import { type AvailableRuntime, isAvailable, type Runtime } from "../../study/runtimes.ts";
import type { FoundWorkload } from "../../studies/bench/workloads.ts";

/** One checkout, and the folder its records go to. Both sides' plans have the same blocks and limits. */
export interface Side {
  folder: string;
  plan: Plan & { timedBlocks: number };
  repository: string;
  runtimes: readonly Runtime[];
  workloads: readonly FoundWorkload[];
}

export interface SidesOptions {
  signal: AbortSignal;
  progress: Progress;
}

/** Never throws for what measured programs do. An interrupted execution leaves no record. */
export async function runSides(sides: readonly [Side, Side], { signal, progress }: SidesOptions): Promise<void> {
  using guard = new Guard();
  using base = new Bench(sides[0], signal, guard);
  using next = new Bench(sides[1], signal, guard);
  const { plan } = sides[0];
  using probe = plan.probesCapacity ? await CapacityProbe.start() : null;
  const watch = new NoiseWatch(plan.noiseLimits, probe);
  const copies = [base, next].flatMap((bench) => bench.side.plan.cells.map((cell) => ({ bench, cell })));
  for (const { bench, cell } of copies) {
    progress.step(`preparing ${cell.workload} ${cell.size}`);
    await bench.prepare(cell);
  }
  const blocks = plan.discardedBlocks + plan.timedBlocks;
  const tally = new Tally({ ofBlocks: blocks, executions: blocks * copies.length });
  for (let block = 0; block < blocks; block++) {
    for (const [position, index] of blockOrder(copies.length, plan.seed, block).entries()) {
      if (signal.aborted) return;
      const { bench, cell } = copies[index]!;
      const discarded = block < plan.discardedBlocks;
      progress.executing(`${bench === base ? "base" : "new"} ${cellName(cell)}`, tally.standing(block));
      const outcome = await bench.carryOut(
        { block, position, discarded, pass: "time", cell, ghost: 0, attempt: 1 },
        watch,
      );
      tally.count(outcome);
    }
    progress.blockFinished(tally.standing(block + 1));
  }
}

class Bench implements Disposable {
  readonly side: Side;
  readonly #signal: AbortSignal;
  readonly #guard: Guard;
  readonly #journal: JournalWriter<typeof EXECUTIONS.schema>;
  readonly #jobs = new Map<string, { job: Job; prepared: Prepared }>();

  constructor(side: Side, signal: AbortSignal, guard: Guard) {
    this.side = side;
    this.#signal = signal;
    this.#guard = guard;
    this.#journal = new JournalWriter(side.folder, EXECUTIONS);
  }

  async prepare({ workload, size }: PlannedExecution["cell"]): Promise<void> {
    const key = `${workload}/${size}`;
    const found = this.side.workloads.find(({ description }) => description.name === workload);
    if (this.#jobs.has(key) || this.#signal.aborted || found === undefined) return;
    const job = createJob(found, size, this.side.plan.files, this.side.repository);
    const options = { signal: this.#signal, guard: this.#guard };
    this.#jobs.set(key, { job, prepared: await prepare(job, this.#runtime("node"), options) });
  }

  async carryOut(planned: PlannedExecution, watch: NoiseWatch): Promise<ExecutionRecord["outcome"]> {
    const record = await this.#recordOf(planned, watch);
    if (!this.#signal.aborted) this.#journal.append(record);
    return record.outcome;
  }

  async #recordOf(planned: PlannedExecution, watch: NoiseWatch): Promise<ExecutionRecord> {
    const { plan } = this.side;
    const { workload, size, runtime } = planned.cell;
    const known = this.#jobs.get(`${workload}/${size}`);
    if (known === undefined) return recordOfUnstarted(planned, plan, "failed", `there is no workload "${workload}"`);
    const { job, prepared } = known;
    if ("reason" in prepared) return recordOfUnstarted(planned, plan, "failed", prepared.reason);
    const { result, noise, contamination } = await watch.around(() =>
      execute(planned, {
        plan,
        runtime: this.#runtime(runtime),
        job,
        expectedChecksum: prepared.checksum,
        signal: this.#signal,
        guard: this.#guard,
      }),
    );
    return { ...result, noise, contamination };
  }

  #runtime(name: string): AvailableRuntime {
    const runtime = this.side.runtimes.find((each) => each.name === name);
    if (!runtime || !isAvailable(runtime)) throw new Error(`Cannot start "${name}": it is not available`);
    return runtime;
  }

  [Symbol.dispose](): void {
    this.#journal[Symbol.dispose]();
  }
}
