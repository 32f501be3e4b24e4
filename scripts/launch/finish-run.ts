/** Runs what is left of a run, reports, and says how it went. */
import { writeReport } from "../report/write-report.ts";
import type { Interrupt } from "./interrupt.ts";
import { createProgress } from "./progress.ts";
import { type Run, runPlan } from "./run-plan.ts";
import { runLanes } from "./run-lanes.ts";
import { say } from "./say.ts";

/** Some execution failed; everything else is complete. */
const SOME_FAILED = 3;

/** So much was disturbed that no verdict could be given. */
const TOO_NOISY = 4;

/**
 * The exit code: 0, 3 when an execution failed, 4 when a full run was too noisy, 130 or 143 when interrupted. The report is
 * written in any case, and its path is the last line.
 */
export async function finishRun(run: Omit<Run, "progress" | "signal">, interrupt: Interrupt): Promise<number> {
  say.runFolder(run.folder);
  for (const unavailable of run.plan.unavailable) say.unavailable(unavailable);
  const end = await runPlan({ ...run, progress: createProgress(process.stderr), signal: interrupt.signal });
  await runLanes({ ...run, signal: interrupt.signal });
  const { terminal, tooNoisy, page } = await writeReport(run.folder);
  process.stdout.write(`${terminal.trimEnd()}\n${page}\n`);
  if (end.failed > 0) return interrupt.exitCode() ?? SOME_FAILED;
  return interrupt.exitCode() ?? (tooNoisy && run.plan.mode === "full" ? TOO_NOISY : 0);
}
