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

interface Outcome {
  index: number;
  value?: unknown;
  error?: unknown;
  failed: boolean;
  /** Whether it is the outcome of a call; else the input itself failed. */
  ofCall: boolean;
}

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
  options: MapOptions<never>,
  lookAhead: () => number,
  caller: Error,
): AsyncGenerator<unknown, void, undefined> {
  if (!(lookAhead() >= 1)) throw new RangeError(`Cannot map: lookAhead must be 1 or more: found ${lookAhead()}`);
  const { signal, transfer } = options;
  const iterator = Symbol.asyncIterator in inputs ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
  const inFlight = new Set<Call>();
  const finished = new Map<number, Outcome>(); // a Map keeps the order in which outcomes were put in
  const room = new Bell();
  const news = new Bell();
  let pulled = 0;
  let yielded = 0;
  let awaitingInput = false;
  let over = false;

  const finish = (outcome: Outcome): void => {
    finished.set(outcome.index, outcome);
    news.ring();
  };

  const start = (index: number, input: unknown): void => {
    const call = submit(input, { ...options, signal: undefined, transfer: transfer?.(input as never) });
    inFlight.add(call);
    call.promise.then(
      (value) => (inFlight.delete(call), finish({ index, value, failed: false, ofCall: true })),
      (error: unknown) => (inFlight.delete(call), finish({ index, error, failed: true, ofCall: true })),
    );
  };

  const pull = async (): Promise<void> => {
    try {
      for (;;) {
        while (pulled - yielded >= lookAhead() && !over) await room.rung();
        if (over) return;
        awaitingInput = true;
        const input = await iterator.next();
        awaitingInput = false;
        if (over || input.done) return;
        start(pulled, input.value);
        pulled++;
      }
    } catch (error) {
      finish({ index: pulled++, error, failed: true, ofCall: false });
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
      const outcome = order === "input" ? finished.get(yielded) : finished.values().next().value;
      if (outcome) {
        finished.delete(outcome.index);
        yielded++;
        room.ring();
        if (outcome.failed) throw outcome.ofCall ? withFramesOf(caller, outcome.error) : outcome.error;
        yield order === "input" ? outcome.value : { index: outcome.index, value: outcome.value };
      } else if (inFlight.size > 0) {
        await news.rung();
      } else {
        signal?.throwIfAborted();
        if (over) return;
        await news.rung();
      }
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
class Bell {
  #wake: (() => void) | undefined;

  rung(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  ring(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
