/**
 * `map` and `asCompleted` for any executor: pulls inputs, keeps a bounded number of them in flight, yields results.
 *
 *      inputs ──pull──▶ submit ──▶ … ──▶ finished ──yield──▶ consumer
 *               ╰────────── at most lookAhead ──────────╯
 *
 * Pulling goes on beside the consumer: a slow input holds back no result that is there, and a slow consumer stops the
 * pulling.
 */
import type { Call } from "./call.ts";
import { withFramesOf } from "./errors.ts";
import type { MapOptions, SubmitOptions } from "./executor.ts";

/**
 * The values of `submit(input)` for each input: in input order the values alone, in finishing order each with its index.
 *
 * @param lookAhead how many inputs may be pulled ahead of the consumer, asked anew each time
 * @param caller an error made where the results were asked for
 * @throws the error of the first call that failed (in the order of yielding), or what the input threw
 */
export async function* mapped(
  order: "input" | "finishing",
  submit: (input: unknown, options: SubmitOptions) => Call,
  inputs: Iterable<unknown> | AsyncIterable<unknown>,
  { signal, transfer, ...options }: MapOptions<never>,
  lookAhead: () => number,
  caller: Error,
): AsyncGenerator<unknown, void, undefined> {
  if (!(lookAhead() >= 1)) throw new RangeError(`Cannot map: lookAhead must be 1 or more: found ${lookAhead()}`);
  const iterator = Symbol.asyncIterator in inputs ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
  const inFlight = new Set<Call>();
  /** Returns the value or throws; by index, in finishing order. */
  const finished = new Map<number, () => unknown>();
  const room = new Bell();
  const news = new Bell();
  let pulled = 0;
  let yielded = 0;
  let awaitingInput = false;
  let over = false;

  const start = (index: number, input: unknown): void => {
    const call = submit(input, { ...options, transfer: transfer?.(input as never) });
    const finish = (outcome: () => unknown): void => {
      inFlight.delete(call);
      finished.set(index, outcome);
      news.ring();
    };
    inFlight.add(call);
    call.promise.then(
      (value) => finish(() => value),
      (error: unknown) =>
        finish(() => {
          throw withFramesOf(caller, error);
        }),
    );
  };

  const pull = async (): Promise<void> => {
    try {
      for (;;) {
        if (pulled - yielded >= lookAhead()) await room.rung();
        if (over) return;
        const step = iterator.next();
        // Without awaiting it, so that what is there is submitted together.
        awaitingInput = step instanceof Promise;
        const input = step instanceof Promise ? await step : step;
        awaitingInput = false;
        if (over || input.done) return;
        start(pulled, input.value);
        pulled++;
      }
    } catch (error) {
      finished.set(pulled++, () => {
        throw error;
      });
    } finally {
      over = true;
      news.ring();
    }
  };

  const stop = (reason: unknown): void => {
    over = true;
    for (const call of inFlight) call.cancel(reason);
    room.ring();
    news.ring();
  };
  const onAbort = (): void => stop(signal?.reason);
  signal?.addEventListener("abort", onAbort);

  try {
    signal?.throwIfAborted();
    void pull();
    for (;;) {
      const index = order === "input" ? yielded : (finished.keys().next().value ?? -1);
      const outcome = finished.get(index);
      if (outcome) {
        finished.delete(index);
        yielded++;
        // An eighth of the room at a time, so that inputs go out together.
        const limit = lookAhead();
        if (pulled - yielded <= limit - Math.max(1, Math.floor(limit / 8))) room.ring();
        const value = outcome();
        yield order === "input" ? value : { index, value };
        continue;
      }
      if (inFlight.size === 0) signal?.throwIfAborted();
      if (inFlight.size === 0 && over) return;
      await news.rung();
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
    stop(new DOMException("the results are no longer wanted", "AbortError"));
    // An input that is still being awaited cannot be asked to end without waiting for it, perhaps for ever.
    const ended = Promise.resolve(iterator.return?.());
    if (awaitingInput) ended.catch(() => {});
    else await ended;
  }
}

/** Wakes one waiter; a ring while nobody waits is forgotten. */
export class Bell {
  #wake: (() => void) | undefined;

  rung(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  ring(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
