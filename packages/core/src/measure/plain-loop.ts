/**
 * The control of every comparison: a plain loop. A call runs its task where it is made, one after the other, and awaits it; no pool,
 * no queue, no worker. It has an executor's shape so that workloads need not know.
 */
import type { Executor, Inputs, TaskContext } from "../pool/tasks.ts";

/** What a task knows of its call here: abilities, which add to it, belong to pools. */
type LoopContext = Pick<TaskContext, "signal" | "local" | "worker" | "timeLeft" | "transfer">;
type Task = (this: LoopContext, ...args: unknown[]) => unknown;

export class PlainLoop implements Executor<object> {
  readonly #tasks: Readonly<Record<string, Task>>;
  /** The end of the line: calls made at once still run one after the other. */
  #last: Promise<unknown> = Promise.resolve();
  readonly #context: LoopContext = {
    signal: new AbortController().signal,
    local: undefined,
    worker: 0,
    timeLeft: () => Infinity,
    transfer: (value) => value, // within one isolate nothing is moved
  };

  constructor(tasks: object) {
    this.#tasks = tasks as Record<string, Task>;
  }

  submit(task: string, args: readonly unknown[]): Promise<never> {
    const result = this.#last.then(() => this.#tasks[task]!.apply(this.#context, [...args]));
    this.#last = result.catch(() => {});
    return result as Promise<never>;
  }

  map(task: string, inputs: Inputs<unknown>): AsyncGenerator<never> {
    return this.#loop(task, inputs, (value) => value);
  }

  asCompleted(task: string, inputs: Inputs<unknown>): AsyncGenerator<never> {
    return this.#loop(task, inputs, (value, index) => ({ index, value }));
  }

  async *#loop(
    task: string,
    inputs: Inputs<unknown>,
    shape: (value: unknown, index: number) => unknown,
  ): AsyncGenerator<never> {
    const run = this.#tasks[task]!;
    let index = 0;
    if (Symbol.iterator in inputs) {
      // Without `for await`, which would wait once more for each input.
      for (const input of inputs) {
        const value = isThenable(input) ? await input : input;
        yield shape(await run.call(this.#context, value), index++) as never;
      }
    } else {
      for await (const input of inputs) yield shape(await run.call(this.#context, input), index++) as never;
    }
  }

  async room(): Promise<void> {}

  async close(): Promise<void> {
    await this.#last;
  }

  terminate(): Promise<void> {
    return this.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const isThenable = (value: unknown): boolean => typeof (value as PromiseLike<unknown> | null)?.then === "function";
