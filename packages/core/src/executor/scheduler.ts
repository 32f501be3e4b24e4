/**
 * What every executor does alike: takes calls, keeps them in line, and closes.
 *
 *      submit ──▶ Call ──▶ queue ──▶ fill ──▶ … ──▶ settled
 *                   │                             (reply, death, cancellation, deadline or close: whichever is first)
 *                   ╰── signal, deadline ──▶ interrupted
 *
 * Where the work runs is up to the class that extends it: `AsyncPool` in this isolate, `WorkerPool` in workers.
 */
import { Call, type CallOwner } from "./call.ts";
import { PoolClosed, withFramesOf } from "./errors.ts";
import type * as types from "./executor.ts";
import { keepContext } from "./keep-context.ts";
import { mapped } from "./map.ts";
import type { Plugin } from "./plugin.ts";
import { type CallQueue, Queue } from "./queue.ts";

export interface SchedulerOptions {
  /** In what order calls leave, and how many may wait. Default: first come first served, without a limit. */
  queue?: CallQueue | undefined;
  /** Abilities beyond the plain pool. Default: none. */
  plugins?: readonly Plugin[] | undefined;
}

/**
 * Whether the engine's asynchronous stacks follow a promise that was resolved with another one. JavaScriptCore's, whose errors
 * have a line of their own, only follow what a function awaits.
 */
const FOLLOWED = !("line" in new Error());

const NONE: types.SubmitOptions = {};

export abstract class Scheduler<Tasks> implements types.Executor<Tasks> {
  protected readonly queue: CallQueue;
  protected readonly plugins: readonly Plugin[];
  /** Calls not yet settled. */
  #open = 0;
  #filling = false;
  #closing: PromiseWithResolvers<void> | undefined;
  #left = false;

  constructor({ queue = new Queue(), plugins = [] }: SchedulerOptions) {
    this.queue = queue;
    this.plugins = plugins;
  }

  submit<Name extends types.TaskName<Tasks>>(
    task: Name,
    args: types.TaskArguments<Tasks, Name>,
    options: types.SubmitOptions = NONE,
  ): Promise<types.TaskValue<Tasks, Name>> {
    if (options.onItem) options = { ...options, onItem: keepContext(options.onItem) };
    try {
      const { promise } = this.#submit(task, args, options);
      return (FOLLOWED ? promise : awaited(promise)) as never;
    } catch (error) {
      return Promise.reject(error); // an option out of its range
    }
  }

  map<Name extends types.TaskName<Tasks>>(
    task: Name,
    inputs: types.Inputs<Tasks, Name>,
    options: types.MapOptions<types.TaskInput<Tasks, Name>> = {},
  ): AsyncGenerator<types.TaskValue<Tasks, Name>, void, undefined> {
    return this.#mapped("input", task, inputs, options) as never;
  }

  asCompleted<Name extends types.TaskName<Tasks>>(
    task: Name,
    inputs: types.Inputs<Tasks, Name>,
    options: types.MapOptions<types.TaskInput<Tasks, Name>> = {},
  ): AsyncGenerator<types.Completed<types.TaskValue<Tasks, Name>>, void, undefined> {
    return this.#mapped("finishing", task, inputs, options) as never;
  }

  close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = Promise.withResolvers();
      this.queue.close?.(this.#open - this.capacity);
      for (const plugin of this.plugins) plugin.closing?.();
      this.#leaveWhenDone();
    }
    return this.#closing.promise;
  }

  terminate(): Promise<void> {
    const closed = this.close();
    const error = (call: Call): Error => new PoolClosed(call.task, "the pool was terminated");
    this.rejectWaiting(error);
    this.kill(error);
    return closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** How many calls can run at once. */
  protected abstract readonly capacity: number;

  /** Takes calls out of the queue and starts them, as many as there is room for now. */
  protected abstract fill(): void;

  /** Ends a call that has been started and was interrupted. */
  protected abstract interruptStarted(call: Call): void;

  /** Leaves nothing behind; called once, when no call is open and none will come. */
  protected abstract leave(): Promise<void>;

  /** Rejects what has been started, and stops it at once. */
  protected abstract kill(error: (call: Call) => Error): void;

  /** How many inputs `map` may pull ahead of its consumer, where its caller does not say. */
  protected lookAhead(_task: string): number {
    return 2 * this.capacity;
  }

  /** Calls {@link fill} once, when all that is submitted in this turn has been. */
  protected fillSoon(): void {
    if (this.#filling) return;
    this.#filling = true;
    queueMicrotask(() => {
      this.#filling = false;
      this.fill();
    });
  }

  /** Rejects every call that waits, because nothing will ever run it. */
  protected rejectWaiting(error: (call: Call) => Error): void {
    for (let call = this.queue.peek(); call; call = this.queue.peek()) {
      this.queue.shift();
      call.reject(error(call));
    }
  }

  /** A call was accepted into the queue. */
  protected accepted(_call: Call): void {}

  #submit(task: string, args: readonly unknown[], options: types.SubmitOptions): Call {
    const call = new Call(task, args, options, this.#owner);
    const ahead = this.#open++ - this.capacity;
    for (const plugin of this.plugins) plugin.submitted?.(call);
    if (this.#closing) call.reject(new PoolClosed(task, "the pool is closed"));
    if (!call.settled) call.watch();
    if (!call.settled) this.queue.add(call, ahead);
    if (!call.settled) this.accepted(call);
    this.fillSoon();
    return call;
  }

  readonly #owner: CallOwner = {
    interrupted: (call) => {
      if (call.started) return this.interruptStarted(call);
      this.queue.remove(call);
      call.rejectInterrupted("queued");
    },
    settled: (call, error) => {
      this.#open--;
      for (const plugin of this.plugins) plugin.settled?.(call, error);
      // Whoever awaits the call hears of it before whoever awaits close(). Not by its promise: that would count as having heard.
      if (this.#closing && this.#open === 0) setTimeout(() => this.#leaveWhenDone());
    },
  };

  #leaveWhenDone(): void {
    const closing = this.#closing;
    if (!closing || this.#left || this.#open > 0) return;
    this.#left = true;
    this.leave().then(closing.resolve, closing.reject);
  }

  #mapped(
    order: "input" | "finishing",
    task: string,
    inputs: Iterable<unknown> | AsyncIterable<unknown>,
    options: types.MapOptions<never>,
  ): AsyncGenerator<unknown, void, undefined> {
    const submit = (input: unknown, submitOptions: types.SubmitOptions): Call =>
      this.#submit(task, [input], submitOptions);
    const { lookAhead } = options;
    return mapped(order, submit, inputs, options, () => lookAhead ?? this.lookAhead(task), new Error(task));
  }
}

/** Costs each call a function and a promise of its own. */
async function awaited(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    throw withFramesOf(new Error(), error);
  }
}
