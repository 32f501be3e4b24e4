/** The name of a cell, as reports and commands have it. */
import type { Cell } from "@triathlon/core/results/record";

/** E.g. `node/threading/sum-of-squares/large`. */
export const cellName = ({ runtime, model, workload, size }: Omit<Cell, "workers" | "concurrency">): string =>
  [runtime, model, workload, size].join("/");
