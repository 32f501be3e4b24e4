/**
 * What every executor does alike: takes calls, keeps them in line, starts them as there is room, and closes.
 *
 *      submit ──▶ Call ──▶ Queue ──▶ start ──▶ … ──▶ settled
 *                   │                             (reply, death, cancellation, deadline or close: whichever is first)
 *                   ╰── signal, deadline ──▶ interrupted
 *
 * Where the work runs is up to the class that extends it: `AsyncPool` in this isolate, `WorkerPool` in workers.
 */
import { Call, type CallOwner } from "./call.ts";
import { PoolClosed, withFramesOf } from "./errors.ts";
import type {
  Completed,
  Executor,
  MapOptions,
  SubmitOptions,
  TaskArguments,
  TaskInput,
  TaskName,
  TaskValue,
} from "./executor.ts";
import { mapped } from "./map.ts";
import { Queue, type QueueOptions } from "./queue.ts";

export abstract class Scheduler<Tasks> implements Executor<Tasks> {
  readonly #queue: Queue;
  /** Calls accepted and not yet settled. */
  readonly #open = new Set<Call>();
  #closing: PromiseWithResolvers<void> | undefined;
  #left = false;

  constructor(options: QueueOptions) {
    this.#queue = new Queue(options);
  }

  async submit<Name extends TaskName<Tasks>>(
    task: Name,
    args: TaskArguments<Tasks, Name>,
    options: SubmitOptions = {},
  ): Promise<TaskValue<Tasks, Name>> {
    try {
      return (await this.#submit(task, args, options).promise) as TaskValue<Tasks, Name>;
    } catch (error) {
      throw withFramesOf(new Error(task), error); // here the engine still knows who awaits
    }
  }

  async *map<Name extends TaskName<Tasks>>(
    task: Name,
    inputs: Iterable<TaskInput<Tasks, Name>> | AsyncIterable<TaskInput<Tasks, Name>>,
    options: MapOptions<TaskInput<Tasks, Name>> = {},
  ): AsyncGenerator<TaskValue<Tasks, Name>, void, undefined> {
    for await (const { value } of this.#mapped("input", task, inputs, options)) yield value;
  }

  asCompleted<Name extends TaskName<Tasks>>(
    task: Name,
    inputs: Iterable<TaskInput<Tasks, Name>> | AsyncIterable<TaskInput<Tasks, Name>>,
    options: MapOptions<TaskInput<Tasks, Name>> = {},
  ): AsyncGenerator<Completed<TaskValue<Tasks, Name>>, void, undefined> {
    return this.#mapped("finishing", task, inputs, options);
  }

  close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = Promise.withResolvers();
      this.#queue.close();
      this.#leaveWhenDone();
    }
    return this.#closing.promise;
  }

  terminate(): Promise<void> {
    const closed = this.close();
    for (const call of this.#open) call.reject(new PoolClosed(call.task, "the pool was terminated"));
    this.kill();
    return closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** How many calls can run at once. */
  protected abstract readonly capacity: number;

  /** Whether a call can be started now. May begin to make room for the calls that wait: so many. */
  protected abstract makeRoom(waiting: number): boolean;

  /** Starts the call; there is room. */
  protected abstract start(call: Call): void;

  /** Ends a call that has been started and was interrupted. */
  protected abstract interruptStarted(call: Call): void;

  /** Leaves nothing behind; called once, when no call is open and none will come. */
  protected abstract leave(): Promise<void>;

  /** Stops at once what is still running; its calls have been rejected. */
  protected abstract kill(): void;

  /** To be called whenever there may be room again. */
  protected startWaiting(): void {
    for (let call = this.#queue.peek(); call; call = this.#queue.peek()) {
      if (!call.settled && !this.makeRoom(this.#queue.size)) return;
      this.#queue.shift();
      if (!call.settled) this.#start(call);
    }
  }

  /** Rejects every call that waits, because nothing will ever run it. */
  protected rejectWaiting(error: (call: Call) => Error): void {
    for (let call = this.#queue.peek(); call; call = this.#queue.peek()) {
      this.#queue.shift();
      call.reject(error(call));
    }
  }

  #submit(task: string, args: readonly unknown[], options: SubmitOptions): Call {
    const call = new Call(task, args, options, this.#owner);
    this.#open.add(call);
    if (this.#closing) {
      call.reject(new PoolClosed(task, "the pool is closed"));
    } else {
      call.watch();
      if (!call.settled) this.#enter(call);
    }
    return call;
  }

  #enter(call: Call): void {
    const room = this.makeRoom(this.#queue.size + 1);
    if (room && this.#queue.size === 0) this.#start(call);
    else this.#queue.add(call);
  }

  #start(call: Call): void {
    call.started = true;
    this.start(call);
  }

  readonly #owner: CallOwner = {
    interrupted: (call) => {
      if (call.started) return this.interruptStarted(call);
      this.#queue.remove(call);
      call.rejectInterrupted("queued");
    },
    settled: (call) => {
      this.#open.delete(call);
      // Whoever awaits the call hears of it before whoever awaits close().
      if (this.#closing) void call.promise.catch(() => {}).then(() => this.#leaveWhenDone());
    },
  };

  #leaveWhenDone(): void {
    const closing = this.#closing;
    if (!closing || this.#left || this.#open.size > 0) return;
    this.#left = true;
    this.leave().then(closing.resolve, closing.reject);
  }

  #mapped<Name extends TaskName<Tasks>>(
    order: "input" | "finishing",
    task: Name,
    inputs: Iterable<TaskInput<Tasks, Name>> | AsyncIterable<TaskInput<Tasks, Name>>,
    options: MapOptions<TaskInput<Tasks, Name>>,
  ): AsyncGenerator<Completed<TaskValue<Tasks, Name>>, void, undefined> {
    const submit = (input: unknown, submitOptions: SubmitOptions): Call => this.#submit(task, [input], submitOptions);
    const lookAhead = options.lookAhead ?? 2 * this.capacity;
    return mapped(order, submit, inputs, options, lookAhead, new Error(task)) as never;
  }
}
