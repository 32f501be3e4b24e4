/** Runs a task by its name, with the context it knows as `this`. */
import { UnknownTask } from "./errors.ts";
import type { TaskContext, Transferables } from "./executor.ts";

/** The context of one call, on the side where its task runs. */
export class CallContext implements TaskContext {
  readonly context: unknown;
  /** What the task wants to be moved to the caller. */
  transferred: Transferables | undefined;
  readonly #dueAt: number;
  #controller: AbortController | undefined;

  /** @param timeLeft milliseconds until the deadline, `Infinity` without one */
  constructor(timeLeft: number, context: unknown) {
    this.#dueAt = timeLeft === Infinity ? Infinity : performance.now() + timeLeft;
    this.context = context;
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

/**
 * Calls `tasks[name]`.
 *
 * @throws {UnknownTask} when `tasks` has no function of its own of that name
 * @throws whatever the task throws
 */
export function invoke(tasks: object, name: string, args: readonly unknown[], context: CallContext): unknown {
  // Only own properties: "constructor" and "toString" are nobody's tasks.
  const task: unknown = Object.hasOwn(tasks, name) ? Reflect.get(tasks, name) : undefined;
  if (typeof task !== "function") throw new UnknownTask(name, namesOf(tasks));
  return Reflect.apply(task, context, args);
}

function namesOf(tasks: object): string[] {
  return Object.entries(tasks).flatMap(([name, value]) => (typeof value === "function" ? [name] : []));
}
