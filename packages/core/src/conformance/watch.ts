/** What a pool tells its abilities of calls and workers, kept for a scenario to look at. Changes nothing. */
import type { Ability, Freed } from "../pool/worker-pool.ts";

export interface Watch extends Ability {
  /** Calls that workers have, and the most that one of them ever had. */
  readonly given: number;
  readonly mostAtOne: number;
  /** Workers that were started. */
  readonly started: number;
  /** How the n-th call of this task was freed, as soon as it is; counted from 1 in the order of their being freed. */
  freed(task: string, n: number): Promise<Freed>;
}

export function watch(): Watch {
  const freed: [task: string, how: Freed][] = [];
  const waiting = new Set<() => void>();
  let [given, mostAtOne, started] = [0, 0, 0];
  return {
    name: "watch",
    get given() {
      return given;
    },
    get mostAtOne() {
      return mostAtOne;
    },
    get started() {
      return started;
    },
    async freed(task, n) {
      for (;;) {
        const found = freed.filter(([name]) => name === task)[n - 1];
        if (found) return found[1];
        await new Promise<void>((resolve) => waiting.add(resolve));
      }
    },
    life: () => ({
      given(_call, { calls }) {
        given++;
        mostAtOne = Math.max(mostAtOne, calls.size);
      },
      returned: () => void given--,
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
