/** What a runtime's program for the experiments does: reads an order, runs the probe, writes the answer beside it. */
import process from "node:process";
import type { ExperimentAnswer, ExperimentOrder } from "../../results/experiment-order.ts";
import { explain, readOrder, writeAnswer } from "../answer.ts";
import type { Native, Probe } from "./probe.ts";

/** Obeys the order in the file named by the last command-line argument, and ends the process with all it started. */
export async function obeyExperiment(native: Native): Promise<never> {
  const { experiment, place, setting, amount, answer } = readOrder() as ExperimentOrder;
  let exitCode = 0;
  try {
    const probe: Probe = await import(`./probes/${experiment}.ts`);
    const { figures, notes = {} } = await probe.run({ place, setting, amount, native });
    const completed = { outcome: "completed", runtimeVersion: native.version, figures, notes } as const;
    writeAnswer(answer, completed satisfies ExperimentAnswer);
  } catch (error) {
    writeAnswer(answer, { outcome: "failed", reason: explain(error) } satisfies ExperimentAnswer);
    exitCode = 1;
  }
  process.exit(exitCode);
}
