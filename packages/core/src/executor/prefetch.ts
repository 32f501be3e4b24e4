/**
 * How much work a worker is given ahead. A message to a thread or process costs mostly the waking of the other side, and a
 * tiny task is lost in that. So while tasks are short, a worker holds a little work beyond
 * what it runs, and calls travel together.
 *
 *   - Only calls of tasks that took less than half a millisecond, by their name, and at most two milliseconds of them: where
 *     waking a thread takes long, a worker that holds less runs dry. A name that has not completed yet, or that
 *     ended a worker, counts as long: such a call travels alone.
 *   - What a worker has not started can be taken back: at once where memory is shared, else as soon as it hears of it.
 *
 * `tasksInFlight: 1` switches it off.
 */

/** Microseconds: a task that takes less is short, and may be held ahead. */
const SHORT = 500;

/** Microseconds of work that a worker may have before it: some times what it takes until it can be given more. */
const AHEAD = 2000;

/** Calls in flight at one worker, however short, where the pool's owner does not say. */
const MOST = 256;

export class Prefetch {
  /** Calls in flight at one worker. */
  readonly most: number;
  /** By name, what tasks took lately: a moving average in milliseconds, and in whole microseconds, which are cheaper to carry about. */
  readonly #known = new Map<string, { took: number; weight: number }>();

  /** @throws {RangeError} when `tasksInFlight` is less than 1 */
  constructor(tasksInFlight: number = MOST) {
    if (!(tasksInFlight >= 1)) {
      throw new RangeError(`Cannot make a pool: tasksInFlight must be 1 or more: found ${tasksInFlight}`);
    }
    this.most = tasksInFlight;
  }

  /** Microseconds that a call of this task is taken for: `AHEAD` where nothing is known. */
  weight(task: string): number {
    return this.#known.get(task)?.weight ?? AHEAD;
  }

  /** Whether a worker that runs as many calls as it may can take this one too. */
  mayHold(task: string, inFlight: number, weight: number): boolean {
    return weight < AHEAD && inFlight < this.most && this.weight(task) < SHORT;
  }

  /** How many calls of this task a worker may hold ahead. */
  depth(task: string): number {
    const weight = this.weight(task);
    return weight < SHORT ? Math.min(this.most, Math.ceil(AHEAD / weight)) : 0;
  }

  /** @param took milliseconds */
  learn(task: string, took: number): void {
    let known = this.#known.get(task);
    if (!known) this.#known.set(task, (known = { took, weight: 0 }));
    known.took += (took - known.took) / 4;
    known.weight = Math.min(AHEAD, Math.ceil(known.took * 1000) || 1);
  }

  /** It ended a worker, or may have: from now on it travels alone, until one has completed. */
  distrust(task: string): void {
    this.#known.delete(task);
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
    return Atomics.load(this.cells, id % this.cells.length) <= 0;
  }

  /** The worker, when the call has ended: its answer may still be on its way. */
  finish(id: number): void {
    Atomics.compareExchange(this.cells, id % this.cells.length, 0, -id);
  }

  /** The pool, when the answer that came does not count: to the pool, the call still runs. */
  unfinish(id: number): void {
    Atomics.compareExchange(this.cells, id % this.cells.length, -id, 0);
  }

  hasFinished(id: number): boolean {
    return Atomics.load(this.cells, id % this.cells.length) === -id;
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
