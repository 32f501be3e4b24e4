/**
 * The floors: workers and messages without a pool, as somebody would write them by hand for one purpose. What a pool costs, and
 * what it gains, is seen beside them.
 *
 *     program ── [[task, input], …] ──▶ worker
 *             ◀── [value, …] ──────────
 */
import type { FLOORS } from "../../results/pools.ts";
import type { StartedPool, StartPool } from "./contender.ts";
import { type TaskName, tasks } from "./tasks.ts";

export type RawCall = readonly [task: TaskName, input: unknown];

/** The runtime's own wire to one worker. */
export interface RawWorker {
  post(calls: readonly RawCall[], transfer: ArrayBuffer[]): void;
  /** Resolves when a process is gone: what it computed counts for its parent only once that has waited for it. */
  stop(): unknown;
}

/** Starts one worker. Its first message says that it is ready, each one after that answers one message. */
export type StartRawWorker = (receive: (message: unknown) => void) => RawWorker;

/** The worker's half: says that it is ready, then gives what to do with each message. */
export function rawWorker(post: (message: unknown, transfer: ArrayBuffer[]) => void): (calls: RawCall[]) => void {
  post("ready", []);
  return (calls) => {
    const values = calls.map(([task, input]) => (tasks[task] as (input: unknown) => unknown)(input));
    post(
      values,
      values.filter((value) => value instanceof ArrayBuffer),
    );
  };
}

/** Each floor, on the wire of a runtime and model. */
export const floors = (start: StartRawWorker): Record<(typeof FLOORS)[number], StartPool> => ({
  /** One worker, one message at a time. */
  "raw-ping-pong": async () => {
    const worker = await connect(start);
    return { run: (...call) => worker.callOne(...call), close: async () => worker.stop() };
  },
  /** Several workers, each with one message at a time, one call in each: what most pools do. */
  "raw-one-in-flight": (workers) => inTurn(start, workers, 1, () => 1),
  /**
   * Several workers, each with up to two messages on their way, and up to 64 calls in each; fewer towards the end, so that all
   * are done at about the same time.
   */
  "raw-batched": (workers) =>
    inTurn(start, workers, 2, (waiting) => Math.min(64, Math.max(1, Math.ceil(waiting / (2 * workers))))),
});

interface Waiting {
  call: RawCall;
  transfer: ArrayBuffer[];
  resolve: (value: unknown) => void;
}

/** A queue in front of several workers. */
async function inTurn(
  start: StartRawWorker,
  count: number,
  messagesInFlight: number,
  callsPerMessage: (waiting: number) => number,
): Promise<StartedPool> {
  const workers = await Promise.all(Array.from({ length: count }, () => connect(start)));
  const queue: Waiting[] = [];
  let next = 0;
  let asked = false;
  const feed = (): void => {
    asked = false;
    for (let messages = 0; messages < messagesInFlight; messages++) {
      for (const worker of workers) {
        if (next < queue.length && worker.inFlight < messagesInFlight) {
          const end = Math.min(queue.length, next + callsPerMessage(queue.length - next));
          send(worker, queue.slice(next, end));
          next = end;
        }
      }
    }
    if (next === queue.length) queue.length = next = 0;
  };
  const send = (worker: ConnectedWorker, batch: Waiting[]): void => {
    worker.call(
      batch.map(({ call }) => call),
      batch.flatMap(({ transfer }) => transfer),
      (values) => {
        feed();
        for (const [index, { resolve }] of batch.entries()) resolve(values[index]);
      },
    );
  };
  return {
    run: (task, input, transfer = []) =>
      new Promise((resolve) => {
        queue.push({ call: [task, input], transfer, resolve });
        // Calls that are submitted together are sent together.
        if (!asked) queueMicrotask(feed);
        asked = true;
      }),
    close: () => Promise.all(workers.map((worker) => worker.stop())),
  };
}

/** A worker that is ready. Answers come in the order of messages. */
export interface ConnectedWorker {
  /** Messages that are not answered yet. */
  readonly inFlight: number;
  call(calls: readonly RawCall[], transfer: ArrayBuffer[], answered: (values: unknown[]) => void): void;
  callOne(task: TaskName, input: unknown, transfer?: ArrayBuffer[]): Promise<unknown>;
  stop(): unknown;
}

/** Starts one worker and waits until it is ready. */
export function connect(start: StartRawWorker): Promise<ConnectedWorker> {
  return new Promise((resolve) => {
    const waiting: ((values: unknown[]) => void)[] = [];
    const wire = start((message) => {
      if (message === "ready") resolve(worker);
      else waiting.shift()?.(message as unknown[]);
    });
    const worker: ConnectedWorker = {
      get inFlight() {
        return waiting.length;
      },
      call(calls, transfer, answered) {
        waiting.push(answered);
        wire.post(calls, transfer);
      },
      callOne: (task, input, transfer = []) =>
        new Promise((settle) => {
          worker.call([[task, input]], transfer, ([value]) => settle(value));
        }),
      stop: () => wire.stop(),
    };
  });
}
