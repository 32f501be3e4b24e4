/**
 * Witnesses: beside every task there is a second one that runs it and tells who did it and when. Only the pass that proves
 * the model, the first, calls them; in the others the tasks themselves are called, and counted.
 */
import process from "node:process";
import type { Executor, Inputs, SubmitOptions, TaskContext } from "../pool/tasks.ts";
import type { Io, Workload } from "../workloads/workload.ts";
import { TELL_CPU, tellCpu } from "./cpu-seconds.ts";
import { loadWorkload } from "./load-workload.ts";
import { TallyKeeper, TELL_TALLY } from "./tally.ts";

/** One task, as seen by the worker that ran it. */
export interface Testimony {
  /** `process id`, or `process id/thread`. */
  worker: string;
  processId: number;
  /** Seconds since the epoch. */
  startedAt: number;
  endedAt: number;
}

interface Witnessed {
  value: unknown;
  testimony: Testimony;
}

/** Stands in errors of tasks before their name. */
const PREFIX = "first pass of ";

/**
 * A workload's tasks, counted, and the witness of each.
 *
 * @param worker who runs them; default: this process, which is no worker
 */
export function benchTasks(
  workload: Pick<Workload<never, object, never, never>, "tasks">,
  io: Io,
  worker?: string,
): object {
  const who = worker ?? String(process.pid);
  const keeper = new TallyKeeper(who, worker !== undefined);
  const tasks = Object.entries(workload.tasks(io));
  return {
    ...Object.fromEntries(tasks.map(([name, task]) => [name, keeper.counted(task)])),
    ...Object.fromEntries(tasks.map(([name, task]) => [PREFIX + name, witness(task, who)])),
    [TELL_CPU]: tellCpu,
    [TELL_TALLY]: () => keeper.tell(),
  };
}

/** What a bench worker serves: {@link benchTasks} of the workload named in its environment. */
export async function tasksOfEnvironment(io: Io, worker: string): Promise<object> {
  return benchTasks(await loadWorkload(process.env["TRIATHLON_WORKLOAD"] ?? ""), io, worker);
}

function witness(task: (...args: unknown[]) => unknown, worker: string) {
  return async function (this: TaskContext, ...args: unknown[]): Promise<Witnessed> {
    const startedAt = now();
    const value = await task.apply(this, args);
    return { value, testimony: { worker, processId: process.pid, startedAt, endedAt: now() } };
  };
}

const now = (): number => (performance.timeOrigin + performance.now()) / 1000;

type AnyTasks = Record<string, (input?: unknown) => unknown>;

/** An executor that calls the witnesses in place of the tasks, and hears what they say. */
export class WitnessingExecutor implements Executor<object> {
  readonly testimonies: Testimony[] = [];
  readonly #executor: Executor<AnyTasks>;

  constructor(executor: Executor<object>) {
    this.#executor = executor as Executor<AnyTasks>;
  }

  async submit(task: string, args: readonly unknown[], options?: SubmitOptions): Promise<never> {
    return this.#hear(await this.#executor.submit(PREFIX + task, args as [], options));
  }

  async *map(task: string, inputs: Inputs<unknown>, options?: object): AsyncGenerator<never> {
    for await (const result of this.#executor.map(PREFIX + task, inputs, options)) yield this.#hear(result);
  }

  async *asCompleted(task: string, inputs: Inputs<unknown>, options?: object): AsyncGenerator<never> {
    for await (const { index, value } of this.#executor.asCompleted(PREFIX + task, inputs, options)) {
      yield { index, value: this.#hear(value) } as never;
    }
  }

  room(): Promise<void> {
    return this.#executor.room();
  }

  close(options?: { waiting?: "finish" | "reject" }): Promise<void> {
    return this.#executor.close(options);
  }

  terminate(): Promise<void> {
    return this.#executor.terminate();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #hear(result: unknown): never {
    const { value, testimony } = result as Witnessed;
    this.testimonies.push(testimony);
    return value as never;
  }
}
