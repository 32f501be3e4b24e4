/**
 * What a running task emits, as it comes: lines of a file, rows of a table, the steps of a long computation.
 *
 *     for await (const line of stream(pool, "lines", ["big.log"])) …
 *
 *      task ──emit──▶ at most 16 untaken ──▶ for await … of
 *            ◀──────────── taken ────────────╯
 *
 * The task is an async generator, `export async function* lines(path: string)`, or calls `this.emit(value)`. It waits where its
 * consumer is slow. When the consumer stops early, the call is cancelled, and a generator ended at its next `yield`.
 */
import { withFramesOf } from "./errors.ts";
import type { Executor, SubmitOptions, TaskArguments, TaskName, TaskValue } from "./executor.ts";
import { Bell } from "./map.ts";

/** What the task emits: known where it is an async generator. */
export type StreamItem<Tasks, Name extends TaskName<Tasks>> = Tasks[Name] extends (
  ...args: never[]
) => AsyncGenerator<infer Item, unknown, never>
  ? Item
  : unknown;

/** What the task returns at its end. */
export type StreamValue<Tasks, Name extends TaskName<Tasks>> = Tasks[Name] extends (
  ...args: never[]
) => AsyncGenerator<unknown, infer Value, never>
  ? Value
  : TaskValue<Tasks, Name>;

/** As for `submit`; the items are the consumer's. */
export type StreamOptions = Omit<SubmitOptions, "onItem" | "each">;

/**
 * Runs one task and yields what it emits, in order; then returns its value. The call is submitted when the first item is asked
 * for.
 *
 * @throws as `submit` does, once the items that came before have been yielded
 */
export function stream<Tasks, Name extends TaskName<Tasks>>(
  executor: Executor<Tasks>,
  task: Name,
  args: TaskArguments<Tasks, Name>,
  options: StreamOptions = {},
): AsyncGenerator<StreamItem<Tasks, Name>, StreamValue<Tasks, Name>, undefined> {
  const submit = (more: SubmitOptions): Promise<unknown> => executor.submit(task, args, { ...options, ...more });
  return streamed(submit, options.signal, new Error(task)) as never;
}

async function* streamed(
  submit: (options: SubmitOptions) => Promise<unknown>,
  signal: AbortSignal | undefined,
  caller: Error,
): AsyncGenerator<unknown, unknown, undefined> {
  const stopped = new AbortController();
  const untaken: { value: unknown; taken: () => void }[] = [];
  const news = new Bell();
  /** Returns the task's value or throws, once it has ended: after its last item was heard. */
  let end: (() => unknown) | undefined;

  const onItem = (value: unknown): Promise<void> | undefined => {
    if (stopped.signal.aborted) return;
    return new Promise((taken) => {
      untaken.push({ value, taken });
      news.ring();
    });
  };
  const ended = (outcome: () => unknown): void => {
    end = outcome;
    news.ring();
  };
  submit({ onItem, signal: signal ? AbortSignal.any([signal, stopped.signal]) : stopped.signal }).then(
    (value) => ended(() => value),
    (error: unknown) =>
      ended(() => {
        throw withFramesOf(caller, error);
      }),
  );

  try {
    for (;;) {
      const item = untaken.shift();
      if (item) {
        item.taken();
        yield item.value;
      } else if (end) return end();
      else await news.rung();
    }
  } finally {
    stopped.abort(new DOMException("the items are no longer wanted", "AbortError"));
    for (const { taken } of untaken) taken(); // so that a task that waits for room sees its signal
  }
}
