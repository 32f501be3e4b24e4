/**
 * What can go wrong, on purpose: for tests of the code that should cope with it.
 *
 *     const faults = new FaultInjection();
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, { plugins: [faults] });
 *     faults.inject({ task: "download", fault: "worker dies" });
 *     await downloadWithRetry(pool, url); // must survive it
 *
 * A fault takes the way of the real one as far as it can: a worker is really stopped, a value really cannot be cloned.
 */
import type { Call } from "./call.ts";
import { type Death, NotCloneable, QueueFull, TaskError, WorkerDied } from "./errors.ts";
import type { PluggedPool, Plugin } from "./plugin.ts";
import type { WorkerHandle } from "./worker-handle.ts";

/**
 * - `throw`: the task does not run; the call rejects with `TaskError`.
 * - `worker dies`: the call's worker is stopped; it, and whatever else that worker runs, rejects with `WorkerDied`.
 * - `never answers`: the task runs, but its answer is not heard: signal, deadline and `terminate` end the call, nothing else.
 * - `slow`: the task runs, but its answer is heard only `milliseconds` later. Until then its worker is busy.
 * - `not cloneable`: an argument cannot cross to the worker.
 * - `queue full`: the call is refused with `QueueFull`.
 */
export type Fault = "throw" | "worker dies" | "never answers" | "slow" | "not cloneable" | "queue full";

export interface InjectedFault {
  fault: Fault;
  /** Which calls: those of this task. Default: any. */
  task?: string | undefined;
  /** How many calls. Minimum 1; default 1. */
  times?: number | undefined;
  /** What `throw` throws. Default: an `Error` that says it was injected. */
  error?: unknown;
  /** How long `slow` keeps an answer back. Default 1,000. */
  milliseconds?: number | undefined;
}

export class FaultInjection implements Plugin {
  #pool: PluggedPool | undefined;
  readonly #injected: (InjectedFault & { left: number })[] = [];
  /** What calls on their way will meet. */
  readonly #met = new WeakMap<Call, InjectedFault>();

  /**
   * Lets the next matching calls fail; with several faults injected, the first that matches and is not used up.
   *
   * @throws {RangeError} when `times` is less than 1
   * @throws {TypeError} `never answers` or `slow` without workers: there a task of one's own can do that
   */
  inject(fault: InjectedFault): void {
    const { times = 1 } = fault;
    if (!(times >= 1)) throw new RangeError(`Cannot inject a fault: times must be 1 or more: found ${times}`);
    if (!this.#pool && (fault.fault === "never answers" || fault.fault === "slow")) {
      throw new TypeError(`Cannot inject "${fault.fault}": wanted a pool of workers: write a task that does so`);
    }
    this.#injected.push({ ...fault, left: times });
  }

  attach(pool: PluggedPool): void {
    this.#pool = pool;
  }

  submitted(call: Call): void {
    const fault = this.#injected.find(({ task, left }) => left > 0 && (task === undefined || task === call.task));
    if (!fault) return;
    fault.left--;
    this.#met.set(call, fault);
    const error = fault.error ?? new Error(`the fault "${fault.fault}" was injected`);
    if (fault.fault === "throw") call.reject(new TaskError(call.task, error));
    else if (fault.fault === "queue full") call.reject(new QueueFull(call.task, 0));
    else if (fault.fault === "not cloneable") this.#makeUncloneable(call, error);
    else if (fault.fault === "worker dies" && !this.#pool) call.reject(diedOf(call, "", { ...UNKNOWN, error }));
  }

  started(call: Call, worker: WorkerHandle | undefined): void {
    const fault = this.#met.get(call)?.fault;
    if (fault === "worker dies") worker?.stop();
    if (worker && (fault === "never answers" || fault === "slow")) {
      // As long as it is to be: the worker is given nothing to hold behind it.
      worker.inFlight.weight += LONG - call.weight;
      call.weight = LONG;
    }
  }

  /** What the worker had not yet begun would go to another one. */
  workerGone(worker: WorkerHandle, death: Death): void {
    for (const call of worker.inFlight.calls.values()) {
      const dies = this.#met.get(call)?.fault === "worker dies" && !call.interruption;
      if (dies) call.reject(diedOf(call, worker.name, death));
    }
  }

  /** Called when the answer has come, just before the call is settled with it. */
  ran(call: Call, worker: WorkerHandle | undefined): void {
    const met = this.#met.get(call);
    if (!met || !worker || call.interruption) return;
    if (met.fault === "never answers") this.#keepBack(call, worker, () => {});
    else if (met.fault === "slow") {
      this.#keepBack(call, worker, (answer) => setTimeout(answer, met.milliseconds ?? 1000));
    }
  }

  /** Lets the worker go on having the call; the answer, when given, settles it as if it came then. */
  #keepBack(call: Call, worker: WorkerHandle, later: (answer: () => void) => void): void {
    const keep = (settle: () => void): void => {
      // The methods of the class again: deadline, death and close find the call as they find any other.
      Reflect.deleteProperty(call, "resolve");
      Reflect.deleteProperty(call, "reject");
      worker.inFlight.calls.set(call.id, call);
      worker.inFlight.claims?.unfinish(call.id);
      worker.inFlight.weight += call.weight;
      later(() => {
        if (call.settled || call.interruption) return;
        worker.inFlight.calls.delete(call.id);
        worker.inFlight.weight -= call.weight;
        settle();
        this.#pool?.fill();
      });
    };
    call.resolve = (value) => keep(() => call.resolve(value));
    call.reject = (error) => keep(() => call.reject(error));
  }

  #makeUncloneable(call: Call, error: unknown): void {
    if (this.#pool) Object.assign(call, { args: [...call.args, () => {}] });
    else call.reject(new NotCloneable(call.task, "argument", error));
  }
}

/** Microseconds: more than a worker is given ahead. */
const LONG = 1_000_000;

const UNKNOWN: Death = { exitCode: null, signal: null };

const diedOf = (call: Call, worker: string, death: Death): WorkerDied => new WorkerDied(call.task, worker, death);
