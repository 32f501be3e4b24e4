/** Runs a task by its name, with the context it knows as `this`. */
import { UnknownTask } from "./errors.ts";
import type { TaskContext, Transferables } from "./executor.ts";

/** What the task of one call has around it. */
export interface Surroundings {
  local: unknown;
  emit(id: number, value: unknown): Promise<void>;
}

/** The context of one call, on the side where its task runs. */
export class CallContext implements TaskContext {
  readonly context: unknown;
  /** What the task wants to be moved to the caller. */
  transferred: Transferables | undefined;
  readonly #id: number;
  readonly #surroundings: Surroundings;
  readonly #dueAt: number;
  #controller: AbortController | undefined;

  /** @param dueAt when the deadline is, on the clock of `performance.now()`; `Infinity` without one */
  constructor(id: number, dueAt: number, context: unknown, surroundings: Surroundings) {
    this.#id = id;
    this.#dueAt = dueAt;
    this.context = context;
    this.#surroundings = surroundings;
  }

  get local(): unknown {
    return this.#surroundings.local;
  }

  emit(value: unknown): Promise<void> {
    return this.#surroundings.emit(this.#id, value);
  }

  get signal(): AbortSignal {
    // Most tasks never ask, and making one costs more than a small task.
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  timeLeft(): number {
    return this.#dueAt === Infinity ? Infinity : Math.max(0, this.#dueAt - performance.now());
  }

  transfer<Value>(value: Value, buffers: Transferables): Value {
    this.transferred = buffers;
    return value;
  }

  abort(name: "AbortError" | "TimeoutError"): void {
    this.#controller ??= new AbortController();
    const why = name === "AbortError" ? "the caller cancelled the task" : "the task's deadline has passed";
    this.#controller.abort(new DOMException(why, name));
  }
}

/** A task failed for one of several inputs: `cause` says how, `values` are those of the inputs before it. */
export class EachFailed extends Error {
  override readonly name = "EachFailed";
  readonly values: readonly unknown[];

  constructor(values: readonly unknown[], cause: unknown) {
    super(`the task failed for input ${values.length}`, { cause });
    this.values = values;
  }
}

/** What `each` comes to: the values in the order of the inputs, and the milliseconds that all took together. */
export interface EachValues {
  values: unknown[];
  took: number;
}

/**
 * Calls `tasks[name]`. A task that is an async generator emits what it yields, and is ended at its next `yield` once its signal
 * is aborted.
 *
 * @param each the one argument is a list of inputs: the task is called for each, and the value is {@link EachValues}
 * @throws {UnknownTask} when `tasks` has no function of its own of that name
 * @throws {EachFailed} with `each`, when the task threw for one of them
 * @throws whatever the task throws
 */
export function invoke(
  tasks: object,
  name: string,
  args: readonly unknown[],
  context: CallContext,
  each = false,
): unknown {
  // Only own properties: "constructor" and "toString" are nobody's tasks.
  const task: unknown = Object.hasOwn(tasks, name) ? Reflect.get(tasks, name) : undefined;
  if (typeof task !== "function") throw new UnknownTask(name, namesOf(tasks));
  if (each) return invokeEach(task, args[0] as readonly unknown[], context);
  const value: unknown = Reflect.apply(task, context, args);
  return isGenerator(value) ? emitAll(value, context) : value;
}

async function invokeEach(task: Function, inputs: readonly unknown[], context: CallContext): Promise<EachValues> {
  const values: unknown[] = [];
  const began = performance.now();
  try {
    for (const input of inputs) {
      const value: unknown = Reflect.apply(task, context, [input]);
      values.push(isPromiseLike(value) ? await value : value);
    }
  } catch (error) {
    throw new EachFailed(values, error);
  }
  return { values, took: performance.now() - began };
}

async function emitAll(generator: AsyncGenerator<unknown, unknown>, context: CallContext): Promise<unknown> {
  for (;;) {
    const step = await generator.next();
    if (step.done) return step.value;
    await context.emit(step.value);
    if (context.signal.aborted) return (await generator.return(undefined)).value;
  }
}

export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function isGenerator(value: unknown): value is AsyncGenerator<unknown, unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value && "next" in value;
}

function namesOf(tasks: object): string[] {
  return Object.entries(tasks).flatMap(([name, value]) => (typeof value === "function" ? [name] : []));
}
