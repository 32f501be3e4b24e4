/**
 * What a pool does, in numbers: how much waits and runs now, how calls ended, how long they waited and ran, how busy the workers are.
 *
 *     const counted = statistics();
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, { abilities: [counted] });
 *     …
 *     const { queued, total, utilisation } = counted.snapshot();
 *     console.log(`${queued} wait; half of all calls ran for ${total.run.p50} ms or less`);
 *
 * One for each pool. Its size does not grow with the number of calls, only with that of different tasks. Workers know nothing of it.
 */
import { now } from "../pool/tasks.ts";
import type { Ability, Call, End, Freed, Handle } from "../pool/worker-pool.ts";

/** Plain data, as JSON can hold it. Times in milliseconds. */
export interface StatisticsSnapshot {
  /** Since the statistics were made. */
  elapsed: number;
  /** Calls that no worker has: they wait, in the queue or to be tried again. */
  queued: number;
  /** Calls that run: as many of those that a worker has as it may run at once. */
  running: number;
  /** Calls that workers only hold ahead of what they run. */
  held: number;
  /** Of the calls that workers have, those that have settled already: their tasks have not ended since they were cancelled or late. */
  ending: number;
  /** All tasks together. */
  total: TaskStatistics;
  /** By the task's name. */
  tasks: Record<string, TaskStatistics>;
  workers: WorkerStatistics;
  /**
   * Run time ÷ the time that workers were there: 1 when all were busy all the time, more when each ran several tasks at
   * once. A call counts when it has been answered. `null` before a worker was ready.
   */
  utilisation: number | null;
}

/**
 * How a call ended for its caller:
 *
 * - `completed`: the promise was resolved;
 * - `failed`: the task threw, its worker died, or something could not travel;
 * - `cancelled`: by its signal, or by `terminate` while a worker had it;
 * - `late`: its deadline passed;
 * - `refused`: it was turned away before a worker had it, by a pool that closes or by another ability. What `submit` itself refuses,
 *   because the queue is full or the pool closed, never was a call: it is not counted.
 */
export type Outcome = "completed" | "failed" | "cancelled" | "late" | "refused";

/** Calls that have settled, by their {@link Outcome}, and how long they took. */
export interface TaskStatistics extends Record<Outcome, number> {
  /** How workers were done with what they were given; what was tried again counts each time. */
  freed: Record<Freed, number>;
  /** From `submit` until the task began. */
  wait: Distribution;
  /** From when the task began until its value was there or it threw, on the worker's own clock. */
  run: Distribution;
}

export interface WorkerStatistics {
  /** Able to run calls now. */
  ready: number;
  /** Ever, those that never became ready included. */
  started: number;
  /** Gone without having been asked to: crashed, or stopped because a task did not end, it was not ready in time, or made no sense. */
  died: number;
}

export interface Statistics extends Ability {
  snapshot(): StatisticsSnapshot;
}

/** The ability, for one pool. */
export function statistics(): Statistics {
  const since = now();
  const records = new Map<string, TaskRecord>();
  const workers: WorkerStatistics = { ready: 0, started: 0, died: 0 };
  let pool: Pick<Handle, "workers" | "options"> | undefined;
  let [open, ranFor] = [0, 0];
  /** Milliseconds that workers were ready, summed, until the last of them came or went. */
  let [workerTime, workersChanged] = [0, 0];

  const recordOf = (task: string): TaskRecord => {
    const record = records.get(task) ?? new TaskRecord();
    records.set(task, record);
    return record;
  };
  const countWorkerTime = (): void => {
    workerTime += workers.ready * (now() - workersChanged);
    workersChanged = now();
  };

  return {
    name: "statistics",
    snapshot() {
      countWorkerTime();
      const total = new TaskRecord();
      for (const record of records.values()) total.add(record);
      const atWorkers = [...(pool?.workers ?? [])].map(({ calls }) => [...calls.values()]);
      const given = sum(atWorkers.map((calls) => calls.length));
      const ending = sum(atWorkers.map((calls) => calls.filter(({ settled }) => settled).length));
      const running = sum(atWorkers.map((calls) => Math.min(calls.length, pool?.options.tasksPerWorker ?? 0)));
      return {
        elapsed: now() - since,
        queued: open - (given - ending),
        running,
        held: given - running,
        ending,
        total: total.statistics(),
        tasks: Object.fromEntries([...records].map(([task, record]) => [task, record.statistics()])),
        workers: { ...workers },
        utilisation: workerTime > 0 ? ranFor / workerTime : null,
      };
    },
    life: (handle) => {
      pool = handle;
      return {
        submitted: () => void open++,
        ran(call, _worker, began, took) {
          const { wait, run } = recordOf(call.task);
          wait.record(began - performance.timeOrigin - call.submittedAt);
          run.record(took);
          ranFor += took;
        },
        settled(call, end) {
          open--;
          recordOf(call.task).outcomes[outcomeOf(call, end)]++;
        },
        freed: (call, how) => void recordOf(call.task).freed[how]++,
        workerStarted: () => void workers.started++,
        workerReady() {
          countWorkerTime();
          workers.ready++;
        },
        workerGone({ readyAt, calls, why }, { error, signal, exitCode }, was) {
          countWorkerTime();
          // One that is leaving may have hung up because it crashed: how it ended tells.
          const hadLeft = calls.size === 0 && error === undefined && signal === null && !exitCode;
          const asked = was === "leaving" ? hadLeft : was === "stopping" && why === undefined;
          if (!asked) workers.died++;
          if (readyAt !== undefined) workers.ready--;
        },
      };
    },
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

function outcomeOf({ state }: Call, end: End): Outcome {
  if (!("error" in end)) return "completed";
  const { name } = end.error;
  if (name === "TaskCancelled") return "cancelled";
  if (name === "DeadlineExceeded") return "late";
  if (name !== "PoolClosed" && name !== "QueueFull") return "failed";
  return state === "given" ? "cancelled" : "refused";
}

/** What is counted of one task. */
class TaskRecord {
  readonly outcomes: Record<Outcome, number> = { completed: 0, failed: 0, cancelled: 0, late: 0, refused: 0 };
  readonly freed: Record<Freed, number> = { ended: 0, stopped: 0, abandoned: 0 };
  readonly wait = new Histogram();
  readonly run = new Histogram();

  add({ outcomes, freed, wait, run }: TaskRecord): void {
    for (const outcome of Object.keys(outcomes) as Outcome[]) this.outcomes[outcome] += outcomes[outcome];
    for (const how of Object.keys(freed) as Freed[]) this.freed[how] += freed[how];
    this.wait.add(wait);
    this.run.add(run);
  }

  statistics(): TaskStatistics {
    const { outcomes, freed, wait, run } = this;
    return { ...outcomes, freed: { ...freed }, wait: wait.distribution(), run: run.distribution() };
  }
}

/** Everything in milliseconds, and 0 where nothing was counted. */
export interface Distribution {
  count: number;
  sum: number;
  mean: number;
  min: number;
  p50: number;
  p90: number;
  p99: number;
  max: number;
  /** Those that are not empty, from the shortest: how many took more than the bucket before, and at most `upTo`. */
  buckets: { upTo: number; count: number }[];
}

/** Milliseconds: what takes no longer is in the first bucket. */
const SMALLEST = 0.001;
/** Milliseconds, eleven days: what takes longer is in the last bucket. */
const LARGEST = 1e9;
const GROWTH = 1.1;
const LENGTH = 1 + bucketOf(LARGEST);

/**
 * How long things took, in buckets each a tenth wider than the one before: a few kilobytes whatever is counted, and a quantile
 * within 5 % of the true one.
 */
export class Histogram {
  readonly #counts = new Float64Array(LENGTH);
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = 0;

  /** @param milliseconds below 0, as when two clocks disagree, counts as 0 */
  record(milliseconds: number): void {
    const value = milliseconds > 0 ? milliseconds : 0;
    const bucket = Math.min(LENGTH - 1, bucketOf(value));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count++;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** Counts all that the other one has, too. */
  add(other: Histogram): void {
    for (const [i, count] of other.#counts.entries()) this.#counts[i] = (this.#counts[i] ?? 0) + count;
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  /** @param part from 0 to 1: 0.5 is the median */
  quantile(part: number): number {
    const rank = Math.max(1, Math.ceil(part * this.#count));
    let seen = 0;
    const bucket = this.#counts.findIndex((count) => (seen += count) >= rank);
    // As far, in proportion, from the bucket's one end as from the other.
    const middle = (2 * upperEnd(bucket)) / (1 + GROWTH);
    return Math.min(this.#max, Math.max(this.#min, middle));
  }

  distribution(): Distribution {
    const [count, all] = [this.#count, this.#sum];
    const buckets = [...this.#counts].flatMap((own, i) => (own > 0 ? [{ upTo: upperEnd(i), count: own }] : []));
    if (count === 0) return { count, sum: 0, mean: 0, min: 0, p50: 0, p90: 0, p99: 0, max: 0, buckets };
    const [p50, p90, p99] = [this.quantile(0.5), this.quantile(0.9), this.quantile(0.99)];
    return { count, sum: all, mean: all / count, min: this.#min, p50, p90, p99, max: this.#max, buckets };
  }
}

function bucketOf(milliseconds: number): number {
  return milliseconds <= SMALLEST ? 0 : Math.ceil(Math.log(milliseconds / SMALLEST) / Math.log(GROWTH));
}

function upperEnd(bucket: number): number {
  return SMALLEST * GROWTH ** bucket;
}
