/**
 * Bounded concurrency inside one isolate: at most so many tasks at once, the rest wait in line. For work that waits.
 * Work that computes still runs one piece after the other here, and holds up everything else.
 */
import type { Call } from "./call.ts";
import { TaskError, UnknownTask } from "./errors.ts";
import { CallContext, invoke } from "./invoke.ts";
import type { QueueOptions } from "./queue.ts";
import { Scheduler } from "./scheduler.ts";

export interface AsyncPoolOptions extends QueueOptions {
  /** Tasks running at once, at most. Minimum 1; default 16. */
  concurrency?: number | undefined;
  /** Milliseconds a running task has to end after its signal was aborted; then it is abandoned. Default 1,000. */
  grace?: number | undefined;
}

export class AsyncPool<Tasks extends object> extends Scheduler<Tasks> {
  /** Tasks whose calls were rejected because they heeded no signal, and which are still running. */
  abandoned = 0;

  protected readonly capacity: number;
  readonly #tasks: Tasks;
  readonly #grace: number;
  readonly #running = new Map<Call, Running>();

  /**
   * @param tasks the functions themselves, usually a module: `import * as tasks from "./tasks.ts"`
   * @throws {RangeError} when an option is out of its range
   */
  constructor(tasks: Tasks, { concurrency = 16, grace = 1000, ...queue }: AsyncPoolOptions = {}) {
    super(queue);
    if (!(concurrency >= 1)) {
      throw new RangeError(`Cannot make a pool: concurrency must be 1 or more: found ${concurrency}`);
    }
    this.#tasks = tasks;
    this.capacity = concurrency;
    this.#grace = grace;
  }

  protected makeRoom(): boolean {
    return this.#running.size < this.capacity;
  }

  protected start(call: Call): void {
    const running: Running = { context: new CallContext(() => call.timeLeft()), timer: undefined };
    this.#running.set(call, running);
    void this.#run(call, running);
  }

  async #run(call: Call, running: Running): Promise<void> {
    await Promise.resolve(); // no task runs before submit has returned
    try {
      if (call.interruption) return call.rejectInterrupted("queued");
      const value = await invoke(this.#tasks, call.task, call.args, running.context);
      if (call.interruption) call.rejectInterrupted("signalled");
      else call.resolve(value);
    } catch (error) {
      if (call.interruption) call.rejectInterrupted("signalled");
      else call.reject(error instanceof UnknownTask ? error : new TaskError(call.task, error));
    } finally {
      clearTimeout(running.timer);
      if (this.#running.delete(call)) this.startWaiting();
      else this.abandoned--;
    }
  }

  protected interruptStarted(call: Call): void {
    const running = this.#running.get(call);
    running?.context.abort(call.interruption ?? "AbortError");
    if (running) running.timer = setTimeout(() => this.#abandon(call), this.#grace);
  }

  /** A promise cannot be stopped: its place is given to the next call. */
  #abandon(call: Call): void {
    this.#running.delete(call);
    this.abandoned++;
    call.rejectInterrupted("abandoned");
    this.startWaiting();
  }

  protected async leave(): Promise<void> {}

  protected kill(): void {
    for (const [call, { context, timer }] of this.#running) {
      clearTimeout(timer);
      context.abort("AbortError");
      this.#running.delete(call);
      this.abandoned++;
    }
  }
}

interface Running {
  context: CallContext;
  /** Of the grace time, once its signal was aborted. */
  timer: ReturnType<typeof setTimeout> | undefined;
}
