/**
 * One worker as its pool sees it: started, ready, given calls, and ended.
 *
 *      starting ──ready──▶ ready ◀─ calls, replies ─▶ the worker
 *          │                 │
 *          ╰──────died───────┴────▶ gone   (once, whatever it was doing)
 */
import type { Call } from "./call.ts";
import { type Death, type Rung, WorkerDied } from "./errors.ts";
import { InFlight } from "./in-flight.ts";
import { unpackError } from "./pack-error.ts";
import type { Prefetch } from "./prefetch.ts";
import {
  type CancelMessage,
  type Connect,
  type FromWorker,
  isFromWorker,
  type Link,
  type ReadyMessage,
} from "./wire.ts";

export interface WorkerLimits {
  /** Milliseconds from its start until a worker must be ready. Default 10,000. */
  readyTimeout: number;
  /** Milliseconds for a task to end after its signal was aborted, and for a worker to leave, before it is stopped. Default 1,000. */
  grace: number;
  /** Milliseconds for a stopped worker to be gone, before it is given up as abandoned. Default 1,000. */
  stopTimeout: number;
  /** Tasks at once in one worker: more than one for tasks that wait. Minimum 1, default 1. */
  tasksPerWorker: number;
}

/** The pool that keeps the handle. */
export interface WorkerOwner {
  ready(worker: WorkerHandle): void;
  /** A call has run, by the worker's word: `began` in milliseconds since the epoch, `took` in milliseconds. */
  ran(call: Call, worker: WorkerHandle, began: number, took: number): void;
  /** The worker never started the call, and will not. */
  returned(call: Call, worker: WorkerHandle): void;
  /** The worker has room again. */
  roomier(worker: WorkerHandle): void;
  /** The worker is no more; its calls have not yet been settled. `failedStart` where it had never been ready. */
  gone(worker: WorkerHandle, death: Death, failedStart: boolean): void;
  /** Counts workers that were stopped and still run. */
  abandoned: number;
}

export class WorkerHandle {
  /** `pid` or `pid/thread`, as the worker itself says; empty until it is ready. */
  name = "";
  state: "starting" | "ready" | "gone" = "starting";
  readonly inFlight: InFlight;

  readonly #owner: WorkerOwner;
  readonly #limits: WorkerLimits;
  readonly #link: Link;
  readonly #ended = Promise.withResolvers<void>();
  readonly #started = Promise.withResolvers<void>();
  /** It is to leave when it has no more calls. */
  #ending = false;
  /** It is leaving, by its own word. */
  #leaving = false;
  #stopping = false;
  #abandoned = false;
  /** Why its pool gave it up: a misbehaviour, or what its init threw. */
  #broken: unknown;
  #timeOrigin = 0;
  #cancelled: CancelMessage["calls"] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connect: Connect, limits: WorkerLimits, prefetch: Prefetch, owner: WorkerOwner) {
    this.#owner = owner;
    this.#limits = limits;
    this.#started.promise.catch(() => {}); // whoever waits for it hears it, and nobody has to
    this.#link = this.#connect(connect);
    this.inFlight = new InFlight(limits.tasksPerWorker, prefetch, this.#link.sharesMemory, {
      ran: (call, began, took) => owner.ran(call, this, this.#timeOrigin + began, took),
      returned: (call) => owner.returned(call, this),
    });
    this.#after(limits.readyTimeout, () => this.#break(`it was not ready within ${limits.readyTimeout} ms`));
  }

  /** Whether it can be sent calls. */
  get takesCalls(): boolean {
    return this.state === "ready" && !this.#ending && !this.#leaving && !this.#stopping;
  }

  /** Whether it was asked to leave: it finishes what it has, and gets no more. */
  get ending(): boolean {
    return this.#ending;
  }

  /** Sends what its {@link inFlight} has taken. */
  send(): void {
    const before = this.inFlight.calls.size;
    this.inFlight.send(this.#link);
    if (this.inFlight.calls.size < before) this.#roomier();
  }

  /** Asks the call's task to end, and stops the worker if it does not within the grace time. */
  interrupt(call: Call): void {
    const { calls } = this.inFlight;
    if (calls.get(call.id) !== call) return;
    if (this.inFlight.claim(call)) {
      call.rejectInterrupted("queued");
      return this.#roomier();
    }
    this.#cancel(call);
    call.grace = setTimeout(() => {
      // Of a call that has ended only the answer is late. One that the worker has not come to it gives back when it hears of the
      // cancellation; a process that has not said so may be held up by this very call.
      if (this.inFlight.hasFinished(call)) call.rejectInterrupted("signalled");
      else this.stop();
    }, this.#limits.grace);
  }

  /** What is cancelled together is told in one message: between two, the worker could start what the second is about. */
  #cancel({ id, interruption = "AbortError" }: Call): void {
    this.#cancelled.push([id, interruption]);
    if (this.#cancelled.length > 1) return;
    queueMicrotask(() => {
      const calls = this.#cancelled;
      this.#cancelled = [];
      if (this.state !== "gone") this.#link.post({ type: "cancel", calls });
    });
  }

  /** Takes back what it has not started, at once or as soon as it hears of it. */
  takeBack(): void {
    this.inFlight.takeBack(this.#link);
    this.#roomier();
  }

  /** Gives it no more calls, and lets it leave by itself when it has none. Resolves when it is gone. */
  end(): Promise<void> {
    if (!this.#ending) {
      this.#ending = true;
      if (this.state === "ready" && this.inFlight.calls.size === 0) this.#leave();
    }
    return this.#ended.promise;
  }

  /** Ends the worker now. When it does not end, it is given up and counted as abandoned. */
  stop(): void {
    if (this.#stopping || this.state === "gone") return;
    this.#stopping = true;
    this.#after(this.#limits.stopTimeout, () => this.#abandon());
    this.#link.stop();
  }

  /**
   * Resolves when it is ready.
   *
   * @throws {WorkerDied} when it ends before
   */
  whenReady(): Promise<void> {
    return this.#started.promise;
  }

  /** A worker that cannot even be made has died like any other, as soon as its pool knows of it. */
  #connect(connect: Connect): Link {
    try {
      return connect({
        message: (message) => this.#receive(message),
        died: (death, assumed) => this.#died(death, assumed),
      });
    } catch (error) {
      queueMicrotask(() => this.#died({ exitCode: null, signal: null, error }));
      return { sharesMemory: false, post: () => {}, stop: () => {} };
    }
  }

  #receive(message: FromWorker): void {
    if (this.#stopping) return;
    if (!isFromWorker(message)) {
      return this.#break(`it sent what no worker sends: found ${show(message)}`.slice(0, 200));
    }
    switch (message.type) {
      case "replies":
        this.#leaving ||= message.leaving ?? false;
        this.inFlight.replies(message);
        if (message.asks) this.#goOn();
        return this.#roomier();
      case "item":
        return void this.#item(message.id, message.value);
      case "ready":
        return this.#ready(message);
      case "failed":
        return this.#break(unpackError(message.error));
    }
  }

  /** Later, so that a caller who has just been answered can cancel what is behind. */
  #goOn(): void {
    setTimeout(() => {
      if (this.state !== "gone" && !this.#stopping) this.#link.post({ type: "go on" });
    }, 0);
  }

  async #item(id: number, value: unknown): Promise<void> {
    await this.inFlight.calls.get(id)?.options.onItem?.(value);
    if (this.inFlight.calls.has(id) && !this.#stopping) this.#link.post({ type: "taken", id });
  }

  #ready({ worker, timeOrigin, probe }: ReadyMessage): void {
    if (this.state !== "starting") return;
    if (!(probe instanceof Map)) {
      return this.#break('its channel does not clone values: start it with serialization "advanced"');
    }
    clearTimeout(this.#timer);
    this.name = worker;
    this.#timeOrigin = timeOrigin;
    this.state = "ready";
    this.#started.resolve();
    this.#owner.ready(this);
    this.#roomier();
  }

  #roomier(): void {
    if (this.#ending && this.inFlight.calls.size === 0) this.#leave();
    else this.#owner.roomier(this);
  }

  #leave(): void {
    if (this.#leaving) return;
    this.#leaving = true;
    this.#after(this.#limits.grace, () => this.stop());
    this.#link.post({ type: "end" });
  }

  #break(why: unknown): void {
    this.#broken = typeof why === "string" ? new Error(why) : why;
    this.stop();
  }

  #died(death: Death, assumed = false): void {
    // A worker that is slow may be one that computes for ever: then its end is not taken for granted.
    if (assumed && this.#broken !== undefined) return;
    if (this.#abandoned) this.#owner.abandoned--;
    else this.#gone(death, this.#stopping ? "stopped" : "signalled");
  }

  #abandon(): void {
    this.#abandoned = true;
    this.#owner.abandoned++;
    this.#gone({ exitCode: null, signal: null }, "abandoned");
  }

  #gone(found: Death, rung: Rung): void {
    if (this.state === "gone") return;
    const death = { ...found, error: this.#broken ?? found.error };
    const failedStart = this.state === "starting";
    clearTimeout(this.#timer);
    this.state = "gone";
    this.#owner.gone(this, death, failedStart);
    this.inFlight.lose(this.name, death, rung);
    this.#started.reject(new WorkerDied(null, this.name, death));
    this.#ended.resolve();
    this.#owner.roomier(this);
  }

  /** A worker as a whole waits for one thing at a time: a new limit takes the place of the last. */
  #after(milliseconds: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, milliseconds);
  }
}

function show(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value); // JSON has no big integers and no rings
  }
}
