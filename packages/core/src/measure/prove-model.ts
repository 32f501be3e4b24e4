/** Proves that threads were threads, processes processes, and that they worked at the same time. */
import process from "node:process";
import type { Executor } from "../pool/tasks.ts";
import type { MeasureOrder } from "../results/order.ts";
import type { Measurement, WorkInterval } from "../results/record.ts";
import type { Tally } from "./tally.ts";
import { type Testimony, WitnessingExecutor } from "./witness.ts";

type Proof = Pick<Measurement, "workerIds" | "workIntervals" | "overlapSeconds"> & { callsInPass: number };

/**
 * Runs the work once, by witnesses.
 *
 * @throws {Error} when those who did the work are not what the model says
 */
export async function proveModel(
  order: MeasureOrder,
  executor: Executor<object>,
  run: (executor: Executor<object>) => Promise<unknown>,
): Promise<Proof> {
  const testimonies = await hear(order, executor, run);
  const workIntervals = intervals(testimonies);
  const workerIds = workIntervals.map(({ worker }) => worker);
  checkModel(order, testimonies, workerIds);
  return { workerIds, workIntervals, overlapSeconds: overlap(testimonies), callsInPass: testimonies.length };
}

/**
 * All testimonies of one pass. A few small tasks may all have gone to one worker while another was still starting: then the pass
 * is repeated.
 */
async function hear(
  order: MeasureOrder,
  executor: Executor<object>,
  run: (executor: Executor<object>) => Promise<unknown>,
): Promise<Testimony[]> {
  for (let tries = 1; ; tries++) {
    const witnessing = new WitnessingExecutor(executor);
    await run(witnessing);
    const { testimonies } = witnessing;
    const seen = new Set(testimonies.map(({ worker }) => worker)).size;
    if (seen >= wantedWorkers(order, testimonies) || tries === MOST_TRIES) return testimonies;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const MOST_TRIES = 20;

/** At least two, where there are two workers and two tasks. */
const wantedWorkers = ({ workers }: MeasureOrder, testimonies: Testimony[]): number =>
  Math.min(workers, testimonies.length, 2);

/**
 * That the timed passes were as parallel as the proof: for how long at least two workers ran tasks at the same time, as far as their first
 * calls tell; null with one worker, and where these were too short for workers to meet.
 *
 * @param passes what the workers did in each
 * @throws {Error} when one of several workers did it all
 */
export function overlapOfTimed(
  { model, workers }: Pick<MeasureOrder, "model" | "workers">,
  passes: readonly (readonly Tally[])[],
): number | null {
  if (workers < 2) return null;
  const seen = new Set(passes.flat().flatMap(({ worker, calls }) => (calls > 0 ? [worker] : [])));
  const most = Math.max(0, ...passes.map((told) => told.reduce((sum, { calls }) => sum + calls, 0)));
  if (seen.size < Math.min(2, most)) {
    throw new Error(
      `not ${model} in the timed passes: wanted ${Math.min(2, most)} workers at work, found ${seen.size}`,
    );
  }
  const spans = passes.flat().flatMap(({ noted }) => noted.map(([startedAt, endedAt]) => endedAt - startedAt));
  if (spans.reduce((sum, span) => sum + span, 0) < LONG_ENOUGH_SECONDS) return null;
  const seconds = passes.map((told) =>
    overlap(told.flatMap(({ worker, noted }) => noted.map(([startedAt, endedAt]) => ({ worker, startedAt, endedAt })))),
  );
  return seconds.reduce((sum, one) => sum + one, 0);
}

function checkModel(order: MeasureOrder, testimonies: Testimony[], workerIds: string[]): void {
  const others = new Set(testimonies.map(({ processId }) => processId).filter((id) => id !== process.pid));
  const here = workerIds.includes(String(process.pid));
  const found = `found workers ${workerIds.join(", ")} in process ${process.pid}`;
  const wanted = wantedWorkers(order, testimonies);
  const { model } = order;
  if (testimonies.length === 0) throw new Error("not the model it says: no task was run");
  if (model === "sequential" || model === "async") {
    if (!here || workerIds.length > 1) throw new Error(`not ${model}: wanted all tasks in this thread, ${found}`);
  } else if (model === "threading") {
    if (here || others.size > 0) throw new Error(`not threading: wanted other threads of this process, ${found}`);
  } else if (here || others.size !== workerIds.length) {
    throw new Error(`not ${model}: wanted a process for each worker, ${found}`);
  }
  if (workerIds.length < wanted) throw new Error(`not ${model}: wanted ${wanted} workers at work, ${found}`);
}

/** Calls that together take less may be over before another worker has begun its own. */
const LONG_ENOUGH_SECONDS = 0.01;

/** One line a worker: from its first task's start to its last task's end. */
function intervals(testimonies: Testimony[]): WorkInterval[] {
  const byWorker = Map.groupBy(testimonies, ({ worker }) => worker);
  return [...byWorker].map(([worker, own]) => ({
    worker,
    tasks: own.length,
    startedAt: own.reduce((least, { startedAt }) => Math.min(least, startedAt), Infinity),
    endedAt: own.reduce((most, { endedAt }) => Math.max(most, endedAt), 0),
  }));
}

/** Sweeps over all starts and ends: how long at least two workers had a task running. */
function overlap(testimonies: readonly Pick<Testimony, "worker" | "startedAt" | "endedAt">[]): number {
  const changes = testimonies
    .flatMap(({ worker, startedAt, endedAt }) => [
      { at: startedAt, worker, step: 1 },
      { at: endedAt, worker, step: -1 },
    ])
    .sort((a, b) => a.at - b.at || b.step - a.step);
  const running = new Map<string, number>();
  let total = 0;
  let last = 0;
  for (const { at, worker, step } of changes) {
    if (running.size >= 2) total += at - last;
    last = at;
    const tasks = (running.get(worker) ?? 0) + step;
    if (tasks > 0) running.set(worker, tasks);
    else running.delete(worker);
  }
  return total;
}
