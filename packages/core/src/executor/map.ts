/**
 * `map` and `asCompleted` for any executor: pulls inputs, keeps a bounded number of them in flight, yields results.
 *
 *      inputs ──pull──▶ submit ──▶ … ──▶ finished ──yield──▶ consumer
 *               ╰────────── at most lookAhead ──────────╯
 *
 * Pulling goes on beside the consumer: a slow input holds back no result that is there, and a slow consumer stops the
 * pulling.
 */
import type { MapOptions, SubmitOptions } from "./executor.ts";

interface Outcome {
  index: number;
  value?: unknown;
  error?: unknown;
  failed: boolean;
}

/**
 * The outcomes of `submit(input)` for each input, in input order or in finishing order.
 *
 * @throws the error of the first call that failed (in the order of yielding), or what the input threw
 */
export async function* mapped(
  order: "input" | "finishing",
  submit: (input: unknown, options: SubmitOptions) => Promise<unknown>,
  inputs: Iterable<unknown> | AsyncIterable<unknown>,
  options: MapOptions<never>,
  lookAhead: number,
): AsyncGenerator<{ index: number; value: unknown }, void, undefined> {
  if (!(lookAhead >= 1)) throw new RangeError(`Cannot map: lookAhead must be 1 or more: found ${lookAhead}`);
  const iterator = Symbol.asyncIterator in inputs ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const finished = new Map<number, Outcome>(); // a Map keeps the order in which outcomes were put in
  const room = new Bell();
  const news = new Bell();
  let pulled = 0;
  let inFlight = 0;
  let yielded = 0;
  let awaitingInput = false;
  let exhausted = false;

  const finish = (outcome: Outcome): void => {
    finished.set(outcome.index, outcome);
    news.ring();
  };

  const call = async (index: number, input: unknown): Promise<void> => {
    inFlight++;
    let outcome: Outcome;
    try {
      const transfer = options.transfer?.(input as never);
      outcome = { index, value: await submit(input, { signal, timeout: options.timeout, transfer }), failed: false };
    } catch (error) {
      outcome = { index, error, failed: true };
    }
    inFlight--;
    finish(outcome);
  };

  const pull = async (): Promise<void> => {
    for (;;) {
      while (pulled - yielded >= lookAhead && !signal.aborted) await room.rung();
      if (signal.aborted) return;
      awaitingInput = true;
      const input = await iterator.next();
      awaitingInput = false;
      if (input.done || signal.aborted) return;
      void call(pulled++, input.value);
    }
  };

  const onAbort = (): void => (room.ring(), news.ring());
  signal.addEventListener("abort", onAbort);
  void pull()
    .catch((error: unknown) => finish({ index: pulled++, error, failed: true }))
    .finally(() => ((exhausted = true), news.ring()));

  try {
    for (;;) {
      const outcome = order === "input" ? finished.get(yielded) : finished.values().next().value;
      if (outcome) {
        finished.delete(outcome.index);
        yielded++;
        room.ring();
        if (outcome.failed) throw outcome.error;
        yield { index: outcome.index, value: outcome.value };
      } else if (inFlight > 0) {
        await news.rung();
      } else {
        options.signal?.throwIfAborted();
        if (exhausted) return;
        await news.rung();
      }
    }
  } finally {
    stop.abort();
    signal.removeEventListener("abort", onAbort);
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
