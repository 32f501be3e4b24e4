/**
 * What can go wrong with a call of any executor, told apart by class. What can go wrong with a worker is in `worker-errors.ts`, where
 * there are workers: "your task threw" ({@link TaskError}) is one thing, "its worker died" another.
 */

/**
 * How far a call had come when it was ended from outside:
 *
 * - `queued`: it had not started, and never will;
 * - `signalled`: it was running, and its own signal was aborted.
 */
export type Rung = "queued" | "signalled";

/** The task threw, or its promise was rejected. `cause` is what it threw, as faithfully as it could travel. */
export class TaskError extends Error {
  override readonly name = "TaskError";
  readonly task: string;

  constructor(task: string, thrown: unknown) {
    super(`Task "${task}" threw ${describe(thrown)}`, { cause: thrown });
    this.task = task;
  }
}

/** The caller's signal was aborted. `cause` is the signal's reason, `rung` says how far the task had come. */
export class TaskCancelled extends Error {
  override readonly name = "TaskCancelled";
  readonly task: string;
  readonly rung: Rung;

  constructor(task: string, rung: Rung, reason: unknown) {
    super(`Task "${task}" was cancelled: ${RUNGS[rung]}`, { cause: reason });
    this.task = task;
    this.rung = rung;
  }
}

/** The call's time was over. `rung` says how far the task had come. */
export class DeadlineExceeded extends Error {
  override readonly name = "DeadlineExceeded";
  readonly task: string;
  readonly rung: Rung;
  /** Milliseconds the call had been given, from submit (`timeout`) or from its task's start (`runTimeout`). */
  readonly timeout: number;

  /** @param starting milliseconds of them in which it waited for a worker to start */
  constructor(task: string, rung: Rung, timeout: number, starting = 0) {
    const start = starting >= 1 ? `; for ${Math.round(starting)} ms of them a worker was starting` : "";
    super(`Task "${task}" did not finish within ${timeout} ms: ${RUNGS[rung]}${start}`);
    this.task = task;
    this.rung = rung;
    this.timeout = timeout;
  }
}

/** The executor takes no more calls, or was closed or terminated before this one could end. */
export class PoolClosed extends Error {
  override readonly name = "PoolClosed";

  /** @param what what it was to do */
  constructor(what: string, why: string) {
    super(`Cannot ${what}: ${why}`);
  }
}

/** As many calls wait as may. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";

  constructor(task: string, limit: number) {
    super(`Cannot queue task "${task}": wanted room in the queue, found ${limit} calls waiting: await room() first`);
  }
}

/** There is no task of this name. */
export class UnknownTask extends Error {
  override readonly name = "UnknownTask";
  /** The names there are. */
  readonly known: readonly string[];

  constructor(task: string, known: readonly string[]) {
    const names = known.map((name) => describe(name)).join(", ");
    super(`Cannot run task "${task}": wanted one of ${names || "no tasks at all"}: export it from the worker's tasks`);
    this.known = known;
  }
}

const RUNGS: Record<Rung, string> = {
  queued: "it had not started",
  signalled: "it was running, and its signal was aborted",
};

/** Any value in a few words. Never throws, whatever getter, symbol or revoked proxy is in the way. */
export function describe(value: unknown): string {
  try {
    if (value instanceof Error)
      return [value.name, value.message].filter((part) => part && typeof part === "string").join(": ");
    if (typeof value === "bigint") return "a bigint"; // in words it can take seconds
    if (typeof value === "object" && value !== null) return Object.prototype.toString.call(value);
    return typeof value === "string" ? JSON.stringify(value.slice(0, 500)) : String(value);
  } catch {
    return "something that cannot be described";
  }
}
