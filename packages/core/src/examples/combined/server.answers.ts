/**
 * What the server answers, whatever library speaks HTTP: a request in, a status and a text out. Every error of the pool has its status.
 *
 *      /primes?below=N   200 the count · 400 no such number · 500 the task failed · 503 too many wait, or shutting down · 504 too late
 *      /healthz          200 workers are ready · 503 none can be started, or shutting down
 *      /metrics          200 what the pool does, as Prometheus reads it
 */
import type { Distribution, Statistics, StatisticsSnapshot } from "../../abilities/statistics.ts";
import { DeadlineExceeded, PoolClosed, QueueFull, TaskCancelled } from "../../pool/errors.ts";
import type { WorkerPool } from "../../pool/worker-pool.ts";

export interface Answer {
  status: number;
  text: string;
  headers: Record<string, string>;
}

/** What is used of a request. */
export interface Asked {
  url: string;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
  /** The header of this name: by it a trace goes on in the worker. */
  traceparent: string | undefined;
}

/** Answers one request; never throws. */
export type Answers = (asked: Asked) => Promise<Answer>;

/** The largest number that a client may ask for: what a request costs is bounded by the server. */
const LARGEST = 100_000_000;

/** @param deadline milliseconds for a request, with its time in the queue */
export function answers(
  pool: WorkerPool<typeof import("./server.tasks.ts")>,
  counted: Statistics,
  deadline = 2000,
): Answers {
  let turnedAway = 0;
  return async ({ url, signal, traceparent }) => {
    const { pathname, searchParams } = URL.parse(url, "http://localhost") ?? { pathname: "" };
    if (pathname === "/healthz") return health(pool);
    if (pathname === "/metrics") return say(200, metrics(counted.snapshot(), turnedAway), METRICS);
    if (pathname !== "/primes") return say(404, "try /primes?below=1000");
    const below = searchParams?.get("below") ?? "";
    if (!/^\d+$/.test(below) || Number(below) > LARGEST) {
      return say(400, `below: wanted a whole number up to ${LARGEST}, found "${below}"`);
    }
    try {
      const count = await pool.submit("countPrimes", [Number(below)], {
        signal,
        timeout: deadline,
        context: { traceparent },
      });
      return say(200, `${count}`);
    } catch (error) {
      if (error instanceof QueueFull) turnedAway++;
      return failure(error);
    }
  };
}

const say = (status: number, text: string, headers: Record<string, string> = {}): Answer => ({
  status,
  text: `${text}\n`,
  headers: { "content-type": "text/plain; charset=utf-8", ...headers },
});

function failure(error: unknown): Answer {
  if (error instanceof QueueFull) return say(503, "too many requests wait", { "retry-after": "1" });
  if (error instanceof PoolClosed) return say(503, "shutting down", { connection: "close" });
  if (error instanceof DeadlineExceeded) return say(504, "not done in time");
  if (error instanceof TaskCancelled) return say(499, ""); // nobody is left to read it
  console.error(error); // the task threw, or its worker died: what is wrong is for the log, and not for the client
  return say(500, "failed");
}

/** Starts what is missing: a pool is broken when it cannot, and not when all its workers are busy. */
async function health(pool: Pick<WorkerPool<never>, "prewarm">): Promise<Answer> {
  try {
    await pool.prewarm();
    return say(200, "ok");
  } catch (error) {
    if (error instanceof PoolClosed) return failure(error);
    console.error(error);
    return say(503, "no worker can be started");
  }
}

const METRICS = { "content-type": "text/plain; version=0.0.4; charset=utf-8" };

/** As Prometheus reads it: seconds, and every quantile since the start. What a full queue turns away never was a call. */
function metrics({ queued, running, workers, total }: StatisticsSnapshot, turnedAway: number): string {
  const { completed, failed, cancelled, late, refused, wait, run } = total;
  const ends = Object.entries({ completed, failed, cancelled, late, refused });
  const summary = (name: string, { p50, p90, p99, sum, count }: Distribution): string =>
    [
      `# TYPE ${name} summary`,
      ...Object.entries({ 0.5: p50, 0.9: p90, 0.99: p99 }).map(([q, ms]) => `${name}{quantile="${q}"} ${ms / 1000}`),
      `${name}_sum ${sum / 1000}\n${name}_count ${count}`,
    ].join("\n");
  return [
    `# TYPE pool_calls_waiting gauge\npool_calls_waiting ${queued}`,
    `# TYPE pool_calls_running gauge\npool_calls_running ${running}`,
    `# TYPE pool_workers_ready gauge\npool_workers_ready ${workers.ready}`,
    `# TYPE pool_workers_died_total counter\npool_workers_died_total ${workers.died}`,
    `# TYPE requests_turned_away_total counter\nrequests_turned_away_total ${turnedAway}`,
    "# TYPE pool_calls_total counter",
    ...ends.map(([end, calls]) => `pool_calls_total{end="${end}"} ${calls}`),
    summary("pool_wait_seconds", wait),
    summary("pool_run_seconds", run),
  ].join("\n");
}
