/**
 * Calls of one key go to one worker, as long as it lives: the one that has that user's data in its cache, or that file open.
 *
 *     const affinity = new Affinity();
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, { queue: affinity, plugins: [affinity] });
 *     await pool.submit("recommend", [user.id], { key: user.id });
 *
 * It is a queue, which knows what each worker may have, and a plug-in, which hears of their coming and going: hand it to both.
 * Calls without a key go to any worker. A busy worker's keys wait for it, even while others have nothing to do.
 */
import type { Call } from "./call.ts";
import type { Plugin } from "./plugin.ts";
import { type CallQueue, Queue } from "./queue.ts";
import type { WorkerHandle } from "./worker-handle.ts";

declare module "./executor.ts" {
  interface SubmitOptions {
    /** With `Affinity`: calls of the same key go to the same worker. Default: to any. */
    key?: string | undefined;
  }
}

/** What is kept for one worker. */
interface Home {
  worker: WorkerHandle;
  keys: Set<string>;
  /** Calls that only this worker may have. */
  calls: Queue;
}

/**
 * A new key goes to the worker with the fewest keys among those that could start its call at once. A key is remembered until its
 * worker is gone, or {@link Affinity.forget} is called.
 *
 * Calls whose key has no home when they come wait in common. They are sorted out when they reach the front, so the calls of a key
 * keep their order: one that has others of its key before it in common waits there too.
 */
export class Affinity implements CallQueue, Plugin {
  readonly #homes = new Map<WorkerHandle, Home>();
  readonly #homeOf = new Map<string, Home>();
  readonly #common = new Queue();
  /** How many calls of a key wait in common. */
  readonly #inCommon = new Map<string, number>();
  readonly #arrivals = new WeakMap<Call, number>();
  #arrived = 0;

  get size(): number {
    let size = this.#common.size;
    for (const { calls } of this.#homes.values()) size += calls.size;
    return size;
  }

  /** The key's next call may go to any worker. Calls that wait already keep theirs. */
  forget(key: string): void {
    this.#homeOf.get(key)?.keys.delete(key);
    this.#homeOf.delete(key);
  }

  add(call: Call): void {
    this.#arrivals.set(call, this.#arrived++);
    const { key } = call.options;
    const home = key === undefined ? undefined : this.#homeOf.get(key);
    if (home && !this.#inCommon.has(key ?? "")) home.calls.add(call);
    else this.#addInCommon(call);
  }

  peek(worker?: WorkerHandle): Call | undefined {
    return this.#queueFor(worker)?.peek();
  }

  shift(worker?: WorkerHandle): void {
    const queue = this.#queueFor(worker);
    const call = queue?.peek();
    if (!queue || !call) return;
    queue.shift();
    if (queue === this.#common) this.#leftCommon(call);
    const { key } = call.options;
    const home = worker && this.#homes.get(worker);
    if (key === undefined || !home || this.#homeOf.has(key)) return;
    this.#homeOf.set(key, home);
    home.keys.add(key);
  }

  putBack(call: Call): void {
    const { key } = call.options;
    const home = key === undefined ? undefined : this.#homeOf.get(key);
    if (home) return home.calls.putBack(call);
    this.#common.putBack(call);
    this.#cameToCommon(call);
  }

  remove(call: Call): void {
    for (const { calls } of this.#homes.values()) calls.remove(call);
    const before = this.#common.size;
    this.#common.remove(call);
    if (this.#common.size < before) this.#leftCommon(call);
  }

  workerReady(worker: WorkerHandle): void {
    this.#homes.set(worker, { worker, keys: new Set(), calls: new Queue() });
  }

  /** Its keys have no home, and its calls go back to the front of the common ones. */
  workerGone(worker: WorkerHandle): void {
    const home = this.#homes.get(worker);
    if (!home) return;
    this.#homes.delete(worker);
    for (const key of home.keys) this.#homeOf.delete(key);
    const calls: Call[] = [];
    for (let call = home.calls.peek(); call; call = home.calls.peek()) {
      home.calls.shift();
      calls.push(call);
    }
    for (const call of calls.toReversed()) this.putBack(call);
  }

  /** Where the call stands that this worker would be given next: of its own calls and the common ones, the earlier. */
  #queueFor(worker: WorkerHandle | undefined): Queue | undefined {
    this.#sortOut();
    const common = this.#common.peek();
    if (!worker) return common ? this.#common : [...this.#homes.values()].find(({ calls }) => calls.size > 0)?.calls;
    const own = this.#homes.get(worker)?.calls;
    const first = own?.peek();
    if (!common || !this.#mayHave(worker, common)) return own;
    return first && this.#arrivalOf(first) < this.#arrivalOf(common) ? own : this.#common;
  }

  /** Moves calls from the front of the common ones whose key has got a home since. */
  #sortOut(): void {
    for (let call = this.#common.peek(); call; call = this.#common.peek()) {
      const home = this.#homeOf.get(call.options.key ?? "");
      if (call.options.key === undefined || !home) return;
      this.#common.shift();
      this.#leftCommon(call);
      home.calls.add(call);
    }
  }

  /** A call with a new key is for the worker with the fewest keys among those with room. */
  #mayHave(worker: WorkerHandle, { options }: Call): boolean {
    const home = this.#homes.get(worker);
    if (options.key === undefined || !home) return true;
    return ![...this.#homes.values()].some(
      (other) => other.keys.size < home.keys.size && other.worker.takesCalls && other.worker.inFlight.hasRoom,
    );
  }

  #addInCommon(call: Call): void {
    this.#common.add(call);
    this.#cameToCommon(call);
  }

  #cameToCommon({ options: { key } }: Call): void {
    if (key !== undefined) this.#inCommon.set(key, (this.#inCommon.get(key) ?? 0) + 1);
  }

  #leftCommon({ options: { key } }: Call): void {
    if (key === undefined) return;
    const left = (this.#inCommon.get(key) ?? 1) - 1;
    if (left > 0) this.#inCommon.set(key, left);
    else this.#inCommon.delete(key);
  }

  #arrivalOf(call: Call): number {
    return this.#arrivals.get(call) ?? 0;
  }
}
