/** Loads a workload by the address in an order. */
import type { Workload } from "../workloads/workload.ts";

/** A workload whose types are its own affair. */
export type AnyWorkload = Workload<unknown, object, unknown, unknown>;

const FUNCTIONS = ["tasks", "inputs", "run", "expected"] as const;

/** @throws {TypeError} when the module lacks one of a workload's exports */
export async function loadWorkload(url: string): Promise<AnyWorkload> {
  const module: Partial<AnyWorkload> = await import(url);
  const missing = FUNCTIONS.filter((name) => typeof module[name] !== "function");
  if (typeof module.description !== "object") missing.unshift("description" as never);
  if (missing.length > 0) {
    throw new TypeError(
      `Cannot load the workload ${url}: wanted the exports ${missing.join(", ")}: found none of that name`,
    );
  }
  return module as AnyWorkload;
}

/** The parameters of a size. @throws {RangeError} naming the sizes there are */
export function parametersOf(workload: AnyWorkload, size: string): unknown {
  const { name, sizes } = workload.description;
  const found = sizes[size];
  if (!found)
    throw new RangeError(`Cannot size "${name}": wanted one of ${Object.keys(sizes).join(", ")}: found "${size}"`);
  return found.parameters;
}
