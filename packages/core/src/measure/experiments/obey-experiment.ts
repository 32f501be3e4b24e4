/** What a runtime's program for the experiments does: reads an order, runs the probe, writes the answer beside it. */
import process from "node:process";
import type { ExperimentAnswer, ExperimentOrder } from "../../results/experiment-order.ts";
import { obeyOrder } from "../answer.ts";
import type { Native, Observed, Probe, Stage } from "./probe.ts";

/** Obeys the order in the file named by the last command-line argument, and ends the process with all it started. */
export const obeyExperiment = (native: Native): Promise<never> =>
  obeyProbe(native, async (name): Promise<Probe> => import(`./probes/${name}.ts`));

/** The same for probes that work with something else. */
export async function obeyProbe<Own extends { version: string }>(
  native: Own,
  load: (name: string) => Promise<{ run(stage: Stage<Own>): Promise<Observed> }>,
): Promise<never> {
  await obeyOrder(async ({ experiment, place, setting, amount }: ExperimentOrder): Promise<ExperimentAnswer> => {
    const probe = await load(experiment);
    const { figures, notes = {} } = await probe.run({ place, setting, amount, native });
    return { outcome: "completed", runtimeVersion: native.version, figures, notes };
  });
  process.exit(0);
}
