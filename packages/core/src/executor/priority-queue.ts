/**
 * The most urgent call first.
 *
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, { queue: new PriorityQueue() });
 *     await pool.submit("render", [page], { priority: 10 });
 *
 * Only calls that wait are put in order: what a worker has, it goes on with, the little work that it holds ahead of short tasks
 * included (`tasksInFlight: 1` switches that off).
 */
import type { Call } from "./call.ts";
import type { CallQueue } from "./queue.ts";

declare module "./executor.ts" {
  interface SubmitOptions {
    /** In a `PriorityQueue`, higher leaves first; equals in the order they came. Default 0. */
    priority?: number | undefined;
  }
  interface MapOptions<Input> {
    /** As for `submit`, the same for each call. Default 0. */
    priority?: number | undefined;
  }
}

interface Entry {
  call: Call;
  priority: number;
  arrival: number;
  /** Where it stands in the heap. */
  index: number;
}

/** A binary heap: each entry leaves before the two below it, which stand at twice its place. */
export class PriorityQueue implements CallQueue {
  readonly #heap: Entry[] = [];
  /** Also of calls that have left: one that is put back keeps its turn. */
  readonly #entries = new WeakMap<Call, Entry>();
  #arrived = 0;

  get size(): number {
    return this.#heap.length;
  }

  add(call: Call): void {
    const entry = { call, priority: call.options.priority ?? 0, arrival: this.#arrived++, index: 0 };
    this.#entries.set(call, entry);
    this.#rise(entry, this.#heap.length);
  }

  peek(): Call | undefined {
    return this.#heap[0]?.call;
  }

  shift(): void {
    const [first] = this.#heap;
    if (first) this.#takeOut(first);
  }

  putBack(call: Call): void {
    const entry = this.#entries.get(call);
    if (entry) this.#rise(entry, this.#heap.length);
  }

  remove(call: Call): void {
    const entry = this.#entries.get(call);
    if (entry && this.#heap[entry.index] === entry) this.#takeOut(entry);
  }

  #takeOut(entry: Entry): void {
    const last = this.#heap.pop();
    if (!last || last === entry) return;
    this.#rise(last, entry.index);
    this.#sink(last);
  }

  /** Puts the entry at this free place, or above it. */
  #rise(entry: Entry, index: number): void {
    for (;;) {
      const above = (index - 1) >> 1;
      const parent = this.#heap[above];
      if (index === 0 || !parent || !before(entry, parent)) return this.#place(entry, index);
      this.#place(parent, index);
      index = above;
    }
  }

  #sink(entry: Entry): void {
    for (;;) {
      const { index } = entry;
      const left = this.#heap[2 * index + 1];
      const right = this.#heap[2 * index + 2];
      const next = right && left && before(right, left) ? right : left;
      if (!next || !before(next, entry)) return;
      const below = next.index;
      this.#place(next, index);
      this.#place(entry, below);
    }
  }

  #place(entry: Entry, index: number): void {
    entry.index = index;
    this.#heap[index] = entry;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.priority === b.priority ? a.arrival < b.arrival : a.priority > b.priority;
}
