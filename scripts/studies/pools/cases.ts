/** The cases as the runner knows them: how much of each is done, and who takes part. What is done is in `core/measure/pools`. */
import { type Amount, type FLOORS, type PoolCase, poolCase, type PoolModel } from "@triathlon/core/results/pools";

export interface CaseDescription {
  title: string;
  models: readonly PoolModel[];
  /** The floors that take part; ratios are to the first. */
  floors: readonly (typeof FLOORS)[number][];
  amount: Amount;
  /** In a smoke run. */
  smoke: Amount;
  /** What is shown: the time of one call, or of the whole pass. Null where it is memory. */
  figure: "call" | "pass" | null;
  /** In place of the run's number of workers: the case is run once with each. */
  workers?: readonly number[];
}

const BOTH = ["threading", "multiprocessing"] as const;
const THREADS = ["threading"] as const;
const MANY = ["raw-batched", "raw-one-in-flight"] as const;
const ONE = ["raw-ping-pong"] as const;

/** Memory of an idle worker: what so many more of them add, divided by how many more. */
export const MEMORY_WORKERS = { few: 1, many: 9 } as const;

/** Each call is timed for itself, and the median counts: collecting large buffers now and then takes some ms. */
const singly: Amount = { repetitions: 40, calls: 1, warmups: 10 };
const once: Amount = { repetitions: 1, calls: 1, warmups: 0 };
const few: Amount = { repetitions: 1, calls: 4, warmups: 2 };

const tenThousand: Omit<CaseDescription, "title"> = {
  models: BOTH,
  floors: MANY,
  amount: { repetitions: 3, calls: 10_000, warmups: 5000 },
  smoke: { repetitions: 2, calls: 100, warmups: 50 },
  figure: "call",
};

export const CASES: Readonly<Record<PoolCase, CaseDescription>> = {
  "one-at-a-time": {
    title: "one at a time",
    models: BOTH,
    floors: ONE,
    amount: { repetitions: 10, calls: 200, warmups: 500 },
    smoke: { repetitions: 2, calls: 20, warmups: 10 },
    figure: "call",
  },
  "at-once": { title: "10,000 at once", ...tenThousand },
  "at-once-objects": { title: "10,000 small objects at once", ...tenThousand },
  "short-tasks": {
    title: "100 µs tasks",
    models: BOTH,
    floors: MANY,
    amount: { repetitions: 1, calls: 10_000, warmups: 1000 },
    smoke: { repetitions: 1, calls: 100, warmups: 20 },
    figure: "call",
  },
  "clone-1-mib": {
    title: "1 MiB cloned",
    models: BOTH,
    floors: ONE,
    amount: { repetitions: 5, calls: 20, warmups: 20 },
    smoke: few,
    figure: "call",
  },
  "transfer-1-mib": {
    title: "1 MiB transferred",
    models: THREADS,
    floors: ONE,
    amount: singly,
    smoke: few,
    figure: "call",
  },
  "transfer-16-mib": {
    title: "16 MiB transferred",
    models: THREADS,
    floors: ONE,
    amount: singly,
    smoke: few,
    figure: "call",
  },
  "result-16-mib": {
    title: "16 MiB result",
    models: BOTH,
    floors: ONE,
    amount: { repetitions: 3, calls: 5, warmups: 5 },
    smoke: { repetitions: 1, calls: 1, warmups: 1 },
    figure: "call",
  },
  map: {
    title: "map of 100,000",
    models: BOTH,
    floors: MANY,
    amount: { repetitions: 1, calls: 100_000, warmups: 10_000 },
    smoke: { repetitions: 1, calls: 200, warmups: 50 },
    figure: "call",
  },
  mix: {
    title: "mix of 1 ms and 200 ms",
    models: BOTH,
    floors: ["raw-one-in-flight", "raw-batched"],
    amount: { repetitions: 1, calls: 500, warmups: 50 },
    smoke: { repetitions: 1, calls: 50, warmups: 0 },
    figure: "pass",
  },
  start: {
    title: "all workers ready",
    models: BOTH,
    floors: ["raw-one-in-flight"],
    amount: once,
    smoke: once,
    figure: "pass",
  },
  "first-result": {
    title: "first result",
    models: BOTH,
    floors: ["raw-one-in-flight"],
    amount: once,
    smoke: once,
    figure: "pass",
  },
  "idle-memory": {
    title: "memory of an idle worker",
    models: BOTH,
    floors: ["raw-one-in-flight"],
    amount: once,
    smoke: once,
    figure: null,
    workers: [MEMORY_WORKERS.few, MEMORY_WORKERS.many],
  },
};

export const CASE_NAMES = poolCase.options;
