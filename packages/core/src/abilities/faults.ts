/**
 * What can go wrong, on purpose: for tests of the code that should cope with it.
 *
 *     const broken = faults();
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, { abilities: [broken] });
 *     broken.inject({ task: "download", fault: "worker dies" });
 *     await downloadWithRetry(pool, url); // must survive it
 *
 * A fault takes the way of the real one as far as it can: a worker really ends, a value really cannot be cloned. Workers know nothing
 * of it.
 */
import { QueueFull } from "../pool/errors.ts";
import type { Reply } from "../pool/serve.ts";
import { after, checkNumber } from "../pool/tasks.ts";
import { packing } from "../pool/worker-errors.ts";
import type { Ability, Call, Handle, PoolWorker } from "../pool/worker-pool.ts";

/**
 * - `throw`: the task does not run; the call rejects with `TaskError`.
 * - `worker dies`: the call's worker is ended; it, and whatever else that worker has, rejects with `WorkerDied`. The task may have
 *   begun.
 * - `never answers`: the task runs, but its answer is not heard: signal, deadline and `terminate` end the call, nothing else.
 * - `slow`: the task runs, but its answer is heard only `milliseconds` later. Until then its worker is busy.
 * - `broken reply`: the task runs, but its worker answers what no worker says: it is stopped, and its calls reject with `WorkerDied`.
 * - `not cloneable`: an argument cannot cross to the worker; the call rejects with `NotCloneable`.
 * - `queue full`: the call is refused with `QueueFull` when it is submitted.
 */
export type Fault = (typeof FAULTS)[number];

const FAULTS = [
  "throw",
  "worker dies",
  "never answers",
  "slow",
  "broken reply",
  "not cloneable",
  "queue full",
] as const;

export interface InjectedFault {
  fault: Fault;
  /** Which calls: those of this task. Default: any. */
  task?: string | undefined;
  /** How many calls; one that is tried again counts each time. Minimum 1; default 1. */
  times?: number | undefined;
  /** What `throw` throws. Default: an `Error` that says it was injected. */
  error?: unknown;
  /** How long `slow` keeps an answer back. Minimum 0; default 1,000. */
  milliseconds?: number | undefined;
}

export interface Faults extends Ability {
  /**
   * Lets the next matching calls fail, as they are given to workers; with several faults injected, the first that matches and is not
   * used up.
   *
   * @throws {RangeError} when there is no such fault, or `times` or `milliseconds` is out of its range
   */
  inject(fault: InjectedFault): void;
}

/** The ability, for one pool. */
export function faults(): Faults {
  const injected: (InjectedFault & { left: number })[] = [];
  /** What calls that workers have will meet. */
  const met = new WeakMap<Call, InjectedFault>();
  let pool: Handle;

  const next = ({ task }: Call, refused: boolean): InjectedFault | undefined => {
    const matches = (each: InjectedFault): boolean => each.task === undefined || each.task === task;
    const found = injected.find((each) => each.left > 0 && matches(each) && refused === (each.fault === "queue full"));
    if (found) found.left--;
    return found;
  };
  const end = (worker: PoolWorker, why: unknown): void => {
    pool.retire(worker, why); // so that it is given up where it cannot be stopped
    worker.link.stop();
  };

  return {
    name: "faults",
    inject(fault) {
      const { times = 1, milliseconds = 0 } = fault;
      if (!FAULTS.includes(fault.fault)) {
        throw new RangeError(`Cannot inject a fault: wanted one of ${FAULTS.join(", ")}: found "${fault.fault}"`);
      }
      checkNumber("Cannot inject a fault: times", times, 1, true);
      checkNumber("Cannot inject a fault: milliseconds", milliseconds, 0);
      injected.push({ ...fault, left: times });
    },
    life(handle) {
      pool = handle;
      return {
        submitted(call) {
          if (next(call, true)) call.settle({ error: new QueueFull(call.task, 0) });
        },
        given(call, worker) {
          const fault = met.get(call) ?? next(call, false);
          if (fault) met.set(call, fault);
          // Later, when it has been told of the call, as one that dies of it has.
          if (fault?.fault === "worker dies") after(0, () => met.has(call) && end(worker, errorOf(fault)));
        },
        freed: (call) => void met.delete(call),
      };
    },
    lane: (inner, worker) => ({
      ...inner,
      message(call) {
        const message = inner.message(call);
        const fault = met.get(call)?.fault;
        if (fault === "not cloneable") return { ...message, args: [...message.args, () => {}] };
        // The worker's answer to what it has not comes the usual way, and is made the fault's own.
        return fault === "throw" ? { ...message, task: "a fault in the place of its task" } : message;
      },
      receive(message) {
        const call = worker.calls.get((message as Partial<Reply>)?.id ?? 0);
        const fault = message?.type === "reply" && call && met.get(call);
        if (!fault) return inner.receive(message);
        if (fault.fault === "never answers" || fault.fault === "worker dies") return;
        if (fault.fault === "slow") {
          after(fault.milliseconds ?? 1000, () => {
            try {
              inner.receive(message);
            } catch (error) {
              end(worker, error);
            }
          });
        } else if (fault.fault === "broken reply") inner.receive({ type: "a broken reply" });
        else inner.receive({ ...message, failure: { kind: "threw", error: packing.pack(errorOf(fault)) } } as Reply);
      },
    }),
  };
}

const errorOf = ({ fault, error }: InjectedFault): unknown => error ?? new Error(`the fault "${fault}" was injected`);
