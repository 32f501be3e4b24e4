/** Runs what is left of a run, reports, and says how it went. */
import { writeReport } from "../report/write-report.ts";
import type { Interrupt } from "./interrupt.ts";
import { createProgress } from "./progress.ts";
import { type Run, runPlan } from "./run-plan.ts";
import { say } from "./say.ts";

/** Some execution failed; everything else is complete. */
const SOME_FAILED = 3;

/** The exit code: 0, 3 when an execution failed, 130 or 143 when interrupted. The report is written in any case. */
export async function finishRun(run: Omit<Run, "progress" | "signal">, interrupt: Interrupt): Promise<number> {
  say.runFolder(run.folder);
  for (const unavailable of run.plan.unavailable) say.unavailable(unavailable);
  const end = await runPlan({ ...run, progress: createProgress(process.stderr), signal: interrupt.signal });
  const { terminal } = await writeReport(run.folder);
  process.stdout.write(`${terminal.trimEnd()}\n`);
  return interrupt.exitCode() ?? (end.failed > 0 ? SOME_FAILED : 0);
}
