/** Runs what is left of a run, reports, and says how it went. */
import { basename, dirname } from "node:path";
import { publishRun, UNFIT } from "../../files/publish-run.ts";
import { BENCH } from "../../report/publish-report.ts";
import { type WrittenReport, writeReport } from "../../report/write-report.ts";
import { nameLatest } from "../../run-folder.ts";
import type { Interrupt } from "../../study/interrupt.ts";
import { withProgress } from "../../study/progress.ts";
import { type Run, runPlan } from "./bench-study.ts";
import { runLanes } from "./run-lanes.ts";
import { resumeText, say } from "./say.ts";

/** Some execution failed; everything else is complete. */
const SOME_FAILED = 3;

type Unfinished = Omit<Run, "progress" | "signal">;

/**
 * The exit code: 0, 3 when an execution failed, 4 when a full run was too noisy or one was not published because it calls itself unfit, 130
 * or 143 when interrupted. The report is written in any case, and its path is the last line. A run with figures becomes the latest.
 *
 * @param places folders in which it is published, once it is complete
 */
export async function finishRun(
  run: Unfinished,
  interrupt: Interrupt,
  places: readonly string[] = [],
): Promise<number> {
  say.runFolder(run.folder);
  say.leftOut(run.plan);
  for (const unavailable of run.plan.unavailable) say.unavailable(unavailable);
  const { failed, terminal, tooNoisy, unfit, hasFigures, page } = await measureAndReport(run, interrupt.signal);
  // A run that was broken off before its first figure does not push the last one with figures away.
  if (hasFigures) nameLatest(dirname(run.folder), basename(run.folder));
  process.stdout.write(`${terminal.trimEnd()}\n`);
  const interrupted = interrupt.exitCode();
  if (interrupted !== null) say.interrupted(run);
  const published = interrupted === null ? places.map((place) => publishRun(run.folder, place, BENCH, unfit)) : [];
  process.stdout.write(`${page}\n`);
  if (failed > 0) return interrupted ?? SOME_FAILED;
  const isUnfit = published.includes(null) || (tooNoisy && run.plan.mode === "full");
  return interrupted ?? (isUnfit ? UNFIT : 0);
}

/** An interrupt is answered at once: by the time the report is written, whoever runs this may have lost patience. */
function measureAndReport(run: Unfinished, signal: AbortSignal): Promise<WrittenReport & { failed: number }> {
  return withProgress(async (progress) => {
    signal.addEventListener("abort", () => progress.note(resumeText(run)));
    const { failed } = await runPlan({ ...run, progress, signal });
    await runLanes({ ...run, progress, signal });
    progress.step("writing the report");
    return { failed, ...(await writeReport(run.folder)) };
  });
}
