/**
 * What can go wrong with a call, told apart by class. "Your task threw" ({@link TaskError}) is one thing, "its worker
 * died" ({@link WorkerDied}) another, and neither is ever reported as the other.
 */

/**
 * How far a call had come when it was ended from outside:
 *
 * - `queued`: it never started;
 * - `signalled`: it was running, and ended after its own signal was aborted;
 * - `stopped`: it did not heed its signal within the grace time, so its worker was stopped and replaced;
 * - `abandoned`: it could not be stopped at all (a promise in this isolate; a busy thread, where the runtime cannot end one) and may still run.
 */
export type Rung = "queued" | "signalled" | "stopped" | "abandoned";

/** The task threw, or its promise was rejected. `cause` is what it threw, as faithfully as it could travel. */
export class TaskError extends Error {
  override readonly name = "TaskError";
  readonly task: string;

  constructor(task: string, thrown: unknown) {
    super(`Task "${task}" threw ${describe(thrown)}`, { cause: thrown });
    this.task = task;
  }
}

/** How a worker ended, as far as its runtime tells. */
export interface Death {
  /** Of a process, or of a thread where the runtime reports one; else null. */
  exitCode: number | null;
  /** The signal that ended a process, e.g. `SIGKILL`; else null. */
  signal: string | null;
  /** The error that ended it, where one is known. */
  error?: unknown;
}

/** The worker ended while it ran this call, or before it was ready for any. The call may have had effects. */
export class WorkerDied extends Error implements Death {
  override readonly name = "WorkerDied";
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The task it was running, or null when it died while starting. */
  readonly task: string | null;
  /** `pid` or `pid/thread`, or the empty string when it had not said. */
  readonly worker: string;

  constructor(task: string | null, worker: string, death: Death) {
    const doing = task === null ? "before it was ready for tasks" : `while it ran task "${task}"`;
    const how = death.signal ?? (death.exitCode === null ? "no exit code is known" : `exit code ${death.exitCode}`);
    const why = death.error === undefined ? "" : `: ${describe(death.error)}`;
    super(`Worker ${worker} died ${doing} (${how})${why}`.replace("  ", " "), { cause: death.error });
    this.exitCode = death.exitCode;
    this.signal = death.signal;
    this.task = task;
    this.worker = worker;
  }
}

/** The caller's signal was aborted. `cause` is the signal's reason, `rung` says how far the task had come. */
export class TaskCancelled extends Error {
  override readonly name = "TaskCancelled";
  readonly task: string;
  readonly rung: Rung;

  constructor(task: string, rung: Rung, reason: unknown) {
    super(`Task "${task}" was cancelled: ${rungs[rung]}`, { cause: reason });
    this.task = task;
    this.rung = rung;
  }
}

/** The call's time, its wait in the queue included, was over. `rung` says how far the task had come. */
export class DeadlineExceeded extends Error {
  override readonly name = "DeadlineExceeded";
  readonly task: string;
  readonly rung: Rung;
  /** Milliseconds the call had been given. */
  readonly timeout: number;

  constructor(task: string, rung: Rung, timeout: number) {
    super(`Task "${task}" did not finish within ${timeout} ms: ${rungs[rung]}`);
    this.task = task;
    this.rung = rung;
    this.timeout = timeout;
  }
}

/** The executor takes no more calls, or `terminate` ended this one. */
export class PoolClosed extends Error {
  override readonly name = "PoolClosed";

  constructor(task: string, why: string) {
    super(`Cannot run task "${task}": ${why}`);
  }
}

/** The queue holds as many calls as it may. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";

  constructor(task: string, limit: number) {
    super(
      `Cannot queue task "${task}": wanted room in the queue, found ${limit} calls waiting: try again later, or wait`,
    );
  }
}

/** The worker has no task of this name. */
export class UnknownTask extends Error {
  override readonly name = "UnknownTask";
  /** The names it does have. */
  readonly known: readonly string[];

  constructor(task: string, known: readonly string[]) {
    const names = known.map((name) => `"${name}"`).join(", ");
    super(`Cannot run task "${task}": wanted one of ${names || "no tasks at all"}: export it from the worker's tasks`);
    this.known = known;
  }
}

/** An argument or a result cannot cross to or from the worker. `cause` is what the runtime said. */
export class NotCloneable extends Error {
  override readonly name = "NotCloneable";
  readonly part: "argument" | "result";

  constructor(task: string, part: "argument" | "result", cause: unknown) {
    super(
      `Cannot send ${part === "result" ? "the result" : "an argument"} of task "${task}": wanted values that can be cloned, found ${describe(cause)}`,
      {
        cause,
      },
    );
    this.part = part;
  }
}

/**
 * Gives an error the stack of those who asked for the work. It was made when a worker answered, on a stack that knows nothing of
 * them; what happened over there is its `cause`.
 *
 * @param caller an error made where the work is awaited or was asked for
 */
export function withFramesOf(caller: Error, error: unknown): unknown {
  if (error instanceof Error) {
    const frames = caller.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
    error.stack = [`${error.name}: ${error.message}`, ...frames].join("\n");
  }
  return error;
}

const rungs: Record<Rung, string> = {
  queued: "it had not started",
  signalled: "it ended after its signal was aborted",
  stopped: "it did not heed its signal, so its worker was stopped",
  abandoned: "it heeded no signal and cannot be stopped, so it may still be running",
};

function describe(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message ? `${thrown.name}: ${thrown.message}` : thrown.name;
  if (typeof thrown === "object") return Object.prototype.toString.call(thrown);
  return typeof thrown === "string" ? JSON.stringify(thrown) : String(thrown);
}
