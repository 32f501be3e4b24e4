/** `bench resume`: continues an interrupted run where its journal ends. */
import { isDeepStrictEqual } from "node:util";
import { fileURLToPath } from "node:url";
import type { Environment } from "@triathlon/core/results/environment";
import type { Plan } from "@triathlon/core/results/plan";
import { foreignNames } from "./foreign-names.ts";
import { MODES } from "./modes.ts";
import { iterationsOf } from "./select-cells.ts";
import { isAvailable, type Runtime } from "../../study/runtimes.ts";
import { type FoundWorkload, loadWorkload } from "./workloads.ts";
import { readEnvironment, readPlan } from "../../report/read-run.ts";
import { UsageError } from "../../usage-error.ts";
import { REPOSITORY } from "../../repository.ts";
import { programsOf } from "./emit-javascript.ts";
import { finishRun } from "./finish-run.ts";
import { whenAlone } from "../../study/when-alone.ts";

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
    checkEnvironment(readEnvironment(folder), runtimes, timerVersion);
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
