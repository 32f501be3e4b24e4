/**
 * Bounded concurrency inside one isolate: at most so many tasks at once, the rest wait in line. For work that waits.
 * Work that computes still runs one piece after the other here, and holds up everything else.
 */
import type { Call } from "./call.ts";
import { TaskError, UnknownTask } from "./errors.ts";
import { CallContext, invoke } from "./invoke.ts";
import { Scheduler, type SchedulerOptions } from "./scheduler.ts";

export interface AsyncPoolOptions extends SchedulerOptions {
  /** Tasks running at once, at most. Minimum 1; default 16. */
  concurrency?: number | undefined;
  /** Milliseconds a running task has to end after its signal was aborted; then it is abandoned. Default 1,000. */
  grace?: number | undefined;
  /** What tasks know as `this.local`. Default: undefined. */
  local?: unknown;
}

export class AsyncPool<Tasks extends object> extends Scheduler<Tasks> {
  /** Tasks whose calls were rejected because they heeded no signal, and which are still running. */
  abandoned = 0;

  protected readonly capacity: number;
  readonly #tasks: Tasks;
  readonly #grace: number;
  readonly #local: unknown;
  readonly #turns = new WeakMap<Call, (running: Running) => void>();
  readonly #running = new Map<Call, Running>();

  /**
   * @param tasks the functions themselves, usually a module: `import * as tasks from "./tasks.ts"`
   * @throws {RangeError} when an option is out of its range
   */
  constructor(tasks: Tasks, { concurrency = 16, grace = 1000, local, ...options }: AsyncPoolOptions = {}) {
    super(options);
    if (!(concurrency >= 1)) {
      throw new RangeError(`Cannot make a pool: concurrency must be 1 or more: found ${concurrency}`);
    }
    this.#tasks = tasks;
    this.capacity = concurrency;
    this.#grace = grace;
    this.#local = local;
  }

  /** What awaits its turn here goes on in its caller's async context, whoever gives it its turn. */
  protected override async accepted(call: Call): Promise<void> {
    const running = await new Promise<Running>((resolve) => this.#turns.set(call, resolve));
    const began = performance.now();
    try {
      if (call.interruption) return call.rejectInterrupted("queued");
      const value = await invoke(this.#tasks, call.task, call.args, running.context, call.options.each);
      this.#ran(call, began);
      if (call.interruption) call.rejectInterrupted("signalled");
      else call.resolve(value);
    } catch (error) {
      this.#ran(call, began);
      if (call.interruption) call.rejectInterrupted("signalled");
      else call.reject(error instanceof UnknownTask ? error : new TaskError(call.task, error));
    } finally {
      clearTimeout(running.timer);
      if (!this.#running.delete(call)) this.abandoned--;
      this.fill();
    }
  }

  protected fill(): void {
    for (let call = this.queue.peek(); call && this.#running.size < this.capacity; call = this.queue.peek()) {
      this.queue.shift();
      call.started = true;
      const emit = async (_id: number, value: unknown): Promise<void> => void (await call.options.onItem?.(value));
      const context = new CallContext(0, performance.now() + call.timeLeft(), call.options.context, {
        local: this.#local,
        emit,
      });
      const running: Running = { context, timer: undefined };
      this.#running.set(call, running);
      for (const plugin of this.plugins) plugin.started?.(call, undefined);
      this.#turns.get(call)?.(running);
    }
  }

  protected interruptStarted(call: Call): void {
    const running = this.#running.get(call);
    running?.context.abort(call.interruption ?? "AbortError");
    if (running) running.timer = setTimeout(() => this.#abandon(call), this.#grace);
  }

  #ran(call: Call, began: number): void {
    const took = performance.now() - began;
    for (const plugin of this.plugins) plugin.ran?.(call, undefined, performance.timeOrigin + began, took);
  }

  /** A promise cannot be stopped: its place is given to the next call. */
  #abandon(call: Call): void {
    this.#running.delete(call);
    this.abandoned++;
    call.rejectInterrupted("abandoned");
    this.fill();
  }

  protected async leave(): Promise<void> {}

  protected kill(error: (call: Call) => Error): void {
    for (const [call, { context, timer }] of this.#running) {
      clearTimeout(timer);
      context.abort("AbortError");
      this.#running.delete(call);
      this.abandoned++;
      call.reject(error(call));
    }
  }
}

interface Running {
  context: CallContext;
  /** Of the grace time, once its signal was aborted. */
  timer: ReturnType<typeof setTimeout> | undefined;
}
