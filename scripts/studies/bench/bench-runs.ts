/** Runs of the bench: begun, gone on with, and finished by their report. */
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type { Environment } from "@triathlon/core/results/environment";
import type { Plan } from "@triathlon/core/results/plan";
import { publishRun, UNFIT } from "../../files/publish-run.ts";
import { writeJson } from "../../files/write-files.ts";
import { printable } from "../../printable.ts";
import { BENCH } from "../../report/publish-report.ts";
import { readEnvironment, readPlan } from "../../report/read-run.ts";
import { commitText, counted } from "../../report/text.ts";
import { writeReport, type WrittenReport } from "../../report/write-report.ts";
import { REPOSITORY } from "../../repository.ts";
import { createRunFolder, nameLatest, newRunId } from "../../run-folder.ts";
import { SOME_FAILED } from "../../study/command.ts";
import { captureEnvironment } from "../../study/environment.ts";
import { type Interrupt, whenAlone } from "../../study/when-alone.ts";
import { withProgress } from "../../study/progress.ts";
import { isAvailable, type Runtime } from "../../study/runtimes.ts";
import { UsageError } from "../../usage-error.ts";
import { type Run, runPlan } from "./bench-study.ts";
import { describeLeftOut, describeUnavailable } from "./describe.ts";
import { programsOf } from "./emit-javascript.ts";
import { type Available, type Choices, makePlan } from "./make-plan.ts";
import { MODES } from "./modes.ts";
import { runLanes } from "./run-lanes.ts";
import { iterationsOf } from "./select-cells.ts";
import { type FoundWorkload, loadWorkload, selectWorkloads } from "./workloads.ts";

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

export interface ResumeOptions {
  folder: string;
  runtimes: readonly Runtime[];
  /** As it names itself: `hyperfine 1.15.0`, or `built-in`. */
  timerVersion: string;
  noWait: boolean;
  /** Runs and reads what the plan names, also where that is not this repository's. */
  trustPlan: boolean;
  /** Folders in which the run is published. */
  places: readonly string[];
}

/**
 * The exit code: see `finishRun`. A run that is complete is only reported again.
 *
 * @throws {UsageError} when the rest would not be comparable: another version of a runtime or of the timer, or a changed
 *   workload; and, unless the plan is trusted, when it names what is not this repository's
 */
export async function resumeRun(options: ResumeOptions): Promise<number> {
  const { folder, runtimes, timerVersion, noWait, trustPlan, places } = options;
  if (!trustPlan) refuseForeign(readPlan(folder), folder); // told at once, not after waiting
  return whenAlone(noWait, async (interrupt) => {
    const planned = readPlan(folder);
    if (!trustPlan) refuseForeign(planned, folder);
    const then = readEnvironment(folder);
    checkEnvironment(then, runtimes, timerVersion);
    refuseOther(then, await captureEnvironment([], timerVersion, REPOSITORY));
    const programs = { runtimes, workloads: await loadWorkloads(planned) };
    return finishRun(
      { folder, plan: planned, ...(await programsOf(planned.profile, programs, REPOSITORY)) },
      interrupt,
      places,
    );
  });
}

/** @throws {UsageError} naming what has changed since the run began */
export function checkEnvironment(then: Environment, runtimes: readonly Runtime[], timerVersion: string): void {
  for (const { runtime: name, version } of then.runtimes) {
    const now = runtimes.find((runtime) => runtime.name === name);
    const found = now && isAvailable(now) ? now.version : "none";
    if (found !== version) refuse(`wanted ${name} ${version}, as it began with, found ${found}`);
  }
  if (then.timer !== timerVersion)
    refuse(`wanted the timer "${then.timer}", as it began with, found "${timerVersion}"`);
}

/** Figures of two commits, or of two machines, are not those of one run. @throws {UsageError} naming what is other than when it began */
export function refuseOther(then: Environment, now: Environment): void {
  const named = (environment: Environment): string[] => [
    commitText({ environment }),
    `kernel ${environment.kernel}`,
    `CPU ${environment.cpuModel ?? "unknown"}`,
    counted(environment.availableParallelism, "CPU"),
  ];
  const [before, found] = [named(then), named(now)];
  const other = before.findIndex((name, index) => name !== found[index]);
  if (other !== -1)
    refuse(`wanted ${before[other]}, as it began with, found ${found[other]}: go on with that, or begin another run`);
}

/** @throws {UsageError} showing what the plan names */
export function refuseForeign(planned: Plan, folder: string): void {
  const foreign = foreignNames(planned);
  if (foreign.length === 0) return;
  throw new UsageError(
    `Cannot resume the run: its plan names what is not this repository's:\n${foreign.map((line) => `  ${line}`).join("\n")}\n` +
      `Look at it, then \`pnpm bench resume ${folder} --trust-plan\` goes on`,
  );
}

async function loadWorkloads(planned: Plan): Promise<FoundWorkload[]> {
  const workloads = await Promise.all(Object.values(planned.workloads).map(({ url }) => loadWorkload(pathOf(url))));
  for (const cell of planned.cells) {
    const size = workloads.find(({ description }) => description.name === cell.workload)?.description.sizes[cell.size];
    const same =
      size !== undefined &&
      isDeepStrictEqual(size.parameters, cell.parameters) &&
      iterationsOf(size, MODES[planned.mode]) === cell.iterations &&
      size.warmups === cell.warmups;
    if (!same) refuse(`wanted "${cell.workload}" at size "${cell.size}" as it began with, found it changed`);
  }
  return workloads;
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return refuse(`wanted workloads in files, found "${url}"`);
  }
}

function refuse(what: string): never {
  throw new UsageError(`Cannot resume the run: ${what}: start a new run with \`pnpm bench\``);
}

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
  const missing = describeUnavailable(run.plan);
  for (const line of [`Run: ${run.folder}`, ...describeLeftOut(run.plan), ...missing]) tell(line);
  const { failed, terminal, tooNoisy, unfit, hasFigures, page } = await measureAndReport(run, interrupt.signal);
  // A run that was broken off before its first figure does not push the last one with figures away.
  if (hasFigures) nameLatest(dirname(run.folder), basename(run.folder));
  process.stdout.write(`${terminal.trimEnd()}\n`);
  const interrupted = interrupt.exitCode();
  if (interrupted !== null) tell(resumeText(run));
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

/** What an interrupted run says. */
export function resumeText({ folder, plan }: Pick<Unfinished, "folder" | "plan">): string {
  const trust = foreignNames(plan).length === 0 ? "" : " --trust-plan"; // whoever began it knows what it names
  return `Interrupted: \`pnpm bench resume ${folder}${trust}\` continues it`;
}

const tell = (line: string): void => void process.stderr.write(`${printable(line)}\n`);

const WORKLOADS = join(REPOSITORY, "packages/core/src/workloads");

/** A line each; none where all is this repository's own. */
export function foreignNames({ workloads, files }: Pick<Plan, "workloads" | "files">): string[] {
  const modules = Object.entries(workloads).filter(([name, { url }]) => !isOwn(name, url));
  return [
    ...modules.map(([name, { url }]) => `${url}, run as "${name}"`),
    ...(files === null ? [] : [`${files}, read`]),
  ];
}

const isOwn = (name: string, url: string): boolean =>
  /^[a-z0-9][a-z0-9-]*$/.test(name) && url === pathToFileURL(join(WORKLOADS, `${name}.ts`)).href;
