/**
 * What a pool does, in numbers: how much waits and runs now, how calls ended, how long they waited and ran, how busy the workers are.
 *
 *     const statistics = new Statistics();
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, { plugins: [statistics] });
 *     …
 *     const { queued, total, utilisation } = statistics.snapshot();
 *     console.log(`${queued} wait; half of all calls ran for ${total.run.p50} ms or less`);
 *
 * For any executor; one for each. A call costs it well below a microsecond.
 */
import type { Call } from "./call.ts";
import type { Death } from "./errors.ts";
import { type Distribution, Histogram } from "./histogram.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import type { PluggedPool, Plugin } from "./plugin.ts";
import type { WorkerHandle } from "./worker-handle.ts";

/** Plain data, as JSON can hold it. Times in milliseconds. */
export interface StatisticsSnapshot {
  /** Since the statistics were made. */
  elapsed: number;
  /** Calls that no worker has been given. */
  queued: number;
  /** Calls that run. What was abandoned runs on, and is not counted. */
  running: number;
  /** Calls that workers only hold ahead of what they run. */
  held: number;
  /** All tasks together. */
  total: TaskStatistics;
  /** By the task's name. */
  tasks: Record<string, TaskStatistics>;
  workers: WorkerStatistics;
  /**
   * Run time ÷ the time that workers were there: 1 when all were busy all the time, more when each ran several tasks at
   * once. A call counts when it has been answered. `null` before a worker was ready, and where there are none.
   */
  utilisation: number | null;
}

/** Calls that have settled, by their {@link Outcome}, and how long they took. */
export interface TaskStatistics extends Record<Outcome, number> {
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
  /** Gone without having been asked to leave. */
  died: number;
}

export class Statistics implements Plugin {
  readonly #since = performance.now();
  readonly #timeOrigin = performance.timeOrigin;
  readonly #tasks = new Map<string, TaskRecord>();
  #pool: PluggedPool | undefined;
  #queued = 0;
  /** Calls that have left the queue. */
  #given = 0;
  readonly #workers: WorkerStatistics = { ready: 0, started: 0, died: 0 };
  #ranFor = 0;
  /** Milliseconds that workers were ready, summed, until the last of them came or went. */
  #workerTime = 0;
  #workersChanged = 0;

  snapshot(): StatisticsSnapshot {
    const total = new TaskRecord();
    for (const record of this.#tasks.values()) total.add(record);
    this.#countWorkerTime();
    return {
      elapsed: performance.now() - this.#since,
      queued: this.#queued,
      ...this.#atWorkers(),
      total: total.statistics(),
      tasks: Object.fromEntries([...this.#tasks].map(([task, record]) => [task, record.statistics()])),
      workers: { ...this.#workers },
      utilisation: this.#workerTime > 0 ? this.#ranFor / this.#workerTime : null,
    };
  }

  attach(pool: PluggedPool): void {
    this.#pool = pool;
  }

  submitted(call: Call): void {
    this.#queued++;
    call.submittedAt = performance.now();
  }

  started(): void {
    this.#queued--;
    this.#given++;
  }

  returned(): void {
    this.#queued++;
    this.#given--;
  }

  ran(call: Call, _worker: WorkerHandle | undefined, began: number, took: number): void {
    if (call.settled) return; // abandoned before, or another plug-in's own
    const { wait, run } = this.#record(call.task);
    wait.record(began - this.#timeOrigin - call.submittedAt);
    run.record(took);
    this.#ranFor += took;
  }

  settled(call: Call, error: Error | undefined): void {
    if (call.started) this.#given--;
    else this.#queued--;
    this.#record(call.task)[outcomeOf(call, error)]++;
  }

  workerStarted(): void {
    this.#workers.started++;
  }

  workerReady(): void {
    this.#countWorkerTime();
    this.#workers.ready++;
  }

  workerGone(worker: WorkerHandle, _death: Death): void {
    if (!worker.ending) this.#workers.died++;
    if (worker.name === "") return; // it was never ready
    this.#countWorkerTime();
    this.#workers.ready--;
  }

  #record(task: string): TaskRecord {
    let record = this.#tasks.get(task);
    if (!record) this.#tasks.set(task, (record = new TaskRecord()));
    return record;
  }

  /** What workers were given beyond what they may run at once, they hold. */
  #atWorkers(): { running: number; held: number } {
    if (!this.#pool) return { running: this.#given, held: 0 };
    let running = 0;
    for (const { inFlight } of this.#pool.workers) running += Math.min(inFlight.calls.size, this.#pool.tasksPerWorker);
    return { running, held: Math.max(0, this.#given - running) };
  }

  #countWorkerTime(): void {
    const now = performance.now();
    this.#workerTime += this.#workers.ready * (now - this.#workersChanged);
    this.#workersChanged = now;
  }
}

/** What is counted of one task. */
class TaskRecord implements Record<Outcome, number> {
  completed = 0;
  failed = 0;
  cancelled = 0;
  late = 0;
  refused = 0;
  readonly wait = new Histogram();
  readonly run = new Histogram();

  add(other: TaskRecord): void {
    this.completed += other.completed;
    this.failed += other.failed;
    this.cancelled += other.cancelled;
    this.late += other.late;
    this.refused += other.refused;
    this.wait.add(other.wait);
    this.run.add(other.run);
  }

  statistics(): TaskStatistics {
    const { completed, failed, cancelled, late, refused, wait, run } = this;
    return { completed, failed, cancelled, late, refused, wait: wait.distribution(), run: run.distribution() };
  }
}
