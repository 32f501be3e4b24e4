/**
 * Start at most so many requests in any tenth of a second.
 *
 * Shows: a limit on how often something starts, not on how much of it runs: each start waits until the fifth last
 *   is old enough.
 * Use when: the other side counts requests in a span of time.
 * Not when: it only bears so many at once: that is a semaphore, or the `concurrency` of a pool.
 * Run: node packages/core/src/examples/async/rate-limit.ts
 * Run: deno run packages/core/src/examples/async/rate-limit.ts
 * Run: bun packages/core/src/examples/async/rate-limit.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://developer.mozilla.org/docs/Web/HTTP/Reference/Status/429
 */
import { setTimeout as sleep } from "node:timers/promises";

class RateLimit {
  readonly #count: number;
  readonly #milliseconds: number;
  readonly #starts: number[] = [];
  #last = Promise.resolve();

  constructor(count: number, milliseconds: number) {
    this.#count = count;
    this.#milliseconds = milliseconds;
  }

  /** Resolves when it may start; first come, first served. */
  turn(): Promise<void> {
    this.#last = this.#last.then(() => this.#wait());
    return this.#last;
  }

  async #wait(): Promise<void> {
    const allowedAt = (this.#starts.at(-this.#count) ?? -Infinity) + this.#milliseconds;
    // A timer may fire a little early, so that it is looked at again.
    for (let now = performance.now(); now < allowedAt; now = performance.now()) await sleep(Math.ceil(allowedAt - now));
    this.#starts.push(performance.now());
    if (this.#starts.length > this.#count) this.#starts.shift();
  }
}

// Twenty requests that all want to start now.
const limit = new RateLimit(5, 100);
const starts: number[] = [];
const request = async (): Promise<void> => {
  await limit.turn();
  starts.push(performance.now());
};
await Promise.all(Array.from({ length: 20 }, request));

// Each start has the fifth last at least 100 ms before it, but for the moment between the turn and what it lets go on.
const spans = starts.slice(5).map((start, index) => start - starts[index]!);
console.log(
  `${starts.length} started, five in ${Math.min(...spans) > 95 ? "no less than" : "less than"} a tenth of a second`,
);
// => 20 started, five in no less than a tenth of a second
