/**
 * Let at most two tasks of one thread use something at once.
 *
 * Shows: a semaphore in one thread: a number and a list of those that wait. With one permit it is a mutex.
 * Use when: tasks wait for others in the middle of what must not overlap, such as a balance that is read, charged
 *   for and written.
 * Not when: all work of one kind goes through one place: then an `AsyncPool` with its `concurrency` is that place.
 * Run: node packages/core/src/examples/async/semaphore.ts
 * Run: deno run packages/core/src/examples/async/semaphore.ts
 * Run: bun packages/core/src/examples/async/semaphore.ts
 * Needs: Node 22.18, Deno 2.9, Bun 1.4
 * See: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Promise/withResolvers
 */
import { setTimeout as sleep } from "node:timers/promises";

class Semaphore {
  #left: number;
  readonly #waiting: (() => void)[] = [];

  constructor(permits: number) {
    this.#left = permits;
  }

  async hold<Value>(body: () => Promise<Value>): Promise<Value> {
    if (this.#left > 0) this.#left--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await body();
    } finally {
      // A permit goes from hand to hand: nobody who comes now can take it from those who wait.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#left++;
    }
  }
}

// Five tasks, two at a time.
const semaphore = new Semaphore(2);
let [inside, most] = [0, 0];
const order: number[] = [];
const use = async (task: number): Promise<void> => {
  most = Math.max(most, ++inside);
  await sleep(10);
  inside--;
  order.push(task);
};
await Promise.all([1, 2, 3, 4, 5].map((task) => semaphore.hold(() => use(task))));
console.log(`at once, at most: ${most}`); // => at once, at most: 2
console.log(`in the order in which they came: ${order.join(", ")}`); // => in the order in which they came: 1, 2, 3, 4, 5

// A mutex keeps a balance whole though it is read before a wait, and written after it.
const mutex = new Semaphore(1);
let balance = 0;
const deposit = async (): Promise<void> => {
  const before = balance;
  await sleep(1);
  balance = before + 10;
};
await Promise.all([deposit, deposit, deposit].map((each) => mutex.hold(each)));
console.log(`balance: ${balance}`); // => balance: 30
