/**
 * The thread's half of exploring interleavings: its `Atomics` waits for its turn before each step, so that one thread alone moves at a
 * time and whoever gives the turns has the order in hand. `Atomics.wait` becomes a sleep that the giver knows of.
 *
 *      thread                         giver of turns
 *        │ ── asks ─────────────────▶ │
 *        │ ◀───────────────── turn ── │  chosen among those that can move
 *        │ one atomic step, then plain code to the next one, or
 *        │ ── sleeps ───────────────▶ │  cannot move until notified, or its time is said to be over
 *        │ ── notifies ─────────────▶ │  wakes those that sleep there
 */

/** What a thread and the giver of turns say to each other: so many cells for each thread, and one for all that says to give up. */
export const CELLS = { turn: 0, state: 1, address: 2, count: 3, result: 4, each: 8 };
export const STATES = { moving: 0, asks: 1, sleeps: 2, "sleeps for a time": 3, notifies: 4, ended: 5, failed: 6 };

/** What `Atomics.wait` is answered, as numbers. */
export const WOKEN = 1;
export const TIMED_OUT = 2;

/** Thrown in a thread whose run is over, because another thread has failed or none can move. */
export class GivenUp extends Error {}

/** The atomics of the runtime itself: others stand in their place while a thread is explored. */
const real = globalThis.Atomics;

/** Puts atomics that wait for their turn in the place of the thread's own; time stands still. */
export function takeTurns(control: Int32Array, thread: number): void {
  const at = (cell: number): number => 1 + thread * CELLS.each + cell;

  const say = (state: number): void => {
    if (real.load(control, 0) === 1) throw new GivenUp("the run is over"); // from a `finally`
    real.store(control, at(CELLS.state), state);
    real.notify(control, at(CELLS.state));
    while (real.load(control, at(CELLS.turn)) === 0) real.wait(control, at(CELLS.turn), 0);
    real.store(control, at(CELLS.turn), 0);
    if (real.load(control, 0) === 1) throw new GivenUp("the run is over");
  };
  const addressOf = (cells: Int32Array, index: number): number => cells.byteOffset + 4 * index;

  const STEPS = ["load", "store", "add", "sub", "and", "or", "exchange", "compareExchange"] as const;
  const steps = STEPS.map((name) => {
    const step = (...given: unknown[]): unknown => {
      say(STATES.asks);
      return Reflect.apply(real[name], real, given) as unknown;
    };
    return [name, step];
  });

  const wait = (cells: Int32Array, index: number, value: number, timeout = Infinity): string => {
    say(STATES.asks);
    if (real.load(cells, index) !== value) return "not-equal";
    if (timeout <= 0) return "timed-out";
    real.store(control, at(CELLS.address), addressOf(cells, index));
    say(timeout === Infinity ? STATES.sleeps : STATES["sleeps for a time"]);
    return real.load(control, at(CELLS.result)) === TIMED_OUT ? "timed-out" : "ok";
  };

  const notify = (cells: Int32Array, index: number, count = Infinity): number => {
    say(STATES.asks);
    real.store(control, at(CELLS.address), addressOf(cells, index));
    real.store(control, at(CELLS.count), Math.min(count, 2 ** 30));
    say(STATES.notifies);
    return real.load(control, at(CELLS.result));
  };

  Object.assign(globalThis, { Atomics: { ...Object.fromEntries(steps), wait, notify } });
  performance.now = () => 0;
}
