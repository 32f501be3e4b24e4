/**
 * Refuses calls that end the worker that runs them, again and again: without it, a caller that retries such a call ends
 * every worker there is.
 *
 *     const pool = new ProcessPool<typeof import("./tasks.ts")>(createProcess, { plugins: [new PoisonGuard()] });
 */
import type { Call } from "./call.ts";
import { type Death, TaskError, WorkerDied } from "./errors.ts";
import type { Plugin } from "./plugin.ts";

export interface PoisonGuardOptions {
  /** Workers that a call may end before it is refused. Minimum 1; default 3. */
  limit?: number | undefined;
  /**
   * What makes two calls the same. Default: the task's name and its arguments as JSON; calls whose arguments JSON cannot show
   * are then not guarded.
   */
  by?: ((call: Call) => string | undefined) | undefined;
}

/** One worker that died of a call. */
export interface PoisonDeath extends Death {
  when: Date;
  /** `pid` or `pid/thread`. */
  worker: string;
}

/** The call has ended too many workers, and is not run again. */
export class PoisonTask extends Error {
  override readonly name = "PoisonTask";
  readonly task: string;
  /** The workers that died of it, the earliest first. */
  readonly deaths: readonly PoisonDeath[];

  constructor(task: string, deaths: readonly PoisonDeath[]) {
    const list = deaths.map(({ when, worker, exitCode, signal }) => {
      const how = signal ?? (exitCode === null ? "no exit code is known" : `exit code ${exitCode}`);
      return `worker ${worker} at ${when.toISOString()} (${how})`;
    });
    super(
      `Cannot run task "${task}": wanted a call that leaves its worker alive, found ${deaths.length} that died of it: ` +
        `${list.join(", ")}: mend the task, or let it try again with forgive()`,
    );
    this.task = task;
    this.deaths = deaths;
  }
}

/**
 * Counts the workers that died while they ran a call, since that call was last answered. Where several calls are in a worker when it
 * dies, each is suspected, until it is answered.
 */
export class PoisonGuard implements Plugin {
  readonly #limit: number;
  readonly #by: (call: Call) => string | undefined;
  readonly #deaths = new Map<string, PoisonDeath[]>();
  /** Names of tasks that have ended a worker: only their arguments are worth the JSON. */
  readonly #suspects = new Set<string>();

  /** @throws {RangeError} when the limit is less than 1 */
  constructor({ limit = 3, by }: PoisonGuardOptions = {}) {
    if (!(limit >= 1)) throw new RangeError(`Cannot guard: limit must be 1 or more: found ${limit}`);
    this.#limit = limit;
    this.#by = by ?? ((call) => (this.#suspects.has(call.task) ? nameAndArguments(call) : undefined));
  }

  submitted(call: Call): void {
    const deaths = this.#deathsOf(call);
    if (deaths && deaths.length >= this.#limit) call.reject(new PoisonTask(call.task, deaths));
  }

  settled(call: Call, error: Error | undefined): void {
    if (error instanceof WorkerDied && error.task !== null) this.#record(call, error);
    else if ((!error || error instanceof TaskError) && this.#deathsOf(call)) this.#deaths.delete(this.#by(call) ?? "");
  }

  /** Forgets all deaths, e.g. when what was wrong has been mended. */
  forgive(): void {
    this.#deaths.clear();
    this.#suspects.clear();
  }

  #record(call: Call, { worker, exitCode, signal, cause }: WorkerDied): void {
    this.#suspects.add(call.task);
    const key = this.#by(call);
    if (key === undefined) return;
    const deaths = this.#deaths.get(key) ?? [];
    this.#deaths.set(key, [...deaths, { when: new Date(), worker, exitCode, signal, error: cause }]);
  }

  /** While nothing has died, nothing is computed. */
  #deathsOf(call: Call): PoisonDeath[] | undefined {
    if (this.#deaths.size === 0) return undefined;
    const key = this.#by(call);
    return key === undefined ? undefined : this.#deaths.get(key);
  }
}

function nameAndArguments(call: Call): string | undefined {
  try {
    return JSON.stringify([call.task, call.args]);
  } catch {
    return undefined; // a bigint, or a ring
  }
}
