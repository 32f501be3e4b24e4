/** What is looked at of each arm, and how much of it. */
import type { JobsAmount, JobsCase } from "@triathlon/core/results/jobs";

interface Case {
  /** As the header of a column. */
  title: string;
  amount: JobsAmount;
  /** In a smoke run; null where even the least takes long, so that it has none unless it is asked for. */
  smoke: JobsAmount | null;
  timeLimitSeconds: number;
  /** So many blocks have it, if there are as many. What a setting decides is no other in the next block. */
  blocks: number;
  /** Also in the runtimes that are only tried. */
  inEachRuntime: boolean;
}

const timed = { timeLimitSeconds: 60, blocks: Infinity, inEachRuntime: true };

export const CASES: Readonly<Record<JobsCase, Case>> = {
  "round-trip": {
    title: "one there and back",
    amount: { jobs: 200, warmups: 50 },
    smoke: { jobs: 5, warmups: 1 },
    ...timed,
  },
  "at-once": {
    title: "all at once",
    amount: { jobs: 10_000, warmups: 50 },
    smoke: { jobs: 50, warmups: 1 },
    ...timed,
  },
  large: {
    title: "1 MiB there and back",
    amount: { jobs: 20, warmups: 5 },
    smoke: { jobs: 2, warmups: 0 },
    ...timed,
  },
  recovery: {
    title: "a worker is killed",
    amount: { jobs: 3, warmups: 0 },
    smoke: null,
    timeLimitSeconds: 150,
    blocks: 1,
    inEachRuntime: false,
  },
  restart: {
    title: "the server is killed",
    amount: { jobs: 1000, warmups: 0 },
    smoke: { jobs: 50, warmups: 0 },
    timeLimitSeconds: 60,
    blocks: 3,
    inEachRuntime: false,
  },
};

export const CASE_NAMES = Object.keys(CASES) as JobsCase[];
