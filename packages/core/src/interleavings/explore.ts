/**
 * Gives turns to the threads of a case: in every order there is, or in orders by lot. An order is the list of choices made, each among the
 * threads that could move; the same choices give the same run.
 */
import { Worker } from "node:worker_threads";
import { below, createRandom } from "../statistics/random.ts";
import type { Case } from "./case.ts";
import { CELLS, STATES, TIMED_OUT, WOKEN } from "./turns.ts";

/** What went wrong, and after which choices. */
export interface Fault {
  reason: string;
  order: number[];
}

export interface Explored {
  orders: number;
  fault?: Fault;
}

/** At which number of turns a run is called endless. */
const TOO_LONG = 10_000;
/** Bytes that a case has, and that a thread has to say what went wrong. */
const SHARED_BYTES = 4096;
const TEXT_BYTES = 512;

/** The threads of one case, in one of its variants. */
export class Threads {
  readonly #count: number;
  readonly #control: Int32Array<SharedArrayBuffer>;
  readonly #shared: Int32Array<SharedArrayBuffer>;
  readonly #texts: Uint8Array<SharedArrayBuffer>;
  readonly #workers: Worker[] = [];
  readonly #case: Case;

  private constructor(tried: Case, count: number) {
    this.#case = tried;
    this.#count = count;
    this.#control = new Int32Array(new SharedArrayBuffer(4 * (1 + count * CELLS.each)));
    this.#shared = new Int32Array(new SharedArrayBuffer(SHARED_BYTES));
    this.#texts = new Uint8Array(new SharedArrayBuffer(count * TEXT_BYTES));
  }

  /** @param name of the file of the case; its module is loaded in each thread */
  static async start(name: string, tried: Case, variant: string, count: number): Promise<Threads> {
    const threads = new Threads(tried, count);
    for (let thread = 0; thread < count; thread++) {
      const worker = new Worker(new URL("./thread.ts", import.meta.url));
      threads.#workers.push(worker);
      await heard(worker);
      const texts = threads.#texts.subarray(thread * TEXT_BYTES, (thread + 1) * TEXT_BYTES);
      worker.postMessage({ name, variant, thread, count, control: threads.#control, shared: threads.#shared, texts });
      await heard(worker);
    }
    return threads;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  /** Every order there is, until one fails. @throws {Error} there are more than `most` */
  all(most: number): Explored {
    let choices: number[] = [];
    for (let orders = 1; orders <= most; orders++) {
      const widths: number[] = [];
      const fault = this.#once((width) => {
        widths.push(width);
        return choices[widths.length - 1] ?? 0;
      });
      if (fault) return { orders, fault };
      choices = widths.map((_, index) => choices[index] ?? 0);
      while (choices.length > 0 && choices.at(-1)! + 1 >= widths[choices.length - 1]!) choices.pop();
      if (choices.length === 0) return { orders };
      choices.push(choices.pop()! + 1);
    }
    throw new Error(`Cannot explore every order: wanted at most ${most}, found more`);
  }

  /** So many orders by lot, until one fails. */
  some(count: number, seed: number): Explored {
    const random = createRandom(seed, this.#count);
    for (let orders = 1; orders <= count; orders++) {
      const fault = this.#once((width) => below(width, random));
      if (fault) return { orders, fault };
    }
    return { orders: count };
  }

  #once(choose: (width: number) => number): Fault | undefined {
    const order: number[] = [];
    this.#shared.fill(0);
    this.#case.prepare?.(this.#shared, this.#count);
    this.#texts.fill(0);
    this.#control.fill(0);
    const all = Array.from({ length: this.#count }, (_, thread) => thread);
    for (const thread of all) this.#turn(thread);
    const woken = new Set<number>();
    for (;;) {
      const states = all.map((thread) => this.#get(thread, CELLS.state));
      const failed = states.indexOf(STATES.failed);
      if (failed >= 0) return this.#giveUp(this.#text(failed), order, states);
      const able = all.filter((thread) => {
        const state = states[thread];
        return state === STATES.asks || state === STATES["sleeps for a time"] || woken.has(thread);
      });
      if (able.length === 0) {
        if (states.some((state) => state !== STATES.ended)) return this.#giveUp("no thread can move", order, states);
        const reason = this.#case.wrong?.(this.#shared, this.#count);
        return reason === undefined ? undefined : { reason, order };
      }
      if (order.length > TOO_LONG) return this.#giveUp("it does not end", order, states);
      const choice = choose(able.length);
      order.push(choice);
      const thread = able[choice]!;
      if (states[thread] !== STATES.asks) this.#set(thread, CELLS.result, woken.delete(thread) ? WOKEN : TIMED_OUT);
      this.#turn(thread);
      if (this.#get(thread, CELLS.state) === STATES.notifies) this.#wake(thread, all, woken);
    }
  }

  /** In the order of their numbers: the language says first come, first woken, and an algorithm must not rely on it. */
  #wake(thread: number, all: number[], woken: Set<number>): void {
    const address = this.#get(thread, CELLS.address);
    const asleep: number[] = [STATES.sleeps, STATES["sleeps for a time"]];
    const there = all.filter(
      (other) =>
        asleep.includes(this.#get(other, CELLS.state)) &&
        this.#get(other, CELLS.address) === address &&
        !woken.has(other),
    );
    const chosen = there.slice(0, this.#get(thread, CELLS.count));
    for (const other of chosen) woken.add(other);
    this.#set(thread, CELLS.result, chosen.length);
    this.#turn(thread);
  }

  /** Lets one thread move, until it asks again, sleeps or has ended. */
  #turn(thread: number): void {
    this.#set(thread, CELLS.state, STATES.moving);
    this.#set(thread, CELLS.turn, 1);
    Atomics.notify(this.#control, this.#cell(thread, CELLS.turn));
    const cell = this.#cell(thread, CELLS.state);
    while (Atomics.load(this.#control, cell) === STATES.moving) Atomics.wait(this.#control, cell, STATES.moving);
  }

  #giveUp(reason: string, order: number[], states: number[]): Fault {
    Atomics.store(this.#control, 0, 1);
    for (const [thread, state] of states.entries()) {
      if (state !== STATES.ended && state !== STATES.failed) this.#turn(thread);
    }
    return { reason, order };
  }

  #text(thread: number): string {
    const bytes = this.#texts.slice(thread * TEXT_BYTES, (thread + 1) * TEXT_BYTES);
    return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
  }

  #cell(thread: number, cell: number): number {
    return 1 + thread * CELLS.each + cell;
  }

  #get(thread: number, cell: number): number {
    return Atomics.load(this.#control, this.#cell(thread, cell));
  }

  #set(thread: number, cell: number, value: number): void {
    Atomics.store(this.#control, this.#cell(thread, cell), value);
  }
}

/** Its next message. @throws what ended it before */
function heard(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
