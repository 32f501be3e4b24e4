/**
 * Workers that are replaced before they grow too old: for tasks, or native modules, that leak.
 *
 *     const abilities = [recycling({ afterCalls: 10_000, aboveBytes: 500e6, usedBytes: () => process.memoryUsage().rss })];
 *     const pool = new ProcessPool<typeof import("./tasks.ts")>(createProcess, { abilities });
 *     serve(tasks, { abilities }); // in the worker
 *
 * A worker that is due gets no more calls, finishes what it has, and leaves; the pool starts another one when calls need it. No
 * call fails or is run twice.
 *
 *      pool                            worker
 *        │ ── Call, tellMemory ─────────▶ │  now and then
 *        │ ◀──────────────────── Reply ── │
 *        │ ◀─────────────────── Memory ── │  what usedBytes says; above the bound, the worker is retired
 */
import { describe } from "../pool/errors.ts";
import type { CallMessage, Half, Message } from "../pool/serve.ts";
import { checkNumber, inMicrotask, now } from "../pool/tasks.ts";
import type { Ability, Handle, Lane, PoolWorker } from "../pool/worker-pool.ts";

export interface RecyclingOptions {
  /** Calls that a worker is given at most. Minimum 1; default: no limit. */
  afterCalls?: number | undefined;
  /** Milliseconds after it was ready, from which on a worker leaves with its next answer. Minimum 0; default: no limit. */
  afterTime?: number | undefined;
  /** A worker leaves that says it uses more bytes than this; it is asked after a call. Minimum 0; default: no limit, and none is asked. */
  aboveBytes?: number | undefined;
  /**
   * Called in the worker: how many bytes it uses. Wanted with `aboveBytes`, there and in the pool. A process:
   * `() => process.memoryUsage().rss`. A thread, whose memory cannot be told from its process's otherwise, its heap without buffers
   * and what native modules hold: `() => process.memoryUsage().heapUsed`.
   */
  usedBytes?: (() => number | Promise<number>) | undefined;
  /** Milliseconds from one question to the next at the same worker, at least; the first comes so long after it was ready. Minimum 0; default 1,000. */
  askEvery?: number | undefined;
  /**
   * Called in the pool when `usedBytes` threw or gave no number. Default: the error is thrown where nobody catches it, because a
   * bound that is never looked at is a mistake in the program.
   */
  onError?: ((error: Error) => void) | undefined;
}

/**
 * @throws {RangeError} an option is out of its range
 * @throws {TypeError} `aboveBytes` comes without `usedBytes`
 */
export function recycling(options: RecyclingOptions): Ability {
  const { afterCalls = Infinity, afterTime = Infinity, aboveBytes = Infinity, askEvery = 1000, usedBytes } = options;
  const { onError = throwUnheard } = options;
  checkNumber("Cannot recycle workers: afterCalls", afterCalls, 1);
  for (const [name, value] of Object.entries({ afterTime, aboveBytes, askEvery })) {
    checkNumber(`Cannot recycle workers: ${name}`, value, 0);
  }
  if (aboveBytes < Infinity && typeof usedBytes !== "function") {
    const found = describe(usedBytes);
    throw new TypeError(`Cannot recycle workers by their memory: wanted usedBytes, a function, found ${found}`);
  }
  /** Of the pools that have this ability. */
  const handles = new WeakMap<PoolWorker, Handle>();
  /** Calls that have run. */
  const ran = new WeakMap<PoolWorker, number>();

  return {
    name: "recycling",
    life: (handle) => ({
      workerStarted: (worker) => void handles.set(worker, handle),
      given(_call, worker) {
        if ((ran.get(worker) ?? 0) + worker.calls.size >= afterCalls) handle.retire(worker);
      },
      ran(_call, worker) {
        ran.set(worker, (ran.get(worker) ?? 0) + 1);
        if (now() - (worker.readyAt ?? Infinity) >= afterTime) handle.retire(worker);
      },
    }),
    ...(aboveBytes < Infinity && {
      lane: (inner, worker) =>
        asking(inner, worker, askEvery, (found) => {
          if (typeof found !== "number")
            onError(new TypeError(`Cannot recycle workers by their memory: ${String(found)}`));
          else if (found > aboveBytes) handles.get(worker)?.retire(worker);
        }),
    }),
    ...(usedBytes && { serve: (half) => telling(half, usedBytes) }),
  };
}

/** A call that brings the question. */
type Asking = CallMessage & { tellMemory?: true };
/** The answer: bytes, or why there are none. */
type Memory = Message & { bytes?: unknown };

function asking(inner: Lane, worker: PoolWorker, every: number, heed: (found: unknown) => void): Lane {
  let asked: number | undefined;
  return {
    ...inner,
    message(call) {
      const message: Asking = inner.message(call);
      if (now() < (asked ?? worker.readyAt ?? 0) + every) return message;
      asked = now();
      return { ...message, tellMemory: true } as CallMessage;
    },
    receive(message: Memory) {
      if (message?.type === "memory") heed(message.bytes);
      else inner.receive(message);
    },
  };
}

function telling(half: Half, usedBytes: () => unknown): Partial<Half> {
  const found = async (): Promise<number | string> => {
    try {
      const bytes = await usedBytes();
      return Number.isFinite(bytes)
        ? (bytes as number)
        : `wanted usedBytes to return a number of bytes, found ${describe(bytes)}`;
    } catch (error) {
      return `usedBytes threw ${describe(error)}`;
    }
  };
  return {
    async run(call: Asking) {
      await half.run(call);
      if (call.tellMemory) half.post({ type: "memory", bytes: await found() } as Memory);
    },
  };
}

function throwUnheard(error: Error): void {
  inMicrotask(() => {
    throw error;
  });
}
