/**
 * Counts calls in every pass, where they run: an executor that does half of the calls, or remembers answers, is noticed in the passes
 * that are timed as well. It costs a call an addition; where there are several workers each notes besides when its first calls ran.
 */
import type { Executor } from "../pool/tasks.ts";

/** What one worker did since it last told. */
export interface Tally {
  worker: string;
  calls: number;
  /** When its first calls began and ended, in seconds since the epoch; empty where nobody needs to know. */
  noted: [startedAt: number, endedAt: number][];
}

/** The name of the task by which a worker tells its tally; every bench worker has it. */
export const TELL_TALLY = "tell tally";

/** Calls of a pass whose times are noted in each worker. */
const NOTED = 64;

type Task = (this: unknown, ...args: unknown[]) => unknown;

/** Of one isolate. */
export class TallyKeeper {
  #tally: Tally;
  readonly #notes: boolean;

  /** @param notes whether times are noted too */
  constructor(worker: string, notes: boolean) {
    this.#tally = { worker, calls: 0, noted: [] };
    this.#notes = notes;
  }

  /** The task, whose calls are counted. */
  counted(task: Task): Task {
    const current = (): Tally => this.#tally;
    const notes = this.#notes;
    return function (this: unknown, ...args) {
      const tally = current();
      tally.calls += 1;
      return notes && tally.calls <= NOTED ? noting(tally, () => task.apply(this, args)) : task.apply(this, args);
    };
  }

  /** Takes a moment, so that calls made together are not all answered by one worker. */
  async tell(): Promise<Tally> {
    await new Promise((resolve) => setTimeout(resolve, 2));
    const told = this.#tally;
    this.#tally = { worker: told.worker, calls: 0, noted: [] };
    return told;
  }
}

function noting(tally: Tally, run: () => unknown): unknown {
  const startedAt = now();
  const note = (): void => void tally.noted.push([startedAt, now()]);
  const result = run();
  if (result instanceof Promise) return result.finally(note);
  note();
  return result;
}

/**
 * What all workers did in the pass that has just ended.
 *
 * @param workers how many there are
 * @param calls how many were made in the pass that proves the model
 * @throws {Error} when there were more or fewer
 */
export async function hearTallies(
  pass: string,
  executor: Executor<object>,
  { workers, calls }: { workers: number; calls: number },
): Promise<Tally[]> {
  const teller = executor as Executor<{ [TELL_TALLY]: () => Promise<Tally> }>;
  const told: Tally[] = [];
  let found = 0;
  for (let tries = 0; found < calls && tries < MOST_TRIES; tries++) {
    told.push(...(await Promise.all(Array.from({ length: workers }, () => teller.submit(TELL_TALLY, [])))));
    found = told.reduce((sum, tally) => sum + tally.calls, 0);
  }
  if (found === calls) return told;
  throw new Error(`not the same work in ${pass}: wanted ${calls} calls of tasks, as in the proof, found ${found}`);
}

const MOST_TRIES = 20;

const now = (): number => (performance.timeOrigin + performance.now()) / 1000;
