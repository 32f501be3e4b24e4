/** What a runtime's program for the experiments does: reads an order, runs the probe, writes the answer beside it. */
import process from "node:process";
import type { ExperimentAnswer, ExperimentOrder } from "../../results/experiment-order.ts";
import { obeyOrder } from "../answer.ts";
import type { Native, Probe } from "./probe.ts";

/** Obeys the order in the file named by the last command-line argument, and ends the process with all it started. */
export async function obeyExperiment(native: Native): Promise<never> {
  await obeyOrder(async ({ experiment, place, setting, amount }: ExperimentOrder): Promise<ExperimentAnswer> => {
    const probe: Probe = await import(`./probes/${experiment}.ts`);
    const { figures, notes = {} } = await probe.run({ place, setting, amount, native });
    return { outcome: "completed", runtimeVersion: native.version, figures, notes };
  });
  process.exit(0);
}
