/**
 * Runs tasks in workers, one call at a time in each, whatever the workers are: a thread pool or a process pool is this class and a
 * native link.
 *
 *      ┌──────────── this isolate ────────────┐           ┌─── a thread or process ───┐
 *      │ submit ─▶ line ─▶ idle worker's lane ┼── call ──▶│ serve ─▶ your task        │
 *      │ promise ◀─ settle ◀─ receive ◀───────┼── reply ──│ ◀──────── value or error  │
 *      └──────────────────────────────────────┘           └───────────────────────────┘
 *
 *      worker:  starting ─ready─▶ ready ─▶ leaving or stopping ─▶ gone          (died: from anywhere to gone, once)
 *      call:    queued ─▶ given to its worker ─▶ freed; settled at the latest then, or before: by its signal, its deadline, terminate
 */
import * as errors from "./errors.ts";
import { mapped } from "./map.ts";
import type { CallMessage, FromWorker, Message, Reply, ServedAbility, ToWorker } from "./serve.ts";
import * as tasks from "./tasks.ts";
import { type Death, NotCloneable, type Packing, packing, WorkerDied } from "./worker-errors.ts";

export interface WorkerPoolOptions {
  /** Workers at most; each is started when a call needs it. Minimum 1; default: what `navigator.hardwareConcurrency` says. */
  workers?: number | undefined;
  /** Tasks at once in one worker: more than one for tasks that wait. Minimum 1; default 1. */
  tasksPerWorker?: number | undefined;
  /** Milliseconds from its start until a worker must be ready. Default 10,000. */
  readyTimeout?: number | undefined;
  /** Milliseconds for a task to end after its signal was aborted, and for a worker to leave, before it is stopped. Default 1,000. */
  grace?: number | undefined;
  /** Milliseconds for a stopped worker to be gone, before it is given up as abandoned. Default 1,000. */
  stopTimeout?: number | undefined;
  /** Calls that may wait when all workers are busy: one more is rejected with QueueFull, or waits for `room()`. Minimum 0; default: no limit. */
  maxQueue?: number | undefined;
  /** Whether a pool that is not closed keeps its program alive though it has nothing to do. Default true. */
  keepAlive?: boolean | undefined;
  /** What it can do beyond: see {@link Ability}. Default: none. */
  abilities?: readonly Ability[] | undefined;
}

/** The options, with what was left out. */
type Settings = { readonly [N in keyof Omit<WorkerPoolOptions, "abilities">]-?: NonNullable<WorkerPoolOptions[N]> };

/** The native wire to one worker, as a pool sees it. */
export interface Link {
  /** Sends a message. Throws, and sends nothing, when it cannot be cloned. */
  post(message: ToWorker | Message, transfer?: tasks.Transferables): void;
  /** Ends the worker at once, busy or not. Its death is reported like any other, where the runtime can do it. */
  stop(): void;
  /** Says whether the worker is to keep the program alive; it does at first. Absent where the runtime cannot let go. */
  hold?(alive: boolean): void;
}

/** What a link reports. `died` is called once, after the last message. */
export interface LinkEvents {
  message(message: unknown): void;
  /** The worker can be heard no more, and should end: it is stopped if it does not. */
  hungUp(error?: unknown): void;
  /** @param assumed nothing has told of its end: it was stopped while it loaded, and most are gone then */
  died(death: Death, assumed?: boolean): void;
}

/** Starts a worker and wires it up. */
export type Connect = (events: LinkEvents) => Link;

/** One call, from submit until it has settled and its place is free. */
export interface Call {
  readonly task: string;
  readonly args: readonly unknown[];
  /** A copy: the caller's own may become another call's. */
  readonly options: tasks.SubmitOptions;
  /** On the clock of `performance.now()`, like all times here. */
  readonly submittedAt: number;
  state: "queued" | "given" | "freed";
  /** Resolves or rejects its promise, the first time. */
  readonly settle: (end: End) => void;
  settled?: true;
  /** Its number at its worker, greater than that of every call given before. */
  id: number;
  /** In its line. */
  place: number;
  /** The one it is given to, or was given to last. */
  worker?: PoolWorker;
  /** Calls off the time its task has: to run, then to end. */
  patience?: () => void;
}

/** How a call ended for its caller. */
export type End = { value: unknown } | { error: Error };
/** How a call's place was freed: its task ended, or its worker was gone, or it could not be stopped and may still run. */
export type Freed = "ended" | "stopped" | "abandoned";

/** One worker, from its start until it is gone. */
export class PoolWorker {
  /** From 0, less than the number of workers; given again when this one is gone. */
  number = 0;
  /** `pid` or `pid/thread`, as the worker itself says; empty until it is ready. */
  name = "";
  state: "starting" | "ready" | "leaving" | "stopping" | "gone" = "starting";
  /** What it has, by id. */
  readonly calls: Map<number, Call> = new Map();
  link: Link = { post: () => {}, stop: () => {} };
  lane!: Lane;
  readonly startedAt: number = tasks.now();
  readyAt: number | undefined;
  /** What to add to its clock for milliseconds since the epoch. */
  timeOrigin = 0;
  /** Whether it was told to leave. */
  told?: true;
  /** Why its pool stopped it. */
  why: unknown;
  /** Calls off the one thing that is waited for: that it is ready, or gone. */
  patience = (): void => {};
  readonly ready: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly gone: PromiseWithResolvers<void> = Promise.withResolvers();
}

/** What a pool can do beyond: one file each, which knows nothing of another. All parts are optional. */
export interface Ability extends ServedAbility {
  /** Puts another line around the inner ones. */
  line?(make: () => Line): () => Line;
  /** Puts another lane around a worker's. */
  lane?(inner: Lane, worker: PoolWorker): Lane;
  /** Called when the pool is made. */
  life?(handle: Handle): Life;
}

/** Which waiting call is next for which worker. */
export interface Line {
  readonly size: number;
  /** @param first whether the call goes before all others */
  add(call: Call, first?: boolean): void;
  /** The call that this worker would be given next. */
  peek(worker: PoolWorker): Call | undefined;
  /** Takes the call out wherever it stands, if it is here. */
  remove(call: Call): void;
}

/** How much a worker is given, and how it is told. */
export interface Lane {
  hasRoom(call: Call): boolean;
  /** What the worker is sent for the call; an ability adds to it what its other half is to know. */
  message(call: Call): CallMessage;
  /** Throws when the call cannot be cloned. */
  give(call: Call): void;
  /** Tells the worker that the call was settled. */
  abort(call: Call, why: tasks.Interruption): void;
  receive(message: Message): void;
}

/** What an ability is told, in the pool's own isolate. Nothing here may throw. */
export interface Life {
  submitted?(call: Call): void;
  given?(call: Call, worker: PoolWorker): void;
  /** Its worker had not begun the call, and never will: its place is free, and it goes back in line unless it has settled. */
  returned?(call: Call, worker: PoolWorker): void;
  /** The task has ended, by its worker's word: `began` in milliseconds since the epoch, `took` in milliseconds. */
  ran?(call: Call, worker: PoolWorker, began: number, took: number): void;
  /** The call is about to settle. Returns with what; or nothing, and keeps it, and then owes {@link Handle.again} or `call.settle`. */
  settling?(call: Call, end: End): End | undefined;
  settled?(call: Call, end: End): void;
  /** A caller is to await the promise, of a call or of the next result of `map` or `asCompleted`: returns it, or another around it. */
  awaited?(promise: Promise<unknown>): Promise<unknown>;
  /** Its worker has done with the call, after it has settled or before. */
  freed?(call: Call, how: Freed): void;
  workerStarted?(worker: PoolWorker): void;
  workerReady?(worker: PoolWorker): void;
  /** It has no calls. */
  workerIdle?(worker: PoolWorker): void;
  /** Its calls have not yet been settled. `was`: its state until now. */
  workerGone?(worker: PoolWorker, death: Death, was: PoolWorker["state"]): void;
  closing?(): void;
}

/** What an ability may ask of its pool. */
export type Handle = Pick<WorkerPool<never>, "workers" | "options" | "start" | "retire" | "fill" | "again">;

export class WorkerPool<T> implements tasks.Executor<T> {
  /** Workers that were stopped but could not be, and still run: busy threads, where the runtime cannot end one. They have been replaced. */
  abandoned = 0;

  /** What was chosen, or is the default. */
  readonly options: Settings;
  /** Those there are, whatever they are doing: to be looked at. */
  readonly workers: Set<PoolWorker> = new Set();

  readonly #connect: Connect;
  /** Calls that all workers together can run at once. */
  readonly #capacity: number;
  readonly #abilities: readonly Ability[];
  /** Names of those that have a half in the worker. */
  readonly #served: string[];
  readonly #lives: readonly Life[];
  readonly #packing: Packing;
  readonly #line: Line;
  readonly #open = new Set<Call>();
  readonly #gate = new tasks.Gate();
  /** Calls that workers have. */
  #given = 0;
  #lastId = 0;
  /** Starts that failed since one succeeded, and while the next has to wait, what calls that off. */
  #failedStarts = 0;
  #backingOff: (() => void) | undefined;
  #filling = false;
  #closing: PromiseWithResolvers<void> | undefined;
  #left = false;

  /**
   * @param connect starts one worker; called whenever the pool needs another
   * @throws {RangeError} an option is out of its range
   */
  constructor(connect: Connect, { abilities = [], ...options }: WorkerPoolOptions = {}) {
    const { workers = navigator.hardwareConcurrency, tasksPerWorker = 1, maxQueue = Infinity } = options;
    const { readyTimeout = 10_000, grace = 1000, stopTimeout = 1000, keepAlive = true } = options;
    tasks.checkNumber("Cannot make a pool: workers", workers, 1, true);
    tasks.checkNumber("Cannot make a pool: tasksPerWorker", tasksPerWorker, 1, tasksPerWorker !== Infinity);
    tasks.checkNumber("Cannot make a pool: maxQueue", maxQueue, 0, maxQueue !== Infinity);
    const times = Object.entries({ readyTimeout, grace, stopTimeout });
    for (const [name, value] of times) tasks.checkNumber(`Cannot make a pool: ${name}`, value, 0);
    this.#connect = connect;
    this.options = { workers, tasksPerWorker, readyTimeout, grace, stopTimeout, maxQueue, keepAlive };
    this.#capacity = workers * tasksPerWorker;
    this.#abilities = abilities;
    this.#served = abilities.filter((ability) => "serve" in ability || "packing" in ability).map(({ name }) => name);
    let line = (): Line => new tasks.Queue<Call>();
    for (const ability of abilities) line = ability.line?.(line) ?? line;
    this.#line = line();
    this.#packing = abilities.reduce((inner, ability) => ability.packing?.(inner) ?? inner, packing);
    this.#lives = abilities.flatMap((ability) => ability.life?.(this) ?? []);
  }

  submit<N extends tasks.TaskName<T>>(task: N, args: tasks.TaskArguments<T, N>, options?: tasks.SubmitOptions) {
    const call = this.#submit(task, args, options, this.options.maxQueue);
    return this.#awaited(call) as Promise<tasks.TaskValue<T, N>>;
  }

  readonly map: tasks.Executor<T>["map"] = (...call) => this.#mapped("input", ...call);

  readonly asCompleted: tasks.Executor<T>["asCompleted"] = (...call) => this.#mapped("finishing", ...call);

  /**
   * Starts all workers now, instead of when calls need them.
   *
   * @throws {WorkerDied} one of them ended before it was ready
   * @throws {PoolClosed} after `close` or `terminate`
   */
  async prewarm(): Promise<void> {
    if (this.#closing) throw new errors.PoolClosed("start workers", "the pool is closed");
    this.#backingOff?.();
    this.#backingOff = undefined;
    this.start(this.options.workers);
    await Promise.all([...this.workers].map(({ ready }) => ready.promise));
  }

  room(): Promise<void> {
    return this.#gate.pass(() => !!this.#closing || this.#waiting < this.options.maxQueue);
  }

  close({ waiting = "finish" }: { waiting?: "finish" | "reject" } = {}): Promise<void> {
    if (!this.#closing) for (const life of this.#lives) life.closing?.();
    this.#closing ??= Promise.withResolvers();
    for (const call of this.#open)
      if (waiting === "reject" && call.state !== "given") refuse(call, "the pool was closed");
    this.fill();
    return this.#closing.promise;
  }

  terminate(): Promise<void> {
    const closed = this.close();
    for (const call of this.#open) refuse(call, "the pool was terminated");
    for (const worker of this.workers) this.#stop(worker);
    return closed;
  }

  readonly [Symbol.asyncDispose] = (): Promise<void> => this.close();

  #submit(task: string, args: readonly unknown[], options: tasks.SubmitOptions = {}, limit = Infinity) {
    return new Promise<unknown>((resolve, reject) => {
      tasks.checkCall(task, args, options);
      if (this.#closing) throw new errors.PoolClosed(`run task "${task}"`, "the pool is closed");
      if (this.#waiting >= limit) throw new errors.QueueFull(task, limit);
      let heedless: (() => void) | undefined;
      const settle = (end: End): void => {
        if (call.settled) return;
        call.settled = true;
        heedless?.();
        if ("error" in end) reject(end.error);
        else resolve(end.value);
        for (const life of this.#lives) life.settled?.(call, end);
        if (call.state !== "given") this.#forget(call);
      };
      const submittedAt = tasks.now();
      const call: Call = { task, args, options: { ...options }, submittedAt, state: "queued", settle, id: 0, place: 0 };
      for (const life of this.#lives) life.submitted?.(call);
      heedless = tasks.heed(options, (why) => this.#interrupt(call, why));
      if (call.settled) heedless();
      else this.again(call);
    });
  }

  #mapped(order: "input" | "finishing", task: string, inputs: unknown, options: object | undefined) {
    const submit = (input: unknown, each: tasks.SubmitOptions): Promise<unknown> => this.#submit(task, [input], each);
    const results = mapped(order, submit, this.#capacity, inputs as Iterable<unknown>, options);
    const next = results.next.bind(results);
    // Defined: where the runtime's own objects are frozen, as by SES, an assignment throws.
    return Object.defineProperty(results, "next", { value: () => this.#awaited(next()) }) as never;
  }

  #awaited(promise: Promise<unknown>): Promise<unknown> {
    return this.#lives.reduce((inner, life) => life.awaited?.(inner) ?? inner, promise);
  }

  /** Calls that would wait if all workers were there and busy. */
  get #waiting(): number {
    return this.#line.size + this.#given - this.#capacity;
  }

  /** For abilities: puts in line a call that was kept by {@link Life.settling}, or which its worker has and will never begin. */
  again(call: Call, first?: boolean): void {
    const worker = call.state === "given" ? call.worker : undefined;
    if (worker) this.#takeBack(call);
    if (worker) for (const life of this.#lives) life.returned?.(call, worker);
    if (call.settled) return this.#forget(call);
    call.state = "queued";
    this.#open.add(call);
    this.#line.add(call, first);
    this.fill();
  }

  /** Nothing is left to do for the call. */
  #forget(call: Call): void {
    this.#line.remove(call);
    this.#open.delete(call);
    this.fill();
  }

  /** Workers that have room take calls, others are started for the rest, and a closed pool without calls leaves. For abilities that make room. */
  fill(): void {
    if (this.#filling) return; // from within
    this.#filling = true;
    for (let next = this.#next(); next; next = this.#next()) this.#give(...next);
    this.#filling = false;
    if (this.#line.size > 0 && this.workers.size < this.options.workers) {
      const starting = [...this.workers].filter(({ state }) => state === "starting").length;
      this.start(this.workers.size + (Math.ceil(this.#line.size / this.options.tasksPerWorker) || 1) - starting);
    }
    this.#gate.open();
    if (!this.#closing || this.#left || this.#open.size > 0) return;
    this.#left = true;
    this.#backingOff?.();
    // Later, so that whoever awaits a call hears of it before whoever awaits close().
    tasks.after(0, () => void this.#leave());
  }

  async #leave(): Promise<void> {
    for (const worker of this.workers) this.retire(worker);
    await Promise.all([...this.workers].map(({ gone }) => gone.promise));
    this.#closing?.resolve();
  }

  /** A call that waits, and among the workers that have room for it the one with the fewest calls. */
  #next(): [call: Call, worker: PoolWorker] | undefined {
    let next: [Call, PoolWorker] | undefined;
    for (const worker of this.#line.size > 0 ? this.workers : []) {
      if (worker.state !== "ready" || (next && worker.calls.size >= next[1].calls.size)) continue;
      const call = this.#line.peek(worker);
      if (call && worker.lane.hasRoom(call)) next = [call, worker];
    }
    return next;
  }

  #give(call: Call, worker: PoolWorker): void {
    const { runTimeout = Infinity } = call.options;
    this.#line.remove(call);
    call.id = ++this.#lastId;
    call.state = "given";
    call.worker = worker;
    call.patience = tasks.after(runTimeout, () => this.#interrupt(call, "TimeoutError", runTimeout));
    worker.calls.set(call.id, call);
    this.#given++;
    this.#hold(worker);
    for (const life of this.#lives) life.given?.(call, worker);
    try {
      worker.lane.give(call);
    } catch (error) {
      this.#free(call, worker, "ended", { error: new NotCloneable(call.task, "argument", error) });
    }
  }

  /** The signal was aborted or the time is over: the caller is told now, and a running task has its grace to end. */
  #interrupt(call: Call, why: tasks.Interruption, runTimeout?: number): void {
    if (call.settled) return;
    const { task, options, submittedAt } = call;
    const { timeout = 0 } = options;
    const worker = call.state === "given" ? call.worker : undefined;
    const rung = worker ? "signalled" : "queued";
    if (worker) {
      const deaf = new Error(`task "${task}" did not end within ${this.options.grace} ms of its signal`);
      call.patience?.();
      call.patience = tasks.after(this.options.grace, () => this.#stop(worker, deaf));
      this.#guard(worker, () => worker.lane.abort(call, why));
    }
    const waitedFor = worker ?? [...this.workers].find(({ state }) => state === "starting");
    const counts = waitedFor && runTimeout === undefined; // which counts from the start of the task
    const started = counts ? (waitedFor.readyAt ?? tasks.now()) - Math.max(submittedAt, waitedFor.startedAt) : 0;
    if (why === "AbortError") call.settle({ error: new errors.TaskCancelled(task, rung, options.signal?.reason) });
    else call.settle({ error: new errors.DeadlineExceeded(task, rung, runTimeout ?? timeout, started) });
  }

  /** Its worker has done with the call: its place is free, and it settles if it has not, unless an ability keeps it. */
  #free(call: Call, worker: PoolWorker, how: Freed, end: End): void {
    this.#takeBack(call);
    this.#answer(call, end);
    for (const life of this.#lives) life.freed?.(call, how);
    if (worker.calls.size > 0 || worker.state !== "ready") return;
    for (const life of this.#lives) life.workerIdle?.(worker);
  }

  /** Settles the call if it has not, unless an ability keeps it. */
  #answer(call: Call, end: End): void {
    let last = call.settled ? undefined : end;
    for (const life of this.#lives) if (last && life.settling) last = life.settling(call, last);
    if (last) call.settle(last);
    else if (call.settled) this.#forget(call);
  }

  #takeBack(call: Call): void {
    const { worker } = call;
    call.patience?.();
    call.state = "freed";
    worker?.calls.delete(call.id);
    this.#given--;
    if (!worker || worker.calls.size > 0) return;
    this.#hold(worker);
    if (worker.state === "leaving") this.retire(worker);
  }

  /** Starts workers until there are so many, or as many as there may be; later, while the last ones have failed. */
  start(count: number): void {
    while (!this.#left && !this.#backingOff && this.workers.size < Math.min(count, this.options.workers))
      this.#startOne();
  }

  #startOne(): void {
    const { readyTimeout } = this.options;
    const numbers = new Set([...this.workers].map(({ number }) => number));
    const worker = new PoolWorker();
    while (numbers.has(worker.number)) worker.number++;
    const late = new Error(`it was not ready within ${readyTimeout} ms`);
    worker.patience = tasks.after(readyTimeout, () => this.#stop(worker, late));
    worker.ready.promise.catch(() => {}); // whoever waits for it hears it, and nobody has to
    worker.lane = this.#lane(worker);
    for (const ability of this.#abilities) worker.lane = ability.lane?.(worker.lane, worker) ?? worker.lane;
    this.workers.add(worker);
    for (const life of this.#lives) life.workerStarted?.(worker);
    try {
      worker.link = this.#connect({
        message: (message) => {
          this.#guard(worker, () => worker.lane.receive(message as Message));
          this.fill();
        },
        hungUp: (error) => this.retire(worker, error ?? new Error("it closed its channel, and stayed")),
        died: (death, assumed = false) => this.#died(worker, death, assumed),
      });
    } catch (error) {
      // One that cannot even be made has died like any other, as soon as its pool knows of it.
      tasks.inMicrotask(() => this.#died(worker, { exitCode: null, signal: null, error }, false));
    }
  }

  #lane(worker: PoolWorker): Lane {
    return {
      hasRoom: () => worker.calls.size < this.options.tasksPerWorker,
      message: ({ id, task, args, options, submittedAt }) => {
        const { timeout = Infinity, runTimeout = Infinity } = options;
        const timeLeft = Math.min(submittedAt + timeout - tasks.now(), runTimeout);
        return { type: "call", id, task, args, ...(timeLeft !== Infinity && { timeLeft }) };
      },
      give: (call) => worker.link.post(worker.lane.message(call), call.options.transfer),
      abort: ({ id }, why) => worker.link.post({ type: "cancel", id, why }),
      receive: (message) => this.#receive(worker, message as FromWorker),
    };
  }

  /** Nothing that a worker sends can throw out of here: what cannot be read is the end of its worker. */
  #guard(worker: PoolWorker, heed: () => void): void {
    try {
      if (worker.state !== "gone") heed();
    } catch (error) {
      this.#stop(worker, error ?? String(error));
    }
  }

  #receive(worker: PoolWorker, message: FromWorker): void {
    if (message?.type === "reply") return this.#reply(worker, message);
    if (message?.type === "ready") return this.#ready(worker, message);
    if (message?.type === "failed") throw this.#packing.unpack(message.error);
    if (message?.type !== "loaded") throw new Error(`it sent what no worker sends: found ${errors.describe(message)}`);
    // By its looks: where a test runner runs the pool in a realm of its own, what arrives is of another.
    if (errors.describe(message.probe) !== "[object Map]")
      throw new Error('it cannot clone: set serialization to "advanced"');
    worker.link.post({ type: "hello", worker: worker.number, abilities: this.#served });
  }

  #ready(worker: PoolWorker, { name, timeOrigin, abilities }: FromWorker & { type: "ready" }): void {
    if (typeof name !== "string" || typeof timeOrigin !== "number") throw new Error("it has no name");
    const missing = this.#served.find((ability) => !abilities.includes(ability));
    if (missing) throw new Error(`it lacks the ability "${missing}": give serve() the abilities of its pool`);
    if (worker.state !== "starting") return;
    worker.patience();
    Object.assign(worker, { name, timeOrigin, readyAt: tasks.now(), state: "ready" });
    this.#failedStarts = 0;
    this.#hold(worker);
    worker.ready.resolve();
    for (const life of this.#lives) life.workerReady?.(worker);
  }

  #reply(worker: PoolWorker, { id, value, failure, began, took }: Reply): void {
    const call = worker.calls.get(id);
    if (!call) return; // an answer to a call of long ago
    if (typeof began !== "number" || typeof took !== "number") throw new Error("it sent a reply without its times");
    const end = failure === undefined ? { value } : { error: this.#errorOf(call.task, failure) };
    for (const life of this.#lives) life.ran?.(call, worker, worker.timeOrigin + began, took);
    this.#free(call, worker, "ended", end);
  }

  #errorOf(task: string, failure: NonNullable<Reply["failure"]>): Error {
    if ("known" in failure) return new errors.UnknownTask(task, Array.from(failure.known.slice(0, 999), text));
    const error = this.#packing.unpack(failure.error);
    if (failure.kind === "threw") return new errors.TaskError(task, error);
    if (failure.kind === "result not cloneable") return new NotCloneable(task, "result", error);
    throw new Error(`it sent a failure that no worker sends: found ${errors.describe(failure.kind)}`);
  }

  /** Gives the worker no more calls; when it has none, or can be heard no more, it is to end, and is stopped if it stays. */
  retire(worker: PoolWorker, why?: unknown): void {
    if (worker.state === "starting" && !why) return this.#stop(worker);
    if (worker.state === "stopping" || worker.state === "gone" || worker.told) return;
    worker.state = "leaving";
    if (worker.calls.size > 0 && !why) return;
    worker.told = true;
    this.#hold(worker);
    worker.patience();
    worker.patience = tasks.after(this.options.grace, () => this.#stop(worker, why));
    this.#guard(worker, () => worker.link.post({ type: "end" }));
  }

  /** Ends it now, and gives it up when it does not end. */
  #stop(worker: PoolWorker, why?: unknown): void {
    if (worker.state === "stopping" || worker.state === "gone") return;
    worker.state = "stopping";
    worker.why = why;
    worker.patience();
    worker.patience = tasks.after(this.options.stopTimeout, () => {
      this.abandoned++;
      this.#gone(worker, { exitCode: null, signal: null }, "abandoned");
    });
    worker.link.stop();
  }

  #died(worker: PoolWorker, death: Death, assumed: boolean): void {
    // One that is not ready in time may compute for ever: its end is not taken for granted.
    if (assumed && worker.why) return;
    if (worker.state === "gone") this.abandoned--;
    else this.#gone(worker, death, worker.state === "stopping" ? "stopped" : "ended");
  }

  #gone(worker: PoolWorker, found: Death, how: Freed): void {
    const death = { ...found, error: worker.why ?? found.error };
    const was = worker.state;
    worker.patience();
    worker.state = "gone";
    this.workers.delete(worker);
    for (const life of this.#lives) life.workerGone?.(worker, death, was);
    worker.ready.reject(new WorkerDied(null, worker.name, death));
    worker.gone.resolve();
    for (const call of worker.calls.values()) {
      this.#free(call, worker, how, { error: new WorkerDied(call.task, worker.name, death) });
    }
    if (worker.readyAt === undefined && (how === "ended" || worker.why !== undefined)) this.#failedStart(worker, death);
    this.fill();
  }

  /** When no worker is left, waiting calls are told why. Starting again backs off: at once, then after 0.1 s, 0.2 s … 5 s. */
  #failedStart({ name }: PoolWorker, death: Death): void {
    const wait = this.#failedStarts++ === 0 ? 0 : Math.min(100 * 2 ** (this.#failedStarts - 2), 5000);
    const startAgain = (): void => {
      this.#backingOff = undefined;
      this.fill();
    };
    if (wait > 0 && !this.#left) this.#backingOff ??= tasks.after(wait, startAgain);
    const told = [...this.#open].filter(({ state }) => this.workers.size === 0 && state === "queued"); // others an ability keeps
    for (const call of told) this.#line.remove(call);
    for (const call of told) {
      call.state = "freed";
      this.#answer(call, { error: new WorkerDied(null, name, death) });
    }
  }

  #hold({ link, state, calls }: PoolWorker): void {
    if (!this.options.keepAlive) link.hold?.(state !== "ready" || calls.size > 0);
  }
}

const refuse = ({ task, settle }: Call, why: string): void =>
  settle({ error: new errors.PoolClosed(`run task "${task}"`, why) });

function text(name: unknown): string {
  if (typeof name === "string") return name;
  throw new Error(`it sent a task's name that is none: found ${errors.describe(name)}`);
}
