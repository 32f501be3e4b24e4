/**
 * The words every executor speaks: what a task is, how it is submitted, what comes back.
 *
 * `SequentialExecutor`, `AsyncPool`, `ThreadPool` and `ProcessPool` all are an {@link Executor}; the words are
 * those of Python's `concurrent.futures`.
 */

/** What a running task can know of its call. A task receives it as `this`: `function download(this: TaskContext, url: string)`. */
export interface TaskContext<Local = unknown> {
  /** Aborted when the caller cancels or the deadline passes. A task that heeds it ends early and keeps its worker. */
  readonly signal: AbortSignal;
  /** Milliseconds left until the call's deadline (queue time already counted); `Infinity` without one. */
  timeLeft(): number;
  /** What the caller gave as `context`: a copy of it, where the task runs in a worker. */
  readonly context: unknown;
  /** What `init` made when the worker began, e.g. an open database: one for each worker. */
  readonly local: Local;
  /**
   * Hands the caller something while the task runs: progress, or one item of many. Resolves when there is room for the
   * next; a task that awaits it cannot flood a slow caller.
   *
   * @throws {Error} the value cannot be cloned, where the caller is in another isolate: a `DataCloneError`, or as the runtime says
   */
  emit(value: unknown): Promise<void>;
  /**
   * Marks buffers of a returned value to be moved to the caller instead of copied, and returns the value. Moving
   * happens between threads; to another process everything is copied, within one isolate nothing is.
   */
  transfer<Value>(value: Value, buffers: Transferables): Value;
}

/** Buffers and ports that change hands instead of being copied. After the call the sender's are detached. */
export type Transferables = readonly object[];

// oxlint-disable-next-line typescript/no-explicit-any -- a task may take any cloneable arguments
type AnyTask = (...args: any[]) => unknown;

/** The names of a module's (or object's) exports that can be submitted: its functions. */
export type TaskName<Tasks> = {
  [Name in keyof Tasks]: Tasks[Name] extends AnyTask ? Name : never;
}[keyof Tasks] &
  string;

/** What a task takes, as a tuple; its `this` is not part of it. */
export type TaskArguments<Tasks, Name extends TaskName<Tasks>> = Tasks[Name] extends AnyTask
  ? Parameters<OmitThisParameter<Tasks[Name]>>
  : never;

/** What a call of the task resolves to. */
export type TaskValue<Tasks, Name extends TaskName<Tasks>> = Tasks[Name] extends AnyTask
  ? Awaited<ReturnType<Tasks[Name]>>
  : never;

/** What one item of `map` is: the task's first argument. */
export type TaskInput<Tasks, Name extends TaskName<Tasks>> = TaskArguments<Tasks, Name>[0];

/** What `map` pulls its inputs from. */
export type Inputs<Tasks, Name extends TaskName<Tasks>> =
  | Iterable<TaskInput<Tasks, Name>>
  | AsyncIterable<TaskInput<Tasks, Name>>;

export interface SubmitOptions {
  /** Cancels the call: before it starts, through the task's own signal, or by stopping its worker. Default: none. */
  signal?: AbortSignal | undefined;
  /** Milliseconds until the call must have settled, time in the queue included. Default: no limit. */
  timeout?: number | undefined;
  /** Buffers of the arguments to move instead of copy, where the model can (between threads). Default: none. */
  transfer?: Transferables | undefined;
  /** Travels with the call and is the task's `this.context`: a request's id, a locale. Default: undefined. */
  context?: unknown;
  /**
   * Called with what the running task emits, in order, all before the call settles, and in the caller's async context. While
   * the promise it returns is pending, the task has less room. It must not throw. Default: none.
   */
  onItem?: ((value: unknown) => unknown) | undefined;
  /** The one argument is a list of inputs, for each of which the task runs: the value is an `EachValues`. Default: no. */
  each?: boolean | undefined;
}

export interface MapOptions<Input> {
  /** Cancels the calls in flight and ends the iteration with an error. Default: none. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for each call, from the moment its input was pulled. Default: no limit. */
  timeout?: number | undefined;
  /** Which buffers of an input to move instead of copy. Default: none. */
  transfer?: ((input: Input) => Transferables) | undefined;
  /** As for `submit`, the same for each call. Default: undefined. */
  context?: unknown;
  /**
   * How many inputs may be pulled ahead of the consumer. Minimum 1; default: twice what the executor runs at once, and
   * what it holds ahead of short tasks, so that memory stays bounded however long the input is.
   */
  lookAhead?: number | undefined;
}

/** One result of {@link Executor.asCompleted}: `index` counts the inputs from 0. */
export interface Completed<Value> {
  index: number;
  value: Value;
}

/**
 * Runs tasks. `Tasks` is the type of the module they live in: `new ThreadPool<typeof import("./tasks.ts")>(…)`
 * makes names, arguments and results typed.
 */
export interface Executor<Tasks> extends AsyncDisposable {
  /**
   * Runs one task. The promise settles exactly once.
   *
   * @throws {TaskError} the task threw: `cause` is its error
   * @throws {WorkerDied} its worker ended while it ran
   * @throws {TaskCancelled} `signal` was aborted: `rung` says how far the task had come
   * @throws {DeadlineExceeded} `timeout` passed: `rung` likewise
   * @throws {QueueFull} the queue is full, and was made to reject
   * @throws {PoolClosed} after `close` or `terminate`
   * @throws {UnknownTask} the worker has no task of this name
   * @throws {NotCloneable} an argument or the result cannot cross to the worker
   */
  submit<Name extends TaskName<Tasks>>(
    task: Name,
    args: TaskArguments<Tasks, Name>,
    options?: SubmitOptions,
  ): Promise<TaskValue<Tasks, Name>>;

  /**
   * Runs the task once for each input and yields the results **in input order**. Inputs are pulled lazily, at most
   * `lookAhead` before the consumer. The first failure ends the iteration with its error; then, as when the consumer
   * stops early, calls still in flight are cancelled.
   */
  map<Name extends TaskName<Tasks>>(
    task: Name,
    inputs: Inputs<Tasks, Name>,
    options?: MapOptions<TaskInput<Tasks, Name>>,
  ): AsyncGenerator<TaskValue<Tasks, Name>, void, undefined>;

  /** Like {@link Executor.map}, but yields each result **as it is finished**, with the index of its input. */
  asCompleted<Name extends TaskName<Tasks>>(
    task: Name,
    inputs: Inputs<Tasks, Name>,
    options?: MapOptions<TaskInput<Tasks, Name>>,
  ): AsyncGenerator<Completed<TaskValue<Tasks, Name>>, void, undefined>;

  /** Lets accepted calls finish, then leaves nothing behind: no thread, process, handle or listener. Idempotent. */
  close(): Promise<void>;

  /** Does not wait: calls not yet settled reject with `PoolClosed`, workers are stopped. Idempotent. */
  terminate(): Promise<void>;
}
