/**
 * What can be submitted: the types that a module of tasks gives to `submit` and `map`, and what every executor does with a call
 * before its task runs: check it, keep it in line, heed its signal and its deadline.
 */
import { describe, UnknownTask } from "./errors.ts";

/** What a running task can know of its call. A task receives it as `this`: `function download(this: TaskContext, url: string)`. */
export interface TaskContext<Local = unknown> {
  /** Aborted when the caller cancels or the deadline passes. A task that heeds it ends early and keeps its worker. */
  readonly signal: AbortSignal;
  /** What `init` made when the worker began, e.g. an open database: one for each worker. */
  readonly local: Local;
  /** The worker's number, from 0: less than the number of workers, and given again when its worker is gone. */
  readonly worker: number;
  /** Milliseconds left until the call's deadline (queue time already counted); `Infinity` without one. */
  timeLeft(): number;
  /**
   * Marks buffers of a returned value to be moved to the caller instead of copied, and returns the value. Moving
   * happens between threads; to another process everything is copied, within one isolate nothing is.
   */
  transfer<Value>(value: Value, buffers: Transferables): Value;
}

/** Buffers and ports that change hands instead of being copied. After the call the sender's are detached. */
export type Transferables = readonly object[];

// oxlint-disable-next-line typescript/no-explicit-any -- a task may take any cloneable arguments
type Task = (...args: any[]) => unknown;

// In what follows, T is the type of a module (or object) of tasks, and N the name of one.

/** The names of the exports that can be submitted: functions. */
export type TaskName<T> = { [N in keyof T]: T[N] extends Task ? N : never }[keyof T] & string;

/** What a task takes, as a tuple; its `this` is not part of it. */
export type TaskArguments<T, N extends TaskName<T>> = T[N] extends Task ? Parameters<OmitThisParameter<T[N]>> : never;

/** What a call of the task resolves to. */
export type TaskValue<T, N extends TaskName<T>> = T[N] extends Task ? Awaited<ReturnType<T[N]>> : never;

/** What one item of `map` is: the task's first argument. */
export type TaskInput<T, N extends TaskName<T>> = TaskArguments<T, N>[0];

/** What `map` pulls its inputs from, as `for await` does. */
export type Inputs<Input> = Iterable<Input | PromiseLike<Input>> | AsyncIterable<Input>;

export interface SubmitOptions {
  /** Cancels the call: before it starts, or through the task's own signal. Default: none. */
  signal?: AbortSignal | undefined;
  /** Milliseconds, from submit, after which the call has settled. Minimum 0; default, and from 25 days on: no limit. */
  timeout?: number | undefined;
  /** Milliseconds, from the start of its task, after which the call has settled. Minimum 0; default: no limit. */
  runTimeout?: number | undefined;
  /** Buffers of the arguments to move instead of copy, where the model can (between threads). Default: none. */
  transfer?: Transferables | undefined;
}

export interface MapOptions<Input, Settled extends boolean = false> extends Omit<SubmitOptions, "transfer"> {
  /** Which buffers of an input to move instead of copy. Default: none. */
  transfer?: ((input: Input) => Transferables) | undefined;
  /** How many inputs may be pulled ahead of the consumer. Minimum 1; default: twice what the executor runs at once, at most 1,024. */
  lookAhead?: number | undefined;
  /** Whether to go on past calls that fail, and yield how each ended. Default: the first failure ends the results with its error. */
  settled?: Settled | undefined;
}

/** One result of {@link Executor.asCompleted}: `index` counts the inputs from 0. */
export type Completed<Value> = { index: number; value: Value };

/** How the call of one input ended, with `settled: true`. */
export type Outcome<Value> = { index: number } & PromiseSettledResult<Value>;

/** `map` and `asCompleted`. */
export type Mapping<T, Yields> = <N extends TaskName<T>, Settled extends boolean = false>(
  task: N,
  inputs: Inputs<TaskInput<T, N>>,
  options?: MapOptions<TaskInput<T, N>, Settled>,
) => AsyncGenerator<Settled extends true ? Outcome<TaskValue<T, N>> : Yielded<TaskValue<T, N>, Yields>, void>;
type Yielded<Value, Yields> = Yields extends "value" ? Value : Completed<Value>;

/**
 * Runs tasks. `T` is the type of the module they live in: `new ThreadPool<typeof import("./tasks.ts")>(…)`
 * makes names, arguments and results typed. The words are those of Python's `concurrent.futures`.
 */
export interface Executor<T> extends AsyncDisposable {
  /**
   * Runs one task. The promise settles exactly once. Where tasks run in workers, the arguments are cloned when the call is given to
   * a worker: until then, what the caller changes in them is seen. What it changes in the options is not.
   *
   * @throws {TaskError} the task threw: `cause` is its error
   * @throws {WorkerDied} its worker ended while it ran
   * @throws {TaskCancelled} `signal` was aborted: `rung` says how far the task had come
   * @throws {DeadlineExceeded} `timeout` or `runTimeout` passed: `rung` likewise
   * @throws {QueueFull} as many calls wait as may
   * @throws {PoolClosed} after `close` or `terminate`
   * @throws {UnknownTask} there is no task of this name
   * @throws {NotCloneable} an argument or the result cannot cross to the worker
   * @throws {TypeError} the task is no string, the arguments are no list, the signal is no signal, or `transfer` no list
   * @throws {RangeError} a number of the options is out of its range
   */
  submit<N extends TaskName<T>>(task: N, args: TaskArguments<T, N>, options?: SubmitOptions): Promise<TaskValue<T, N>>;

  /**
   * Runs the task once for each input and yields the results **in input order**. Inputs are pulled lazily, at most
   * `lookAhead` before the consumer. The first failure ends the iteration with its error (or not, with `settled`); then, as when
   * the consumer stops early, calls still in flight are cancelled.
   */
  readonly map: Mapping<T, "value">;

  /** Like {@link Executor.map}, but yields each result **as it is finished**, with the index of its input. */
  readonly asCompleted: Mapping<T, "index and value">;

  /** Resolves when a call would not be refused for want of room in the queue; at once without `maxQueue`, and when the pool is closed. */
  room(): Promise<void>;

  /**
   * Lets accepted calls finish, then leaves nothing behind: no thread, process, handle or listener. Idempotent.
   *
   * @param options `waiting: "reject"` drops what waits in the queue, with PoolClosed, and lets finish what runs
   */
  close(options?: { waiting?: "finish" | "reject" }): Promise<void>;

  /** Does not wait: calls not yet settled reject with `PoolClosed`, workers are stopped. Idempotent. */
  terminate(): Promise<void>;
}

/** As they were when this module was loaded: test runners put others in their place, whose time stands still. */
const { setTimeout, clearTimeout } = globalThis;
export const now: () => number = performance.now.bind(performance);
export const inMicrotask: (then: () => void) => void = queueMicrotask.bind(globalThis);

/** Calls back after so many milliseconds; never for what a timer cannot count, 25 days or `Infinity`. @returns calls it off */
export function after(milliseconds: number, then: () => void): () => void {
  const timer = milliseconds <= 2 ** 31 - 1 ? setTimeout(then, Math.ceil(milliseconds)) : undefined;
  return () => clearTimeout(timer);
}

/** Why a call is ended from outside, in the web's own error names: cancelled, or out of time. */
export type Interruption = "AbortError" | "TimeoutError";

/** All that heed one signal, behind one listener: a signal's own list of listeners is slow. */
class Heeding extends Set<() => void> {
  readonly listener = (): void => this.forEach((aborted) => aborted());
}

const heeded = new WeakMap<AbortSignal, Heeding>();

/** Calls back when the signal is aborted or the timeout has passed; at once where that is so already. @returns calls it off */
export function heed(
  { signal, timeout = Infinity }: SubmitOptions,
  interrupt: (why: Interruption) => void,
): () => void {
  if (signal?.aborted || timeout === 0) interrupt(signal?.aborted ? "AbortError" : "TimeoutError");
  const timeless = after(timeout, () => interrupt("TimeoutError"));
  if (!signal) return timeless;
  const aborted = (): void => interrupt("AbortError");
  const all = heeded.get(signal) ?? new Heeding();
  if (all.size === 0) signal.addEventListener("abort", all.listener);
  heeded.set(signal, all.add(aborted));
  return () => {
    timeless();
    if (all.delete(aborted) && all.size === 0) signal.removeEventListener("abort", all.listener);
  };
}

/** Where those wait who want room in a queue: let in one after the other, each when the last may have put its call in the queue. */
export class Gate {
  #last = Promise.resolve();
  /** To be called when there may be room. */
  open = (): void => {};

  pass(hasRoom: () => boolean): Promise<void> {
    this.#last = this.#after(this.#last, hasRoom);
    return this.#last;
  }

  async #after(last: Promise<void>, hasRoom: () => boolean): Promise<void> {
    await last;
    for (let turns = 0; turns < 3; turns++) await Promise.resolve();
    while (!hasRoom()) await new Promise<void>((resolve) => (this.open = resolve));
  }
}

/** First come, first served; everything in constant time. */
export class Queue<Item extends { place: number }> {
  readonly #items = new Map<number, Item>();
  #first = 0;
  #next = 0;

  get size(): number {
    return this.#items.size;
  }

  /** @param first whether it goes before all others */
  add(item: Item, first = false): void {
    item.place = first ? --this.#first : this.#next++;
    this.#items.set(item.place, item);
  }

  peek(): Item | undefined {
    while (this.#first < this.#next && !this.#items.has(this.#first)) this.#first++;
    return this.#items.get(this.#first);
  }

  /** Does nothing when it is not here. */
  remove(item: Item): void {
    if (this.#items.get(item.place) === item) this.#items.delete(item.place);
  }
}

/** @throws {RangeError} unless the value is a number from the least one on, and whole where it must be */
export function checkNumber(what: string, value: unknown, least: number, whole = false): void {
  if (typeof value === "number" && value >= least && (!whole || Number.isInteger(value))) return;
  throw new RangeError(`${what} must be a ${whole ? "whole " : ""}number from ${least} on: found ${describe(value)}`);
}

/**
 * Refuses what no executor can take, before it costs anything.
 *
 * @throws {TypeError} a wrong task, list of arguments, signal or list of buffers
 * @throws {RangeError} a wrong number
 */
export function checkCall(task: unknown, args: unknown, options: SubmitOptions): void {
  const want = (good: boolean, what: string, found: unknown): void => {
    if (!good) throw new TypeError(`Cannot submit ${describe(task)}: wanted ${what}, found ${describe(found)}`);
  };
  want(typeof task === "string", 'the name of a task, as in submit("task", [argument])', task);
  want(Array.isArray(args), 'a list of arguments, as in submit("task", [argument])', args);
  want(typeof options === "object" && options !== null, "an object of options, or none", options);
  const { signal, timeout, runTimeout, transfer } = options;
  want(!signal || canBeHeeded(signal), "a signal, as in { signal: controller.signal }", signal);
  want(!transfer || Array.isArray(transfer), "a list of buffers, as in { transfer: [buffer] }", transfer);
  if (timeout !== undefined) checkNumber("Cannot submit a call: timeout", timeout, 0);
  if (runTimeout !== undefined) checkNumber("Cannot submit a call: runTimeout", runTimeout, 0);
}

const canBeHeeded = (signal: object): boolean =>
  ["addEventListener", "removeEventListener"].every((name) => typeof Reflect.get(Object(signal), name) === "function");

/** The context of one call, on the side where its task runs; `transferred` is what the task wants to be moved to the caller. */
export type RunningCall = TaskContext & { transferred?: Transferables; abort(why: Interruption): void };

/** @param timeLeft milliseconds until its deadline; `Infinity` without one */
export function runningCall(timeLeft: number, local: unknown, worker: number): RunningCall {
  const dueAt = now() + timeLeft;
  let controller: AbortController | undefined; // most tasks never ask, and making one costs more than a small task
  const control = (): AbortController => (controller ??= new AbortController());
  return {
    local,
    worker,
    get signal() {
      return control().signal;
    },
    timeLeft: () => Math.max(0, dueAt - now()),
    transfer(value, buffers) {
      this.transferred = buffers;
      return value;
    },
    abort: (why) => control().abort(new DOMException("the caller no longer waits for the task", why)),
  } as RunningCall; // what abilities declare for it, they add
}

/** The function of that name, if it is one of its own: "constructor" and "toString" are nobody's tasks. */
export function findTask(tasks: object, name: string): Function | UnknownTask {
  const task: unknown = Object.hasOwn(tasks, name) ? Reflect.get(tasks, name) : undefined;
  if (typeof task === "function") return task;
  const functions = Object.keys(tasks).filter((other) => typeof Reflect.get(tasks, other) === "function");
  return new UnknownTask(name, functions);
}
