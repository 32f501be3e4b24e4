/**
 * Bounded concurrency inside one isolate: at most so many tasks at once, the rest wait in line. For work that waits.
 * Work that computes still runs one piece after the other here, and holds up everything else.
 *
 *     import * as tasks from "./tasks.ts";
 *     await using pool = new AsyncPool(tasks, { concurrency: 4 });
 *     const answer = await pool.submit("load", [{ name: "one", milliseconds: 50 }]);
 *
 * Every function that `tasks.ts` exports is a task.
 */
import { DeadlineExceeded, PoolClosed, QueueFull, TaskCancelled, TaskError, UnknownTask } from "./errors.ts";
import { mapped } from "./map.ts";
import * as calls from "./tasks.ts";

export interface AsyncPoolOptions {
  /** Tasks running at once, at most. Minimum 1, or `Infinity`; default 16. */
  concurrency?: number | undefined;
  /** Milliseconds a running task has to end after its signal was aborted; then it is abandoned: its place is given to another. Default 1,000. */
  grace?: number | undefined;
  /** Calls that may wait: one more is rejected with QueueFull, or waits for `room()`. Minimum 0; default: no limit. */
  maxQueue?: number | undefined;
  /** What tasks know as `this.local`. Default: undefined. */
  local?: unknown;
}

/** From submit until its task has ended, or is given up. */
interface Call {
  readonly task: string;
  readonly args: readonly unknown[];
  /** A copy: the caller's own may become another call's. */
  readonly options: calls.SubmitOptions;
  /** When its deadline is, on the clock of `performance.now()`. */
  readonly dueAt: number;
  state: "queued" | "running" | "abandoned";
  readonly begin: () => void;
  readonly settle: (end: { value: unknown } | { error: Error }) => void;
  settled?: true;
  place: number;
  /** While it runs. */
  context?: calls.RunningCall;
  /** Calls off the time its task has: to run, then to end. */
  patience?: () => void;
}

export class AsyncPool<T extends object> implements calls.Executor<T> {
  /** Tasks that heeded no signal and still run, though their place was given to others. */
  abandoned = 0;

  readonly #tasks: T;
  readonly #options: { concurrency: number; grace: number; maxQueue: number; local: unknown };
  readonly #line = new calls.Queue<Call>();
  readonly #open = new Set<Call>();
  readonly #gate = new calls.Gate();
  #running = 0;
  #closing: PromiseWithResolvers<void> | undefined;

  /**
   * @param tasks the functions themselves, usually a module: `import * as tasks from "./tasks.ts"`
   * @throws {RangeError} an option is out of its range
   */
  constructor(tasks: T, { concurrency = 16, grace = 1000, maxQueue = Infinity, local }: AsyncPoolOptions = {}) {
    calls.checkNumber("Cannot make a pool: concurrency", concurrency, 1, concurrency !== Infinity);
    calls.checkNumber("Cannot make a pool: maxQueue", maxQueue, 0, maxQueue !== Infinity);
    calls.checkNumber("Cannot make a pool: grace", grace, 0);
    this.#tasks = tasks;
    this.#options = { concurrency, grace, maxQueue, local };
  }

  submit<N extends calls.TaskName<T>>(task: N, args: calls.TaskArguments<T, N>, options?: calls.SubmitOptions) {
    return this.#submit(task, args, options, this.#options.maxQueue) as Promise<calls.TaskValue<T, N>>;
  }

  readonly map: calls.Executor<T>["map"] = (...call) => this.#mapped("input", ...call);

  readonly asCompleted: calls.Executor<T>["asCompleted"] = (...call) => this.#mapped("finishing", ...call);

  room(): Promise<void> {
    return this.#gate.pass(() => !!this.#closing || this.#waiting < this.#options.maxQueue);
  }

  close({ waiting = "finish" }: { waiting?: "finish" | "reject" } = {}): Promise<void> {
    this.#closing ??= Promise.withResolvers();
    for (const call of this.#open) {
      if (waiting === "reject" && call.state === "queued") refuse(call, "the pool was closed before it began");
    }
    this.#fill();
    return this.#closing.promise;
  }

  terminate(): Promise<void> {
    const closed = this.close();
    for (const call of this.#open) {
      refuse(call, "the pool was terminated");
      call.context?.abort("AbortError");
      this.#abandon(call);
    }
    return closed;
  }

  readonly [Symbol.asyncDispose] = (): Promise<void> => this.close();

  #submit(task: string, args: readonly unknown[], options: calls.SubmitOptions = {}, limit = Infinity) {
    return new Promise<unknown>((resolve, reject) => {
      calls.checkCall(task, args, options);
      if (this.#closing) throw new PoolClosed(`run task "${task}"`, "the pool is closed");
      if (this.#waiting >= limit) throw new QueueFull(task, limit);
      const { promise, resolve: begin } = Promise.withResolvers<void>();
      let heedless: (() => void) | undefined;
      const settle: Call["settle"] = (end) => {
        if (call.settled) return;
        call.settled = true;
        heedless?.();
        if ("error" in end) reject(end.error);
        else resolve(end.value);
        if (call.state !== "queued") return;
        this.#line.remove(call);
        this.#open.delete(call);
        this.#fill();
      };
      const dueAt = calls.now() + (options.timeout ?? Infinity);
      const call: Call = { task, args, options: { ...options }, dueAt, state: "queued", begin, settle, place: 0 };
      heedless = calls.heed(options, (why) => this.#interrupt(call, why));
      if (call.settled) return heedless();
      this.#open.add(call);
      // What waits for its turn goes on in its caller's async context, whoever gives it the turn.
      void promise.then(() => this.#run(call));
      this.#line.add(call);
      this.#fill();
    });
  }

  #mapped(order: "input" | "finishing", task: string, inputs: unknown, options: object | undefined) {
    const submit = (input: unknown, each: calls.SubmitOptions): Promise<unknown> => this.#submit(task, [input], each);
    return mapped(order, submit, this.#options.concurrency, inputs as Iterable<unknown>, options) as never;
  }

  /** Calls that would wait. */
  get #waiting(): number {
    return this.#line.size + this.#running - this.#options.concurrency;
  }

  #fill(): void {
    for (let call = this.#line.peek(); call && this.#running < this.#options.concurrency; call = this.#line.peek()) {
      this.#line.remove(call);
      this.#running++;
      call.state = "running";
      call.begin();
    }
    this.#gate.open();
    // Later, so that whoever awaits a call hears of it before whoever awaits close().
    if (this.#closing && this.#open.size === 0) calls.after(0, this.#closing.resolve);
  }

  async #run(call: Call): Promise<void> {
    const { task, args, settled } = call;
    if (settled) return this.#leave(call);
    const { runTimeout = Infinity } = call.options;
    call.context = calls.runningCall(Math.min(call.dueAt - calls.now(), runTimeout), this.#options.local, 0);
    call.patience = calls.after(runTimeout, () => this.#interrupt(call, "TimeoutError", runTimeout));
    try {
      const found = calls.findTask(this.#tasks, task);
      if (found instanceof UnknownTask) call.settle({ error: found });
      else call.settle({ value: await Reflect.apply(found, call.context, args) });
    } catch (error) {
      call.settle({ error: new TaskError(task, error) });
    }
    call.patience();
    this.#leave(call);
  }

  /** The signal was aborted or the time is over: the caller is told now, and a running task has its grace to end. */
  #interrupt(call: Call, why: calls.Interruption, timeout = call.options.timeout ?? 0): void {
    const { task, context, options } = call;
    const rung = context ? "signalled" : "queued";
    call.patience?.();
    if (context) call.patience = calls.after(this.#options.grace, () => this.#abandon(call));
    context?.abort(why);
    if (why === "AbortError") call.settle({ error: new TaskCancelled(task, rung, options.signal?.reason) });
    else call.settle({ error: new DeadlineExceeded(task, rung, timeout) });
  }

  /** A promise cannot be stopped: its place is given to another. */
  #abandon(call: Call): void {
    if (call.state !== "running") return;
    call.patience?.();
    this.#leave(call);
    call.state = "abandoned";
    this.abandoned++;
  }

  #leave(call: Call): void {
    if (call.state === "abandoned") this.abandoned--;
    else this.#running--;
    this.#open.delete(call);
    this.#fill();
  }
}

const refuse = ({ task, settle }: Call, why: string): void =>
  settle({ error: new PoolClosed(`run task "${task}"`, why) });
