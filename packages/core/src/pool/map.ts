/**
 * `map` and `asCompleted` for any executor: pulls inputs, keeps a bounded number of them in flight, yields results.
 *
 *      inputs ──pull──▶ submit ──▶ … ──▶ finished ──yield──▶ consumer
 *               ╰────────── at most lookAhead ──────────╯
 *
 * Pulling goes on beside the consumer: a slow input holds back no result that is there, and a slow consumer stops the
 * pulling.
 */
import { describe } from "./errors.ts";
import { checkCall, checkNumber, heed, type MapOptions, type Outcome, type SubmitOptions } from "./tasks.ts";

/**
 * The results for each input: in input order the values alone, in finishing order each with its index; with `settled`, how each
 * call ended. Inputs are taken as `for await` takes them.
 *
 * @param submit runs one call; a full queue must not refuse it, because `lookAhead` bounds how many there are
 * @param capacity how many calls can run at once
 * @throws the error of the first call that failed (in the order of yielding), or what the input threw, after the results before it
 */
export async function* mapped(
  order: "input" | "finishing",
  submit: (input: unknown, options: SubmitOptions) => Promise<unknown>,
  capacity: number,
  inputs: Iterable<unknown> | AsyncIterable<unknown>,
  { lookAhead = Math.min(2 * capacity, 1024), settled, signal, transfer, ...options }: MapOptions<never, boolean> = {},
): AsyncGenerator<unknown, void, undefined> {
  checkNumber("Cannot map: lookAhead", lookAhead, 1);
  checkCall(order === "input" ? "map" : "asCompleted", [], { signal });
  const asynchronous = (inputs as AsyncIterable<unknown> | undefined)?.[Symbol.asyncIterator]?.();
  const iterator = asynchronous ?? (inputs as Iterable<unknown> | undefined)?.[Symbol.iterator]?.();
  if (!iterator) throw new TypeError(`Cannot map: wanted an iterable of inputs, found ${describe(inputs)}`);
  /** By the place in which they are yielded. */
  const finished = new Map<number, Outcome<unknown>>();
  const calls = new AbortController();
  let [pulled, ended, yielded] = [0, 0, 0];
  let input = "held" as "held" | "pulled" | "awaited" | "over";
  let failure: { error: unknown } | undefined;
  let ring = (): void => {};

  const finish = (outcome: Outcome<unknown>): void => {
    finished.set(order === "input" ? outcome.index : ended, outcome);
    ended++;
    ring();
  };
  const start = async (index: number, input: unknown): Promise<void> => {
    try {
      const value = await submit(input, { ...options, signal: calls.signal, transfer: transfer?.(input as never) });
      finish({ index, status: "fulfilled", value });
    } catch (reason) {
      finish({ index, status: "rejected", reason });
    }
  };
  const pull = async (): Promise<void> => {
    if (input !== "held" || failure) return;
    try {
      while (!calls.signal.aborted && pulled - yielded < lookAhead) {
        input = "awaited";
        const step = await iterator.next();
        if (Object(step) !== step) throw new TypeError(`Cannot map: the input's next() gave ${describe(step)}`);
        const { done, value: given } = step; // their getters may throw, and then the input is over
        input = done ? "over" : "pulled";
        const value = asynchronous || done ? given : await given;
        if (done || calls.signal.aborted) break;
        void start(pulled++, value);
      }
    } catch (error) {
      failure = { error };
      if (input === "awaited") input = "over";
    }
    if (input === "pulled") input = "held";
    ring();
  };
  const heedless = heed({ signal }, () => {
    calls.abort(signal?.reason);
    ring();
  });

  try {
    for (;;) {
      void pull();
      const outcome = finished.get(yielded);
      if (!outcome) {
        if (ended === pulled && failure) throw failure.error;
        if (ended === pulled && (input === "over" || signal?.aborted)) return calls.signal.throwIfAborted();
        await new Promise<void>((resolve) => (ring = resolve));
        continue;
      }
      finished.delete(yielded++);
      if (outcome.status === "rejected" && !settled) throw outcome.reason;
      void pull();
      if (outcome.status === "rejected" || settled) yield outcome;
      else yield order === "input" ? outcome.value : { index: outcome.index, value: outcome.value };
    }
  } catch (error) {
    failure = { error };
    throw error;
  } finally {
    heedless();
    calls.abort(new DOMException("the results are no longer wanted", "AbortError"));
    // An input that is still being awaited cannot be asked to end without waiting for it, perhaps for ever.
    const awaited = input === "awaited";
    const returned = input === "over" ? undefined : (async () => iterator.return?.())();
    const heard = awaited || failure ? returned?.catch(() => {}) : returned; // as `for await` hears it
    if (!awaited) await heard;
  }
}
