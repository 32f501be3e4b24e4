/** The distributed pool that is measured: with workers of its own, which are processes of this machine. */
import { DistributedPool } from "../distributed/distributed-pool.ts";
import { natsJobs } from "../distributed/job-source/nats.ts";
import type { Executor } from "../pool/tasks.ts";
import type { BenchPool } from "./measure.ts";

/** Starts the workers too. */
export type CreateDistributedPool = (options: DistributedBenchPool) => Promise<Executor<object>>;

export interface DistributedBenchPool extends BenchPool {
  /** Where the server listens that keeps the jobs. */
  servers: string;
}

/** A job worker: a process with one thread that runs tasks. */
export interface StartedWorker {
  /** Resolves when it takes jobs. */
  ready: Promise<unknown>;
  /** Tells it to leave. @returns when it has ended */
  leave(): Promise<unknown>;
}

/** @param start starts one worker */
export async function poolWithWorkers(
  { servers, workers }: DistributedBenchPool,
  start: () => StartedWorker,
): Promise<Executor<object>> {
  const started = Array.from({ length: workers }, start);
  await Promise.all(started.map(({ ready }) => ready));
  return new PoolWithWorkers(started, await natsJobs({ servers }));
}

class PoolWithWorkers extends DistributedPool<object> {
  readonly #workers: readonly StartedWorker[];

  constructor(workers: readonly StartedWorker[], ...pool: ConstructorParameters<typeof DistributedPool<object>>) {
    super(...pool);
    this.#workers = workers;
  }

  override async close(options?: { waiting?: "finish" | "reject" }): Promise<void> {
    await super.close(options);
    await Promise.all(this.#workers.map((worker) => worker.leave()));
  }
}
