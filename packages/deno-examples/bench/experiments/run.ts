/** The program of the experiments: runs one probe at one setting, and exits. */
import { obeyExperiment } from "@triathlon/core/measure/experiments/obey-experiment";
import { multiprocessing } from "./multiprocessing.ts";
import { program } from "./program.ts";
import { startProcess } from "./start-process.ts";
import { startThread } from "./start-thread.ts";
import { threading } from "./threading.ts";

await obeyExperiment({
  version: Deno.version.deno,
  threading,
  multiprocessing,
  startThread,
  startProcess,
  blocking: async () => (await import("./blocking.ts")).blocking,
  program,
});
