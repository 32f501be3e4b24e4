/**
 * Calls of one key go to one worker, as long as it lives: the one that has that user's data in its cache, or that file open.
 *
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, { abilities: [affinity()] });
 *     await pool.submit("recommend", [user.id], { key: user.id });
 *
 * Calls without a key go to any worker. A busy worker's keys wait for it, even while others have nothing to do. When it is gone, its
 * keys and the calls that waited for it go to others.
 */
import { describe } from "../pool/errors.ts";
import { checkNumber } from "../pool/tasks.ts";
import type { Ability, Call, Line, PoolWorker } from "../pool/worker-pool.ts";

declare module "../pool/tasks.ts" {
  interface SubmitOptions {
    /** With `affinity()`: calls of the same key go to the same worker. Default: to any. */
    key?: string | undefined;
  }
}

export interface AffinityOptions {
  /** Keys that are remembered: with one more, the key whose last call began longest ago is forgotten. Minimum 1; default 10,000. */
  maxKeys?: number | undefined;
}

export interface Affinity extends Ability {
  /** The key's next call may go to any worker. Calls that wait for theirs go on to do so. */
  forget(key: string): void;
}

/**
 * A new key goes to the worker with the fewest keys among those that could start its call at once. A key that is no string rejects
 * its call with a TypeError.
 *
 * @throws {RangeError} `maxKeys` is less than 1
 */
export function affinity({ maxKeys = 10_000 }: AffinityOptions = {}): Affinity {
  checkNumber("Cannot make affinity: maxKeys", maxKeys, 1);
  /** Of the pools that have this ability; of one that is being made, `line` is called before `life`. */
  const all = new Set<Homes>();
  let homes: Homes;
  return {
    name: "affinity",
    forget: (key) => all.forEach((each) => each.forget(key)),
    line(make) {
      const own = new Homes(maxKeys);
      all.add((homes = own));
      return () => homely(make, own);
    },
    life() {
      const own = homes;
      return {
        submitted: refuseWrong,
        given: ({ options: { key } }, worker) => void (key !== undefined && own.settle(key, worker)),
        workerReady: (worker) => own.open(worker),
        workerGone: (worker) => own.close(worker),
        closing: () => void all.delete(own),
      };
    },
  };
}

/** Where the keys of one pool live. */
class Homes {
  readonly #most: number;
  /** The key that was used longest ago first. */
  readonly #homes = new Map<string, PoolWorker>();
  /** How many keys each worker has. */
  readonly #keys = new Map<PoolWorker, number>();

  constructor(most: number) {
    this.#most = most;
  }

  of(key: string | undefined): PoolWorker | undefined {
    const home = key === undefined ? undefined : this.#homes.get(key);
    return home?.state === "gone" ? undefined : home;
  }

  settle(key: string, worker: PoolWorker): void {
    const home = this.of(key) ?? worker;
    this.forget(key);
    this.#homes.set(key, home);
    this.#count(home, 1);
    if (this.#homes.size > this.#most) for (const oldest of this.#homes.keys()) return this.forget(oldest);
  }

  forget(key: string): void {
    const home = this.#homes.get(key);
    if (home && this.#homes.delete(key)) this.#count(home, -1);
  }

  open(worker: PoolWorker): void {
    this.#keys.set(worker, 0);
  }

  close(worker: PoolWorker): void {
    for (const [key, home] of this.#homes) if (home === worker) this.#homes.delete(key);
    this.#keys.delete(worker);
  }

  /** Whether no other that could start the call at once has fewer keys. */
  mayTake(worker: PoolWorker, call: Call): boolean {
    const own = this.#keys.get(worker) ?? 0;
    for (const [other, keys] of this.#keys) {
      const free = other.state === "ready" && other.calls.size <= worker.calls.size && other.lane.hasRoom(call);
      if (keys < own && free) return false;
    }
    return true;
  }

  #count(worker: PoolWorker, more: number): void {
    this.#keys.set(worker, (this.#keys.get(worker) ?? 0) + more);
  }
}

/**
 * All calls wait in common. One that is in front while another worker asks is set aside for its own; when that one asks, its first
 * stands in common again for as long as it takes to see what is in front: so the inner line alone says which call is next.
 */
function homely(make: () => Line, homes: Homes): Line {
  const common = make();
  const aside = new Map<PoolWorker, Line>();
  /** In which line each call is. */
  const lineOf = new Map<Call, Line>();

  const move = (call: Call, line: Line, first?: boolean): void => {
    lineOf.get(call)?.remove(call);
    line.add(call, first);
    lineOf.set(call, line);
  };
  const asideFor = (worker: PoolWorker): Line => {
    const line = aside.get(worker) ?? make();
    aside.set(worker, line);
    return line;
  };
  const giveUp = (worker: PoolWorker, line: Line): void => {
    const calls: Call[] = [];
    for (let call = line.peek(worker); call; call = line.peek(worker)) {
      line.remove(call);
      calls.push(call);
    }
    for (const call of calls.toReversed()) move(call, common, true);
    aside.delete(worker);
  };
  const front = (worker: PoolWorker, own: Call | undefined): Call | undefined => {
    for (;;) {
      const call = common.peek(worker);
      if (!call || call === own || call.options.key === undefined) return call;
      const home = homes.of(call.options.key);
      if (!home) return homes.mayTake(worker, call) ? call : undefined;
      if (home === worker) return call;
      move(call, asideFor(home));
    }
  };
  return {
    get size() {
      return lineOf.size;
    },
    add(call, first) {
      const home = first && homes.of(call.options.key);
      move(call, home ? asideFor(home) : common, first);
    },
    peek(worker) {
      for (const [owner, line] of aside) if (owner.state === "gone") giveUp(owner, line);
      const line = aside.get(worker);
      const own = line?.peek(worker);
      if (!line || !own) return front(worker, undefined);
      line.remove(own);
      common.add(own, true);
      const next = front(worker, own);
      common.remove(own);
      line.add(own, true);
      return next;
    },
    remove(call) {
      lineOf.get(call)?.remove(call);
      lineOf.delete(call);
    },
  };
}

function refuseWrong({ task, options: { key }, settle }: Call): void {
  if (key === undefined || typeof key === "string") return;
  settle({ error: new TypeError(`Cannot submit "${task}": wanted a key that is a string, found ${describe(key)}`) });
}
