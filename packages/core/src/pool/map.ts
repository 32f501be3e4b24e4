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
import { checkNumber, type MapOptions, type Outcome, type SubmitOptions, whenAborted } from "./tasks.ts";

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
  signal?.throwIfAborted();
  const asynchronous = (inputs as AsyncIterable<unknown>)[Symbol.asyncIterator]?.();
  const iterator = asynchronous ?? (inputs as Iterable<unknown>)[Symbol.iterator]();
  /** By the place in which they are yielded. */
  const finished = new Map<number, Outcome<unknown>>();
  const calls = new AbortController();
  const bells = { room: () => {}, news: () => {} };
  const rung = (bell: keyof typeof bells): Promise<void> => new Promise((resolve) => (bells[bell] = resolve));
  let [pulled, ended, yielded] = [0, 0, 0];
  let pulling = "on" as "on" | "awaiting input" | "over";
  let failure: { error: unknown } | undefined;

  const start = (index: number, input: unknown): void => {
    const finish = (outcome: Outcome<unknown>): void => {
      finished.set(order === "input" ? index : ended, outcome);
      ended++;
      bells.news();
    };
    submit(input, { ...options, signal: calls.signal, transfer: transfer?.(input as never) }).then(
      (value) => finish({ index, status: "fulfilled", value }),
      (reason: unknown) => finish({ index, status: "rejected", reason }),
    );
  };
  const pull = async (): Promise<void> => {
    try {
      while (!calls.signal.aborted) {
        if (pulled - yielded >= lookAhead) {
          await rung("room");
          continue;
        }
        pulling = "awaiting input";
        const step = await iterator.next();
        if (Object(step) !== step) throw new TypeError(`Cannot map: the input's next() gave ${describe(step)}`);
        pulling = step.done ? "over" : "on";
        const input = asynchronous || step.done ? step.value : await step.value;
        if (step.done || calls.signal.aborted) return;
        start(pulled++, input);
      }
    } catch (error) {
      if (pulling === "awaiting input") pulling = "over";
      failure = { error };
    } finally {
      bells.news();
    }
  };
  const stop = (reason: unknown): void => {
    calls.abort(reason);
    bells.room();
    bells.news();
  };
  const heedless = signal && whenAborted(signal, () => stop(signal.reason));

  try {
    void pull();
    for (;;) {
      const outcome = finished.get(yielded);
      if (outcome) {
        finished.delete(yielded++);
        bells.room();
        if (settled) yield outcome;
        else if (outcome.status === "rejected") throw outcome.reason;
        else yield order === "input" ? outcome.value : { index: outcome.index, value: outcome.value };
      } else if (ended < pulled || !(failure || pulling === "over" || signal?.aborted)) await rung("news");
      else if (failure) throw failure.error;
      else return signal?.throwIfAborted();
    }
  } finally {
    heedless?.();
    const left = pulling;
    stop(new DOMException("the results are no longer wanted", "AbortError"));
    // An input that is still being awaited cannot be asked to end without waiting for it, perhaps for ever.
    const returned = left === "over" ? undefined : Promise.resolve(iterator.return?.());
    if (left === "awaiting input") returned?.catch(() => {});
    else await returned;
  }
}
