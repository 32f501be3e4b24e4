/**
 * Refuses calls that end the worker that runs them, again and again: without it, a caller that retries such a call ends
 * every worker there is.
 *
 *     const pool = new ProcessPool<typeof import("./tasks.ts")>(createProcess, { abilities: [poison()] });
 *
 * Counted are the workers that died while they had a call, since that call was last answered. Where a worker has several calls when
 * it dies, each is suspected until it is answered. A caller that had given up before, by signal or deadline, does not count.
 */
import { checkNumber } from "../pool/tasks.ts";
import type { Death } from "../pool/worker-errors.ts";
import type { Ability, Call } from "../pool/worker-pool.ts";

export interface PoisonOptions {
  /** Workers that a call may end before it is refused. Minimum 1; default 3. */
  limit?: number | undefined;
  /**
   * What makes two calls the same; undefined for one that is not to be guarded. Default: the task's name and its arguments as JSON,
   * and undefined where JSON cannot tell them from others.
   */
  by?: ((call: Call) => string | undefined) | undefined;
}

export interface Poison extends Ability {
  /** Forgets all deaths, e.g. when what was wrong has been mended. */
  forgive(): void;
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

/** So many calls are suspected at once: with one more, the one whose last death is longest ago is forgotten. */
const MAX_SUSPECTS = 1000;

/**
 * Given to several pools, it counts for all of them together.
 *
 * @throws {RangeError} the limit is less than 1
 */
export function poison({ limit = 3, by }: PoisonOptions = {}): Poison {
  checkNumber("Cannot guard against poison: limit", limit, 1);
  const suspects = new Map<string | undefined, PoisonDeath[]>();
  /** Tasks that have ended a worker: the arguments of others are not worth the JSON. */
  const tasks = new Set<string>();

  const keyOf = (call: Call): string | undefined => {
    if (!by && !tasks.has(call.task)) return undefined;
    try {
      return by ? by(call) : JSON.stringify([call.task, call.args], tellingApart);
    } catch {
      return undefined;
    }
  };
  const record = (call: Call, death: PoisonDeath): void => {
    tasks.add(call.task);
    const key = keyOf(call);
    if (key === undefined) return;
    const deaths = suspects.get(key) ?? [];
    suspects.delete(key);
    suspects.set(key, [...deaths, death]);
    if (suspects.size > MAX_SUSPECTS) for (const oldest of suspects.keys()) return void suspects.delete(oldest);
  };
  return {
    name: "poison",
    forgive() {
      suspects.clear();
      tasks.clear();
    },
    life: () => ({
      submitted(call) {
        const deaths = suspects.size > 0 ? suspects.get(keyOf(call)) : undefined;
        if (deaths && deaths.length >= limit) call.settle({ error: new PoisonTask(call.task, deaths) });
      },
      ran(call) {
        if (suspects.size > 0) suspects.delete(keyOf(call));
      },
      workerGone(worker, death) {
        for (const call of worker.calls.values()) {
          if (!call.settled) record(call, { ...death, when: new Date(), worker: worker.name });
        }
      },
    }),
  };
}

/** JSON shows a bigint not at all, a Map or a buffer as `{}`. */
function tellingApart(_key: string, value: unknown): unknown {
  const kind = Object.prototype.toString.call(value);
  if (Object(value) === value && kind !== "[object Object]" && kind !== "[object Array]") throw new TypeError(kind);
  return value;
}
