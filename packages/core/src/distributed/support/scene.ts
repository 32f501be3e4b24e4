/** A pool and workers around one engine in memory, for tests. */
import { type FakeOptions, fakeWorkers } from "../../pool/support/fake-workers.ts";
import type { TaskContext } from "../../pool/tasks.ts";
import { WorkerPool } from "../../pool/worker-pool.ts";
import { DistributedPool, type DistributedPoolOptions } from "../distributed-pool.ts";
import type { Try } from "../errors.ts";
import { jobContext } from "../job-context.ts";
import { JobWorker, type JobWorkerOptions } from "../job-worker.ts";
import { MemoryJobs } from "./memory-jobs.ts";

/** What the tasks have been called with. */
export const ran: string[] = [];

export const tasks = {
  add: (a: number, b: number): number => a + b,
  echo: (value: unknown): unknown => value,
  repeat: (length: number): string => "x".repeat(length),
  /** Crosses to a thread, and to no other machine. */
  share: (): unknown => new SharedArrayBuffer(8),
  fail(): never {
    throw Object.assign(new RangeError("too far"), { code: "E_FAR" });
  },
  note(this: TaskContext, what: string): string {
    ran.push(`${what} ${this.jobId}`);
    return what;
  },
  /** Ends when it is told to, and says how long it would have had. */
  async wait(this: TaskContext): Promise<string> {
    ran.push("wait");
    await new Promise((resolve) => this.signal.addEventListener("abort", resolve));
    ran.push("stopped");
    throw this.signal.reason;
  },
  timeLeft(this: TaskContext): number {
    return this.timeLeft();
  },
  /** In parts, told one by one. */
  async steps(this: TaskContext, count: number): Promise<number> {
    for (let i = 1; i <= count; i++) this.progress({ done: i });
    return count;
  },
};

export type Tasks = typeof tasks;

/** A pool, without anybody who does its jobs. */
export function submitting(options: DistributedPoolOptions = {}) {
  const jobs = new MemoryJobs();
  return { jobs, pool: new DistributedPool<Tasks>(jobs, { caller: "me", ...options }) };
}

/** A worker of these jobs with one place, and what may be done to its local workers. */
export function working(jobs: MemoryJobs, options: JobWorkerOptions = {}, fake: FakeOptions = {}) {
  const abilities = [jobContext()];
  const { connect, all } = fakeWorkers(tasks, { abilities, ...fake });
  const local = new WorkerPool<Tasks>(connect, { workers: 1, abilities });
  return { all, local, worker: new JobWorker(new Shared(jobs), local, { name: "w", ...options }) };
}

/** The same engine, through a connection of its own: closing it closes no other. */
class Shared extends MemoryJobs {
  constructor(jobs: MemoryJobs) {
    super();
    const own = this as Record<string, unknown>;
    for (const name of ["take", "result"] as const) own[name] = jobs[name].bind(jobs);
    Object.defineProperty(this, "limit", { get: () => jobs.limit });
  }
}

/** A pool and one worker. */
export function both(options: DistributedPoolOptions = {}, worker: JobWorkerOptions = {}, fake: FakeOptions = {}) {
  const { jobs, pool } = submitting(options);
  return { jobs, pool, ...working(jobs, worker, fake) };
}

/** What a promise was rejected with. */
export type Caught = Error & { known: string[]; key: string; id: string; tries: Try[] };

export const caught = (promise: Promise<unknown>): Promise<Caught> =>
  promise.then(
    () => new Error("nothing was thrown") as Caught,
    (error: Caught) => error,
  );

/** Resolves when it is so; the test's own limit says when not. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}
