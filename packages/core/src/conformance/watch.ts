/** How calls were freed, and which workers came and went: what a pool tells an ability, kept for a scenario to look at. */
import type { Ability, Freed } from "../pool/worker-pool.ts";

export interface Watch extends Ability {
  /** How each call was freed, by its task, in that order. */
  readonly freed: readonly [task: string, how: Freed][];
  /** Calls that workers have. */
  readonly given: number;
  /** The most there were at once. */
  readonly mostGiven: number;
  /** Workers that were started. */
  readonly started: number;
  /** Resolves once so many calls have been freed. */
  untilFreed(count: number): Promise<readonly [task: string, how: Freed][]>;
}

export function watch(): Watch {
  const freed: [string, Freed][] = [];
  const waiting = new Set<() => void>();
  let [given, mostGiven, started] = [0, 0, 0];
  return {
    name: "watch",
    freed,
    get given() {
      return given;
    },
    get mostGiven() {
      return mostGiven;
    },
    get started() {
      return started;
    },
    async untilFreed(count) {
      while (freed.length < count) await new Promise<void>((resolve) => waiting.add(resolve));
      return freed;
    },
    life: () => ({
      given() {
        mostGiven = Math.max(mostGiven, ++given);
      },
      freed({ task }, how) {
        given--;
        freed.push([task, how]);
        for (const look of waiting) look();
        waiting.clear();
      },
      workerStarted: () => void started++,
    }),
  };
}
