/**
 * The most urgent call first.
 *
 *     const pool = new ThreadPool<typeof import("./tasks.ts")>(createWorker, { abilities: [priority()] });
 *     await pool.submit("render", [page], { priority: 10 });
 *
 * Only calls that wait are put in order: what a worker has, it goes on with.
 */
import { describe } from "../pool/errors.ts";
import type { Ability, Call, Line } from "../pool/worker-pool.ts";

declare module "../pool/tasks.ts" {
  interface SubmitOptions {
    /** With `priority()`: higher goes first, equals in the order they came. Default 0. */
    priority?: number | undefined;
  }
}

/** Calls are put in order by their option `priority`. One that is no number, or NaN, rejects its call with a RangeError. */
export const priority = (): Ability => ({
  name: "priority",
  line: (make) => () => levelled(make),
  life: () => ({ submitted: refuseWrong }),
});

/** The calls of one priority, in a line of their own: it may know which worker may have which. */
interface Level {
  readonly priority: number;
  readonly calls: Line;
}

function levelled(make: () => Line): Line {
  /** Those that have calls, the most urgent last. */
  const levels: Level[] = [];
  const levelOf = new Map<Call, Level>();

  /** The place of the level of this priority, or where it would be. */
  const placeOf = (priority: number): number => {
    let [from, to] = [0, levels.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((levels[middle] as Level).priority < priority) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  return {
    get size() {
      return levelOf.size;
    },
    // One that is put back goes before all of its own priority, and not before those that are more urgent.
    add(call, first) {
      const priority = call.options.priority || 0;
      const place = placeOf(priority);
      let level = levels[place];
      if (level?.priority !== priority) levels.splice(place, 0, (level = { priority, calls: make() }));
      level.calls.add(call, first);
      levelOf.set(call, level);
    },
    peek(worker) {
      for (let place = levels.length - 1; place >= 0; place--) {
        const call = levels[place]?.calls.peek(worker);
        if (call) return call;
      }
      return undefined;
    },
    remove(call) {
      const level = levelOf.get(call);
      if (!level) return;
      levelOf.delete(call);
      level.calls.remove(call);
      if (level.calls.size === 0) levels.splice(placeOf(level.priority), 1);
    },
  };
}

function refuseWrong({ task, options: { priority = 0 }, settle }: Call): void {
  if (typeof priority === "number" && !Number.isNaN(priority)) return;
  settle({ error: new RangeError(`Cannot submit "${task}": priority must be a number: found ${describe(priority)}`) });
}
