/** Calls that wait for a worker, first come first served. */
import type { Call } from "./call.ts";
import type { WorkerHandle } from "./worker-handle.ts";

/** In what order calls leave, and how many may wait. A pool is made with another one by `queue`. */
export interface CallQueue {
  /** Calls waiting. */
  readonly size: number;
  /**
   * Takes a call in, or rejects it.
   *
   * @param ahead calls that would wait before it if all workers were there and busy
   */
  add(call: Call, ahead: number): void;
  /** The call that this worker would be given next. Where there are no workers, none is named. */
  peek(worker?: WorkerHandle): Call | undefined;
  /** Takes that call out. */
  shift(worker?: WorkerHandle): void;
  /** Puts a call that never started back where it came from. */
  putBack(call: Call): void;
  /** Takes the call out wherever it stands, if it is here. */
  remove(call: Call): void;
  /**
   * The pool is closing: rejects calls that were not yet accepted, if there are such.
   *
   * @param waiting calls that would wait if all workers were there and busy
   */
  close?(waiting: number): void;
}

/** The plain queue: no limit, no priorities. */
export class Queue implements CallQueue {
  #calls: Call[] = [];
  #head = 0;

  get size(): number {
    return this.#calls.length - this.#head;
  }

  add(call: Call): void {
    this.#calls.push(call);
  }

  peek(): Call | undefined {
    return this.#calls[this.#head];
  }

  shift(): void {
    this.#head++;
    // Moving the rest to the front once half is gone costs each call one move on average.
    if (this.#head * 2 > this.#calls.length) {
      this.#calls = this.#calls.slice(this.#head);
      this.#head = 0;
    }
  }

  putBack(call: Call): void {
    this.#calls.splice(this.#head, 0, call);
  }

  remove(call: Call): void {
    const index = this.#calls.indexOf(call, this.#head);
    if (index >= 0) this.#calls.splice(index, 1);
  }

  /** Takes out all calls but the first so many. */
  protected cut(length: number): Call[] {
    return this.#calls.splice(this.#head + length);
  }
}
