/**
 * How much work a worker is given ahead. A message to a thread or process costs tens of microseconds, most of it for waking
 * the other side; a task of a few microseconds is lost in that. So while tasks are short, a worker holds a little work beyond
 * what it runs, and calls travel together.
 *
 *   - At most half a millisecond of work, by what tasks of that name took. A name that has not completed yet, or that ended
 *     a worker, counts as long: such a call travels alone.
 *   - What a worker has not started can be taken back: at once where memory is shared, else as soon as it hears of it.
 *
 * `tasksInFlight: 1` switches it off.
 */

/** Milliseconds of work that a worker may have before it. */
const AHEAD = 0.5;

/** Calls in flight at one worker, however short, where the pool's owner does not say. */
const MOST = 256;

export class Prefetch {
  /** Calls in flight at one worker. */
  readonly most: number;
  /** Milliseconds that tasks took lately, by name: a moving average. */
  readonly #took = new Map<string, number>();

  /** @throws {RangeError} when `tasksInFlight` is less than 1 */
  constructor(tasksInFlight = MOST) {
    if (!(tasksInFlight >= 1)) {
      throw new RangeError(`Cannot make a pool: tasksInFlight must be 1 or more: found ${tasksInFlight}`);
    }
    this.most = tasksInFlight;
  }

  /** Milliseconds that a call of this task is taken for: `AHEAD` where nothing is known. */
  weight(task: string): number {
    return Math.min(AHEAD, this.#took.get(task) ?? AHEAD);
  }

  /** Whether a worker that runs as many calls as it may can take this one too. */
  mayHold(task: string, inFlight: number, weight: number): boolean {
    return weight < AHEAD && inFlight < this.most && this.weight(task) < AHEAD;
  }

  /** How many calls of this task a worker may hold ahead. */
  depth(task: string): number {
    const weight = this.weight(task);
    return weight < AHEAD ? Math.min(this.most, Math.ceil(AHEAD / Math.max(weight, AHEAD / MOST))) : 0;
  }

  learn(task: string, took: number): void {
    const before = this.#took.get(task);
    this.#took.set(task, before === undefined ? took : before + (took - before) / 4);
  }

  /** It ended a worker, or may have: from now on it travels alone, until one has completed. */
  distrust(task: string): void {
    this.#took.delete(task);
  }
}

/**
 * Which side has a call, where both see the same memory: the worker claims it when it starts it, the pool when it takes it
 * back; whoever is first has it. One cell for each call in flight, which holds the call's id until it is claimed.
 */
export class Claims {
  readonly cells: Int32Array<SharedArrayBuffer>;

  /** Cells for so many calls in flight. */
  static for(calls: number): Claims {
    return new Claims(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * calls)));
  }

  /** @param cells as the pool made them: at least as many as calls can be in flight */
  constructor(cells: Int32Array<SharedArrayBuffer>) {
    this.cells = cells;
  }

  /** Whether the cell of this id is free: it is not while an older call that shares it is neither started nor taken back. */
  isFree(id: number): boolean {
    return Atomics.load(this.cells, id % this.cells.length) === 0;
  }

  /** The pool, before it sends the call. Ids begin at 1. */
  offer(id: number): void {
    Atomics.store(this.cells, id % this.cells.length, id);
  }

  /** @returns whether the call is now the caller's, and not yet the other side's */
  claim(id: number): boolean {
    return Atomics.compareExchange(this.cells, id % this.cells.length, id, 0) === id;
  }
}
