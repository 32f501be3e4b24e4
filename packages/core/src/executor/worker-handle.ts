/**
 * One worker as its pool sees it: started, ready, given one call at a time, and ended.
 *
 *      starting ──ready──▶ idle ──run──▶ busy
 *          │                │ ◀──reply── │
 *          ╰──────died──────┴────────────┴────▶ gone   (once, whatever it was doing)
 */
import type { Call } from "./call.ts";
import { type Death, NotCloneable, TaskError, UnknownTask, WorkerDied } from "./errors.ts";
import { type Connect, type Failure, type FromWorker, type Link, unpackError } from "./wire.ts";

/** Milliseconds. */
export interface WorkerLimits {
  /** From its start until a worker must be ready. Default 10,000. */
  readyTimeout: number;
  /** For a task to end after its signal was aborted, and for an idle worker to leave, before it is stopped. Default 1,000. */
  grace: number;
  /** For a stopped worker to be gone, before it is given up as abandoned. Default 1,000. */
  stopTimeout: number;
}

/** The pool that keeps the handle. */
export interface WorkerOwner {
  /** The worker can take a call: it has become ready, or its call has settled. */
  idle(worker: WorkerHandle): void;
  /** The worker is no more, and its call has settled. `failedStart` says why it never became ready, if it did not. */
  gone(worker: WorkerHandle, failedStart: Death | undefined): void;
  /** Counts workers that were stopped and still run. */
  abandoned: number;
}

export class WorkerHandle {
  /** `pid` or `pid/thread`, as the worker itself says; empty until it is ready. */
  name = "";
  state: "starting" | "idle" | "busy" | "gone" = "starting";

  readonly #owner: WorkerOwner;
  readonly #limits: WorkerLimits;
  readonly #link: Link;
  readonly #ended = Promise.withResolvers<void>();
  #call: Call | undefined;
  #callId = 0;
  #ending = false;
  #stopping = false;
  #abandoned = false;
  #startError: Error | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connect: Connect, limits: WorkerLimits, owner: WorkerOwner) {
    this.#owner = owner;
    this.#limits = limits;
    this.#link = this.#connect(connect);
    this.#after(limits.readyTimeout, () => this.#failStart(`it was not ready within ${limits.readyTimeout} ms`));
  }

  /** A worker that cannot even be made has died like any other, as soon as its pool knows of it. */
  #connect(connect: Connect): Link {
    try {
      return connect({ message: (message) => this.#receive(message), died: (death) => this.#died(death) });
    } catch (error) {
      queueMicrotask(() => this.#died({ exitCode: null, signal: null, error }));
      return { post: () => {}, stop: () => {} };
    }
  }

  /** Sends the call to the worker, which must be idle. A call that cannot be cloned is rejected at once. */
  run(call: Call): void {
    this.state = "busy";
    this.#call = call;
    this.#callId++;
    const message = { type: "call", id: this.#callId, task: call.task, args: call.args } as const;
    const timeLeft = call.timeLeft();
    try {
      this.#link.post(timeLeft === Infinity ? message : { ...message, timeLeft }, call.transfer);
    } catch (error) {
      call.reject(new NotCloneable(call.task, "argument", error));
      this.#free();
    }
  }

  /** Asks the call's task to end, and stops the worker if it does not within the grace time. */
  interrupt(call: Call): void {
    if (call !== this.#call) return;
    this.#link.post({ type: "cancel", id: this.#callId, reason: call.interruption ?? "AbortError" });
    this.#after(this.#limits.grace, () => this.stop());
  }

  /** Lets the worker leave by itself as soon as it is idle. Resolves when it is gone. */
  end(): Promise<void> {
    this.#ending = true;
    if (this.state === "idle") this.#leave();
    return this.#ended.promise;
  }

  /** Ends the worker now. When it does not end, it is given up and counted as abandoned. */
  stop(): void {
    if (this.#stopping || this.state === "gone") return;
    this.#stopping = true;
    this.#after(this.#limits.stopTimeout, () => this.#abandon());
    this.#link.stop();
  }

  #receive(message: FromWorker): void {
    if (message.type === "ready") return this.#ready(message.worker, message.probe instanceof Map);
    const call = this.#call;
    if (!call || message.id !== this.#callId || this.#stopping) return;
    if (call.interruption) call.rejectInterrupted("signalled");
    else if (message.type === "done") call.resolve(message.value);
    else call.reject(errorOf(call.task, message.failure));
    this.#free();
  }

  #ready(name: string, clones: boolean): void {
    if (this.state !== "starting" || this.#stopping) return;
    if (!clones) return this.#failStart('its channel does not clone values: start it with serialization "advanced"');
    this.name = name;
    this.#free();
  }

  #free(): void {
    clearTimeout(this.#timer);
    this.#call = undefined;
    this.state = "idle";
    if (this.#ending) this.#leave();
    else this.#owner.idle(this);
  }

  #leave(): void {
    this.#after(this.#limits.grace, () => this.stop());
    this.#link.post({ type: "end" });
  }

  #failStart(why: string): void {
    this.#startError = new Error(why);
    this.stop();
  }

  #died(death: Death): void {
    if (this.#abandoned) this.#owner.abandoned--;
    else this.#gone(death, this.#stopping ? "stopped" : "signalled");
  }

  #abandon(): void {
    this.#abandoned = true;
    this.#owner.abandoned++;
    this.#gone({ exitCode: null, signal: null }, "abandoned");
  }

  #gone(death: Death, rung: "signalled" | "stopped" | "abandoned"): void {
    if (this.state === "gone") return;
    const failedStart = this.state === "starting" ? { ...death, error: this.#startError ?? death.error } : undefined;
    clearTimeout(this.#timer);
    this.state = "gone";
    const call = this.#call;
    if (call?.interruption) call.rejectInterrupted(rung);
    else call?.reject(new WorkerDied(call.task, this.name, death));
    this.#owner.gone(this, failedStart);
    this.#ended.resolve();
  }

  /** A worker waits for one thing at a time: a new limit takes the place of the last. */
  #after(milliseconds: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, milliseconds);
  }
}

function errorOf(task: string, failure: Failure): Error {
  switch (failure.kind) {
    case "threw":
      return new TaskError(task, unpackError(failure.error));
    case "unknown task":
      return new UnknownTask(task, failure.known);
    case "result not cloneable":
      return new NotCloneable(task, "result", unpackError(failure.error));
  }
}
