/** Tables that take a while to load: pure waiting, which every concurrent model can overlap and none can shorten. */
import type { Executor } from "../pool/tasks.ts";
import type { Description, Implements, Io, IterationResult, Workload } from "./workload.ts";

interface Parameters {
  /** One table each: how many units its loading waits. */
  units: readonly number[];
  unitMilliseconds: number;
  /** How often the same tables are loaded, all at once. */
  repeats: number;
}

interface Table {
  name: string;
  milliseconds: number;
}

interface Answer {
  tables: number;
  /** The names, in the order of the calls. */
  loaded: string;
  /** Tables whose loading returned before its time. */
  early: number;
}

export const description: Description<Parameters> = {
  name: "load-tables",
  title: "Load tables",
  kind: "waiting",
  summary:
    "Three loads that wait 1, 2 and 5 units with three workers: 8 units one after the other, 5 when they overlap. The size `wide` is 1,000 waits of 100 ms at once, on one thread.",
  sizes: {
    small: { parameters: tutorial(10), iterations: 1, warmups: 1, sequentialSeconds: 0.08 },
    medium: { parameters: tutorial(20), iterations: 1, warmups: 1, sequentialSeconds: 0.16 },
    large: { parameters: tutorial(100), iterations: 1, warmups: 1, sequentialSeconds: 0.8 },
    wide: {
      parameters: { units: [1], unitMilliseconds: 100, repeats: 1_000 },
      iterations: 2,
      // What an engine has not compiled yet costs a thousand times here.
      warmups: 3,
      // Runs in async alone: what a pass takes there, not one wait after the other.
      sequentialSeconds: 0.1,
      models: ["async"],
      concurrency: 1_000,
    },
  },
  defaultSizes: ["small", "wide"],
  workers: 3,
  concurrency: 3,
};

/** Tables A, B and C. */
function tutorial(unitMilliseconds: number): Parameters {
  return { units: [1, 2, 5], unitMilliseconds, repeats: 1 };
}

export const tasks = (io: Io) => ({
  async load({ name, milliseconds }: Table): Promise<{ name: string; early: boolean }> {
    const start = performance.now();
    await io.sleep(milliseconds);
    // Timers count in whole milliseconds: one that fires a fraction before its time is on time.
    return { name, early: performance.now() - start < milliseconds - 2 };
  },
});

type Tasks = ReturnType<typeof tasks>;

export function inputs({ units, unitMilliseconds, repeats }: Parameters): Table[] {
  return Array.from({ length: repeats }, () =>
    units.map((unit, index) => ({ name: tableName(index), milliseconds: unit * unitMilliseconds })),
  ).flat();
}

export async function run(executor: Executor<Tasks>, inputs: Table[]): Promise<IterationResult<Answer>> {
  const loads = await Promise.all(inputs.map((table) => executor.submit("load", [table])));
  const waits = inputs.map(({ milliseconds }) => milliseconds);
  return {
    answer: {
      tables: loads.length,
      loaded: loads.map(({ name }) => name).join(""),
      early: loads.filter(({ early }) => early).length,
    },
    observations: {
      waitedSeconds: waits.reduce((sum, wait) => sum + wait, 0) / 1000,
      longestWaitSeconds: Math.max(...waits) / 1000,
    },
  };
}

export function expected({ units, repeats }: Parameters): Answer {
  const names = units.map((_, index) => tableName(index)).join("");
  return { tables: units.length * repeats, loaded: names.repeat(repeats), early: 0 };
}

/** A, B, C … */
function tableName(index: number): string {
  return String.fromCharCode(65 + index);
}

export type Checked = Implements<Workload<Parameters, Tasks, Table[], Answer>, typeof import("./load-tables.ts")>;
