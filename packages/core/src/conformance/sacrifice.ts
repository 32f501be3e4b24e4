/** Programs that are expected to die: how a negative entry of the table is asserted where its fault spares nobody. */
import type { ExecutionModel } from "../workloads/workload.ts";
import { type Capabilities, capabilitiesOf } from "./capabilities.ts";

/** How a program ends: its exit code, or the signal that ended it. */
export type End = number | string;

export interface Sacrifice {
  /** What the cell lacks. */
  capability: keyof Capabilities;
  /** Any of these. */
  ends: readonly End[];
}

/**
 * The `sacrifice` of a scenario whose program dies in every cell that lacks the capability.
 *
 * @param ends by runtime
 */
export function sacrificeWithout(capability: keyof Capabilities, ends: Record<string, readonly End[]>) {
  return (runtime: string, model: ExecutionModel): Sacrifice | undefined => {
    const own = ends[runtime];
    return capabilitiesOf(runtime, model)[capability] || !own ? undefined : { capability, ends: own };
  };
}
