/**
 * A queue between threads that holds at most so many values: who puts waits for room, who gets waits for a value. Python's
 * `queue.Queue`. Values travel as JSON text through shared memory.
 *
 *      cells: lock │ room │ values │ oldest │ size │ slot │ slot │ …         slot: bytes │ text
 */
import { Condition } from "./condition.ts";
import { Lock } from "./lock.ts";

const [OLDEST, SIZE, SLOTS] = [3, 4, 5] as const;

export class BoundedQueue<Value> {
  /** All of it: send it to other threads, and make their `BoundedQueue` of it. */
  readonly cells: Int32Array<SharedArrayBuffer>;
  readonly #capacity: number;
  readonly #slotCells: number;
  readonly #lock: Lock;
  readonly #room: Condition;
  readonly #values: Condition;

  /**
   * @param capacity how many values it holds at most; like `valueBytes` the same in every thread. Minimum 1
   * @param valueBytes how long a value may be as JSON text. Default 1,020
   * @param cells of the queue that another thread has made; default: one of its own
   * @throws {RangeError} one of the numbers is not whole, or less than 1
   */
  constructor(capacity: number, valueBytes = 1020, cells?: Int32Array<SharedArrayBuffer>) {
    const wrong = [capacity, valueBytes].find((number) => !Number.isInteger(number) || number < 1);
    if (wrong !== undefined)
      throw new RangeError(`Cannot make a queue: wanted a whole number from 1 on, found ${wrong}`);
    this.#capacity = capacity;
    this.#slotCells = 1 + Math.ceil(valueBytes / 4);
    this.cells = cells ?? new Int32Array(new SharedArrayBuffer(4 * (SLOTS + capacity * this.#slotCells)));
    this.#lock = new Lock(this.cells.subarray(0, 1));
    this.#room = new Condition(this.#lock, this.cells.subarray(1, 2));
    this.#values = new Condition(this.#lock, this.cells.subarray(2, 3));
  }

  /**
   * Puts a value at the end; while there is no room, this thread sleeps, with its event loop.
   *
   * @param timeout milliseconds to wait at most: 0 only tries; default: no limit
   * @returns whether it is in the queue
   * @throws {TypeError} it is no JSON value
   * @throws {RangeError} its text is too long
   */
  put(value: Value, timeout = Infinity): boolean {
    const text: string | undefined = JSON.stringify(value);
    if (text === undefined) throw new TypeError(`Cannot put into a queue: wanted a JSON value, found ${typeof value}`);
    const bytes = new TextEncoder().encode(text);
    const most = 4 * (this.#slotCells - 1);
    if (bytes.length > most)
      throw new RangeError(`Cannot put into a queue: wanted at most ${most} bytes of JSON, found ${bytes.length}`);
    return this.#lock.hold(() => {
      if (!this.#room.waitFor(() => this.#is(SIZE) < this.#capacity, timeout)) return false;
      const [slot, its] = this.#slot(this.#is(OLDEST) + this.#is(SIZE));
      this.cells[slot] = bytes.length;
      its.set(bytes);
      this.cells[SIZE]!++;
      this.#values.notify();
      return true;
    });
  }

  /**
   * Takes the oldest value; while there is none, this thread sleeps, with its event loop.
   *
   * @param timeout milliseconds to wait at most: 0 only tries; default: no limit
   * @returns the value; undefined when none came in time
   */
  get(timeout = Infinity): Value | undefined {
    return this.#lock.hold(() => {
      if (!this.#values.waitFor(() => this.#is(SIZE) > 0, timeout)) return undefined;
      const [slot, its] = this.#slot(this.#is(OLDEST));
      const bytes = its.slice(0, this.cells[slot]); // a copy: a decoder takes no shared memory
      this.cells[OLDEST] = (this.#is(OLDEST) + 1) % this.#capacity;
      this.cells[SIZE]!--;
      this.#room.notify();
      return JSON.parse(new TextDecoder().decode(bytes)) as Value;
    });
  }

  #is(cell: number): number {
    return this.cells[cell]!;
  }

  /** The cell where the slot begins, which has the length, and the bytes of its text. */
  #slot(number: number): [cell: number, text: Uint8Array] {
    const cell = SLOTS + (number % this.#capacity) * this.#slotCells;
    return [cell, new Uint8Array(this.cells.buffer, this.cells.byteOffset + 4 * (cell + 1), 4 * (this.#slotCells - 1))];
  }
}
