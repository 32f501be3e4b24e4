/** The simplest executor there is, for tests of workloads: one task after the other, each argument and result cloned. */
import type { Executor, Inputs, TaskArguments, TaskContext, TaskInput, TaskName, TaskValue } from "../../pool/tasks.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- any task at all
type AnyTasks = Record<string, (...args: any[]) => unknown>;

export class InTurn<Tasks> implements Executor<Tasks> {
  readonly #tasks: Tasks;
  readonly #change: (result: unknown) => unknown;
  readonly #dropped: number;

  /** `change` may falsify a result on its way back; so many inputs at the end of a `map`, or calls of `submit`, get none. */
  constructor(tasks: Tasks, change: (result: unknown) => unknown = (result) => result, dropped = 0) {
    this.#tasks = tasks;
    this.#change = change;
    this.#dropped = dropped;
  }

  async submit<Name extends TaskName<Tasks>>(
    task: Name,
    args: TaskArguments<Tasks, Name>,
  ): Promise<TaskValue<Tasks, Name>> {
    if (this.#dropped > 0) throw new Error("This executor has lost the call.");
    const result = await (this.#tasks as AnyTasks)[task]!.apply(context, structuredClone(args));
    return this.#change(structuredClone(result)) as TaskValue<Tasks, Name>;
  }

  async *map<Name extends TaskName<Tasks>>(
    task: Name,
    inputs: Inputs<TaskInput<Tasks, Name>>,
  ): AsyncGenerator<never, void, undefined> {
    for await (const { value } of this.asCompleted(task, inputs)) yield value;
  }

  async *asCompleted<Name extends TaskName<Tasks>>(
    task: Name,
    inputs: Inputs<TaskInput<Tasks, Name>>,
  ): AsyncGenerator<never, void, undefined> {
    const all = await Array.fromAsync(inputs);
    const patient = new InTurn(this.#tasks, this.#change);
    for (const [index, input] of all.slice(0, all.length - this.#dropped).entries()) {
      yield { index, value: await patient.submit(task, [input] as TaskArguments<Tasks, Name>) } as never;
    }
  }

  async room(): Promise<void> {}
  async close(): Promise<void> {}
  async terminate(): Promise<void> {}
  async [Symbol.asyncDispose](): Promise<void> {}
}

const context = {
  signal: new AbortController().signal,
  worker: 0,
  timeLeft: () => Infinity,
  local: undefined,
  transfer: <Value>(value: Value) => value,
} as Partial<TaskContext> as TaskContext;
