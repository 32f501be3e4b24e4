/** The distributed pool as scenarios try it: with one job worker, in this program, around a local pool of threads. */
import { DistributedPool } from "../distributed/distributed-pool.ts";
import { type JobSource, MARGIN } from "../distributed/job-source.ts";
import { natsJobs } from "../distributed/job-source/nats.ts";
import { JobWorker } from "../distributed/job-worker.ts";
import type { WorkerPool } from "../pool/worker-pool.ts";
import type { ConformingExecutor, Tasks } from "./scenario.ts";

/** A worker's local pool. */
export type LocalPool = ConformingExecutor & WorkerPool<Tasks>;

export class PoolWithWorker extends DistributedPool<Tasks> {
  readonly #local: LocalPool;
  readonly #worker: JobWorker;
  #gone: Promise<void> | undefined;

  /** @param servers where the server listens; the queue is this pool's own */
  constructor(servers: string, local: LocalPool, { grace }: { grace?: number | undefined }) {
    const name = crypto.randomUUID();
    const connect = (): JobSource => later(natsJobs({ servers }, { name, lease: 1000 }));
    super(connect(), { grace });
    this.#local = local;
    this.#worker = new JobWorker(connect(), local);
  }

  /** Of the local pool. */
  get abandoned(): number {
    return this.#local.abandoned;
  }

  prewarm(): Promise<void> {
    return this.#local.prewarm();
  }

  override close(options?: { waiting?: "finish" | "reject" }): Promise<void> {
    const closed = super.close(options);
    this.#gone ??= closed.then(() => this.#leave());
    return this.#gone;
  }

  async #leave(): Promise<void> {
    await this.#worker.leave();
    await this.#local.close();
  }
}

/** Until it is connected what is asked of it waits: a scenario makes its executors without waiting. */
function later(connecting: Promise<JobSource>): JobSource {
  let connected: JobSource | undefined;
  connecting.then((source) => (connected = source)).catch(() => {}); // heard by whoever asks
  const get = (_: unknown, name: keyof JobSource): unknown => {
    if (name === "limit") return connected?.limit ?? 1024 * 1024 - MARGIN;
    if (name === "closed") return connected?.closed ?? false;
    return async (...args: unknown[]) => {
      const source = await connecting;
      return (source[name] as (...given: unknown[]) => unknown).apply(source, args);
    };
  };
  return new Proxy({}, { get }) as JobSource;
}
