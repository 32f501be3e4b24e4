/** What is raced: each execution model in each runtime, and the function as it is. */
import type { Runtime } from "../doctor/runtimes.ts";

export const MODELS = ["as it is", "async", "threads", "processes"] as const;
/** `as it is`: called in a loop, one call after the other. */
export type Model = (typeof MODELS)[number];

export interface Candidate {
  /** `threads in Node`. */
  readonly name: string;
  readonly runtime: Runtime;
  readonly model: Model;
  /** Threads or processes; 1 where there are none. */
  readonly workers: number;
  /** Calls that are begun and have not ended, at most. */
  readonly inFlight: number;
}

export const TITLES: Record<Runtime, string> = { node: "Node", deno: "Deno", bun: "Bun" };

/** The item that is copied for it; undefined where nothing is needed. */
export const itemNameOf = ({ runtime, model }: Pick<Candidate, "runtime" | "model">): string | undefined =>
  model === "as it is" ? undefined : `${runtime}/${POOLS[model].item}`;

export const POOLS = {
  async: { item: "async-pool", className: "AsyncPool" },
  threads: { item: "thread-pool", className: "ThreadPool" },
  processes: { item: "process-pool", className: "ProcessPool" },
} as const;

/**
 * The candidates of one runtime, the simplest first.
 *
 * @param workers of the pools that have any
 * @param inFlight of the async pool
 */
export function candidatesOf(runtime: Runtime, workers: number, inFlight: number): Candidate[] {
  const of = (model: Model, own: Pick<Candidate, "workers" | "inFlight">): Candidate => ({
    name: `${model} in ${TITLES[runtime]}`,
    runtime,
    model,
    ...own,
  });
  return [
    of("as it is", { workers: 1, inFlight: 1 }),
    of("async", { workers: 1, inFlight }),
    of("threads", { workers, inFlight: workers }),
    of("processes", { workers, inFlight: workers }),
  ];
}

/** Negative where the first is the simpler: fewer parts; in the runtime that is named first. */
export const bySimplicity =
  (runtimes: readonly Runtime[]) =>
  (a: Candidate, b: Candidate): number =>
    MODELS.indexOf(a.model) - MODELS.indexOf(b.model) || runtimes.indexOf(a.runtime) - runtimes.indexOf(b.runtime);
