/** `bench`: plans a run, writes down what it is made of, runs it and reports. */
import { join } from "node:path";
import { captureEnvironment } from "../../study/environment.ts";
import type { Choices } from "./choices.ts";
import { type Available, makePlan } from "./make-plan.ts";
import { isAvailable } from "../../study/runtimes.ts";
import { selectWorkloads } from "./select-workloads.ts";
import { REPOSITORY } from "../../repository.ts";
import { createRunFolder, newRunId } from "../../run-folder.ts";
import { programsOf } from "./emit-javascript.ts";
import { finishRun } from "./finish-run.ts";
import { whenAlone } from "../../study/when-alone.ts";
import { writeJson } from "../../files/write-files.ts";

export interface StartOptions {
  choices: Choices;
  available: Available & { timerVersion: string };
  /** Where runs lie. */
  out: string;
  noWait: boolean;
  /** Folders in which the run is published. */
  places: readonly string[];
}

/** The exit code: see `finishRun`. @throws {UsageError} before anything is started, when the choices cannot be met */
export async function startRun({ choices, available, out, noWait, places }: StartOptions): Promise<number> {
  const draft = await makePlan(choices, available, "draft"); // a wrong choice is told at once, not after waiting
  return whenAlone(noWait, async (interrupt) => {
    const plan = { ...draft, runId: newRunId(new Date()) };
    const workloads = await selectWorkloads(available.workloads, choices.workloads);
    const programs = await programsOf(plan.profile, { runtimes: available.runtimes, workloads }, REPOSITORY);
    const folder = createRunFolder(out, plan.runId);
    const planned = available.runtimes.filter(({ name }) => plan.cells.some(({ runtime }) => runtime === name));
    writeJson(join(folder, "plan.json"), plan);
    writeJson(
      join(folder, "environment.json"),
      await captureEnvironment(planned.filter(isAvailable), available.timerVersion, REPOSITORY),
    );
    return finishRun({ folder, plan, ...programs }, interrupt, places);
  });
}
