/**
 * The lanes of a run: after the last block, one short execution of two small workloads in every runtime and model, with the pools'
 * own timeline. For pictures; nothing of it is in a figure.
 */
import { lanesAnswer, type LanesRecord } from "@triathlon/core/results/lanes";
import type { Plan, PlannedCell } from "@triathlon/core/results/plan";
import { type Cell, SCHEMA_VERSION } from "@triathlon/core/results/record";
import { JournalWriter, onlyOnce, readJournal } from "../../files/journal.ts";
import { LANES } from "../../files/journals.ts";
import { cellName } from "../../analysis/cell-name.ts";
import { expectedSeconds } from "./expected-seconds.ts";
import { type AvailableRuntime, isAvailable } from "../../study/runtimes.ts";
import { commandOf } from "./command-of.ts";
import { Guard } from "../../study/guard.ts";
import { createJob, type Job } from "./job.ts";
import { OrderFolder } from "../../study/order-folder.ts";
import { prepare } from "./prepare.ts";
import { runInGroup } from "../../study/run-in-group.ts";
import type { Run } from "./run-plan.ts";

/** What is drawn, each at the size whose tasks are long enough to be seen beside each other: one that waits, one that computes. */
const SIZES: Readonly<Record<string, string>> = { "load-tables": "medium", "sum-of-squares": "medium" };

/** The lanes of a run so far. @throws {UsageError} naming the line of one that is another run's, or there twice */
export function lanesOf(folder: string, runId: string): LanesRecord[] {
  const isRepeated = onlyOnce(keyOf);
  return [
    ...readJournal(folder, LANES, (record) =>
      record.runId === runId
        ? isRepeated(record)
        : `wanted lanes of run "${runId}", found some of run "${record.runId}"`,
    ),
  ];
}

/**
 * Records what the run's lanes still lack. A run without these workloads has none.
 *
 * @throws {Error} when they cannot be written; never for what the programs do
 */
export async function runLanes(run: Run): Promise<void> {
  const recorded = new Set(lanesOf(run.folder, run.plan.runId).map(keyOf));
  const left = cellsOf(run).filter((cell) => !recorded.has(keyOf(cell)));
  if (left.length === 0) return;
  using guard = new Guard();
  using lanes = new JournalWriter(run.folder, LANES);
  const jobs = new Map<string, Promise<Prepared>>();
  for (const [index, cell] of left.entries()) {
    if (run.signal.aborted) return;
    run.progress.step(`lanes ${index + 1} of ${left.length}: ${cellName(cell)}`);
    const key = `${cell.workload}/${cell.size}`;
    const prepared = jobs.get(key) ?? prepareFor(cell, run, guard);
    jobs.set(key, prepared);
    const record = await recordOf(cell, run, await prepared, guard);
    if (!run.signal.aborted) lanes.append(record);
  }
}

/** About how long they take, in seconds: for predicting a run. */
export const expectedLanesSeconds = (run: Pick<Run, "plan" | "workloads">): number =>
  cellsOf(run)
    .filter(({ runtime }) => !run.plan.unavailable.some((one) => one.runtime === runtime))
    .reduce((sum, { expectedSeconds: seconds }) => sum + seconds, 0);

/** Each variant of the workloads once, whatever sizes the run measures. */
function cellsOf({ plan, workloads }: Pick<Run, "plan" | "workloads">): PlannedCell[] {
  const cells = plan.cells.flatMap((cell) => {
    const size = SIZES[cell.workload];
    const description = workloads.find((each) => each.description.name === cell.workload)?.description;
    const known = size === undefined ? undefined : description?.sizes[size];
    // A size that is for some models only has its own number of calls in flight.
    if (size === undefined || !description || !known || description.sizes[cell.size]?.models) return [];
    const one = { ...known, iterations: 1, warmups: 0 };
    const seconds = expectedSeconds(description, one, cell.model, cell.concurrency ?? cell.workers, 0);
    return [{ ...cell, size, expectedSeconds: seconds }];
  });
  return cells.filter((cell, index) => cells.findIndex((other) => keyOf(other) === keyOf(cell)) === index);
}

interface Prepared {
  job: Job;
  prepared: Awaited<ReturnType<typeof prepare>>;
}

async function prepareFor(
  { workload: name, size }: PlannedCell,
  { workloads, runtimes, signal }: Run,
  guard: Guard,
): Promise<Prepared> {
  const workload = workloads.find(({ description }) => description.name === name)!;
  const node = runtimes.find((runtime) => runtime.name === "node");
  const job = createJob(workload, size, null);
  if (!node || !isAvailable(node)) return { job, prepared: { reason: "could not be prepared: node is not available" } };
  return { job, prepared: await prepare(job, node, { signal, guard }) };
}

async function recordOf(
  cell: PlannedCell,
  { plan, runtimes, signal }: Run,
  { job, prepared }: Prepared,
  guard: Guard,
): Promise<LanesRecord> {
  const unavailable = plan.unavailable.find(({ runtime }) => runtime === cell.runtime);
  if (unavailable) return blank(plan, cell, "skipped", unavailable.reason);
  if ("reason" in prepared) return blank(plan, cell, "failed", prepared.reason);
  const runtime = runtimes.find(({ name }) => name === cell.runtime) as AvailableRuntime; // the plan says it is here
  using folder = new OrderFolder();
  folder.write({
    do: "lanes",
    workload: job.workload.url,
    size: cell.size,
    place: { folder: job.folder, files: null, site: null },
    answer: folder.answer,
    model: cell.model,
    workers: cell.workers,
    concurrency: cell.concurrency,
    expectedChecksum: prepared.checksum,
  });
  const { timeLimitSeconds } = plan;
  const end = await runInGroup(commandOf(runtime, job, folder, null), { timeLimitSeconds, signal, guard });
  if (end.endedBecause !== null) return blank(plan, cell, "failed", end.endedBecause);
  const answer = folder.read(lanesAnswer);
  if (answer.outcome !== "completed") return blank(plan, cell, "failed", answer.reason);
  return { ...blank(plan, cell, "completed", null), ...answer };
}

function blank(plan: Plan, cell: PlannedCell, outcome: LanesRecord["outcome"], reason: string | null): LanesRecord {
  const { runtime, model, workload, size, workers, concurrency } = cell;
  return {
    schemaVersion: SCHEMA_VERSION,
    runId: plan.runId,
    runtime,
    model,
    workload,
    size,
    workers,
    concurrency,
    runtimeVersion: null,
    outcome,
    reason,
    passes: [],
    events: [],
  };
}

const keyOf = ({ runtime, model, workload, workers, concurrency }: Cell): string =>
  [runtime, model, workload, workers, concurrency].join("/");
