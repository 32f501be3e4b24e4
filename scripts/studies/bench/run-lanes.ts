/**
 * The lanes of a run: after the last block, one short execution of two small workloads in every runtime and model, with the pools'
 * own timeline. For pictures; nothing of it is in a figure.
 */
import { lanesAnswer, type LanesOrder, type LanesRecord, lanesRecord } from "@triathlon/core/results/lanes";
import type { PlannedCell } from "@triathlon/core/results/plan";
import { blankOf, cell as cellSchema, SCHEMA_VERSION } from "@triathlon/core/results/record";
import { cellName } from "../../analysis/cell-name.ts";
import { JournalWriter } from "../../files/journal.ts";
import { LANES } from "../../files/journals.ts";
import { lanesKey, lanesOf } from "../../report/read-run.ts";
import { execute } from "../../study/execute.ts";
import { Guard } from "../../study/guard.ts";
import { type AvailableRuntime, isAvailable } from "../../study/runtimes.ts";
import type { Run } from "./bench-study.ts";
import { beyondBench } from "./beyond-bench.ts";
import { expectedSeconds } from "./select-cells.ts";
import { createJob, type Job, prepareJob, type Prepared, readableBy } from "./job.ts";

/** What is drawn, each at the size whose tasks are long enough to be seen beside each other: one that waits, one that computes. */
const SIZES: Readonly<Record<string, string>> = { "load-tables": "medium", "sum-of-squares": "medium" };

/**
 * Records what the run's lanes still lack. A run without these workloads has none.
 *
 * @throws {Error} when they cannot be written; never for what the programs do
 */
export async function runLanes(run: Run): Promise<void> {
  const recorded = new Set(lanesOf(run.folder, run.plan.runId).map(lanesKey));
  const left = cellsOf(run).filter((cell) => !recorded.has(lanesKey(cell)));
  if (left.length === 0) return;
  using guard = new Guard();
  using lanes = new JournalWriter(run.folder, LANES);
  const jobs = new Map<string, Promise<PreparedJob>>();
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
    if (cell.model === "distributed") return []; // its workers are seen by no timeline of this program
    // A size that is for some models only has its own number of calls in flight.
    if (size === undefined || !description || !known || description.sizes[cell.size]?.models) return [];
    const one = { ...known, iterations: 1, warmups: 0 };
    const seconds = expectedSeconds(description, one, cell.model, cell.concurrency ?? cell.workers, 0);
    return [{ ...cell, size, expectedSeconds: seconds }];
  });
  return cells.filter((cell, index) => cells.findIndex((other) => lanesKey(other) === lanesKey(cell)) === index);
}

interface PreparedJob {
  job: Job;
  prepared: Prepared;
}

async function prepareFor(
  { workload: name, size }: PlannedCell,
  { workloads, runtimes, signal }: Run,
  guard: Guard,
): Promise<PreparedJob> {
  const workload = workloads.find(({ description }) => description.name === name)!;
  const node = runtimes.find((runtime) => runtime.name === "node");
  const job = createJob(workload, size, null);
  if (!node || !isAvailable(node)) return { job, prepared: { reason: "could not be prepared: node is not available" } };
  return { job, prepared: await prepareJob(job, node, { signal, guard }) };
}

async function recordOf(
  cell: PlannedCell,
  { plan, runtimes, signal }: Run,
  { job, prepared }: PreparedJob,
  guard: Guard,
): Promise<LanesRecord> {
  const { runtime: name, model, size, workers, concurrency } = cell;
  const blank: Omit<LanesRecord, "outcome"> = {
    ...blankOf(lanesRecord),
    schemaVersion: SCHEMA_VERSION,
    runId: plan.runId,
    ...cellSchema.parse(cell),
  };
  const unavailable = plan.unavailable.find(({ runtime }) => runtime === name)?.reason ?? beyondBench(runtimes, cell);
  if (unavailable !== null) return { ...blank, outcome: "skipped", reason: unavailable };
  if ("reason" in prepared) return { ...blank, outcome: "failed", reason: prepared.reason };
  const { ending, answer } = await execute(
    {
      program: runtimes.find((runtime) => runtime.name === name) as AvailableRuntime, // the plan says it is here
      needs: { read: readableBy(job), write: [], net: [] },
      variables: { TRIATHLON_WORKLOAD: job.workload.url },
      order: (folder): LanesOrder => ({
        do: "lanes",
        workload: job.workload.url,
        size,
        parameters: job.parameters,
        place: { folder: job.folder, files: null, site: null },
        answer: folder.answer,
        model,
        workers,
        concurrency,
        expectedChecksum: prepared.checksum,
      }),
      answer: lanesAnswer,
      timeLimitSeconds: plan.timeLimitSeconds,
    },
    { signal, guard },
  );
  return { ...blank, ...answer, outcome: ending.outcome, reason: ending.reason };
}
