/** Makes the plan of a run from what there is and what the user asks. Pure but for a seed nobody gave and `--workload` files. */
import { randomInt } from "node:crypto";
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { NOISE_LIMITS } from "@triathlon/core/results/noise";
import type { Plan, PlannedCell } from "@triathlon/core/results/plan";
import { SCHEMA_VERSION, type Timer } from "@triathlon/core/results/record";
import { blocksForVerdicts } from "../analysis/families.ts";
import { UsageError } from "../usage-error.ts";
import { type Choices, MODELS } from "./choices.ts";
import { choose } from "./choose.ts";
import { ghostsFor, MODES, MOST_REPEATS, QUICK_WORKLOADS } from "./modes.ts";
import { isAvailable, type Runtime } from "./runtimes.ts";
import { selectCells } from "./select-cells.ts";
import { selectWorkloads } from "./select-workloads.ts";
import type { FoundWorkload } from "./workloads.ts";

export const DEFAULT_TIME_LIMIT_SECONDS = 30;

/** What can be chosen from. */
export interface Available {
  runtimes: readonly Runtime[];
  workloads: readonly FoundWorkload[];
  timer: Timer;
}

/** @throws {UsageError} on unknown names, an unreadable folder, or when nothing is left to run */
export async function makePlan(choices: Choices, available: Available, runId: string): Promise<Plan> {
  const mode = MODES[choices.mode];
  const runtimes = choose("runtime", choices.runtimes, available.runtimes, ({ name }) => name);
  const models = choose("model", choices.models, MODELS, (model) => model);
  const select = (workloads: readonly FoundWorkload[]): PlannedCell[] =>
    selectCells({
      runtimes: runtimes.map(({ name }) => name),
      models,
      workloads: workloads.map(({ description }) => description),
      sizes: choices.sizes,
      mode,
      workers: choices.workers,
    });

  let workloads = await selectWorkloads(available.workloads, choices.workloads);
  const budgetSeconds = choices.budgetSeconds ?? mode.budgetSeconds;
  if (choices.mode === "quick" && choices.workloads === undefined) {
    workloads = quickWorkloads(workloads, budgetSeconds, select);
  }
  const cells = select(workloads);
  const planned = new Set(cells.map(({ workload }) => workload));
  return {
    schemaVersion: SCHEMA_VERSION,
    runId,
    mode: choices.mode,
    profile: choices.profile ?? "source",
    timer: available.timer,
    control: "plain loop",
    seed: choices.seed ?? randomInt(2 ** 32),
    discardedBlocks: mode.discardedBlocks,
    timedBlocks: choices.blocks ?? (mode.mostTimedBlocks === 1 ? 1 : null),
    memoryBlocks: mode.memoryBlocks,
    lagBlocks: mode.lagBlocks,
    settleSeconds: mode.settleSeconds,
    ghostsPerBlock: mode.knowsItsNoise ? ghostsFor(cells.length) : 0,
    mostRepeats: mode.knowsItsNoise ? MOST_REPEATS : 0,
    probesCapacity: mode.knowsItsNoise,
    noiseLimits: NOISE_LIMITS,
    budgetSeconds,
    timeLimitSeconds: choices.timeLimitSeconds ?? DEFAULT_TIME_LIMIT_SECONDS,
    cells,
    workloads: Object.fromEntries(
      workloads
        .filter(({ description }) => planned.has(description.name))
        .map(({ url, description: { name, title, kind, summary, unlike } }) => [
          name,
          { url, title, kind, summary, unlike },
        ]),
    ),
    files: checkFiles(choices.files, workloads),
    unavailable: runtimes.flatMap((runtime) =>
      isAvailable(runtime) ? [] : [{ runtime: runtime.name, reason: runtime.reason }],
    ),
  };
}

/** As many of the quick workloads as leave room for verdicts, but at least one. */
function quickWorkloads(
  all: readonly FoundWorkload[],
  budgetSeconds: number,
  select: (workloads: readonly FoundWorkload[]) => PlannedCell[],
): FoundWorkload[] {
  const chosen: FoundWorkload[] = [];
  for (const name of QUICK_WORKLOADS) {
    const workload = all.find(({ description }) => description.name === name);
    if (!workload) continue;
    const cells = select([...chosen, workload]);
    const block = expectedBlockSeconds({ cells, probesCapacity: true });
    if (chosen.length > 0 && block * (blocksForVerdicts(cells) + 1) > budgetSeconds) break;
    chosen.push(workload);
  }
  return chosen.length > 0 ? chosen : [...all];
}

/** Expected time of one block without ghosts, in seconds. */
export const expectedBlockSeconds = ({ cells, probesCapacity }: Pick<Plan, "cells" | "probesCapacity">): number =>
  cells.reduce((sum, cell) => sum + cell.expectedSeconds + (probesCapacity ? PROBE_SECONDS : 0), 0);

/** One probe of the capacity: executions that follow each other share the one between them. */
const PROBE_SECONDS = 0.045;

/** How much longer a timed block takes for its ghosts: 1 without. */
export const ghostFactor = ({ cells, ghostsPerBlock }: Pick<Plan, "cells" | "ghostsPerBlock">): number =>
  1 + ghostsPerBlock / cells.length;

/** The folder's real path, or null without one. */
function checkFiles(files: string | undefined, workloads: readonly FoundWorkload[]): string | null {
  if (files === undefined) return null;
  const takers = workloads.filter(({ description }) => description.takesFiles);
  if (takers.length === 0) {
    throw new UsageError(`Cannot use --files "${files}": none of the selected workloads reads a folder`);
  }
  let found = "nothing there";
  try {
    found = statSync(files).isDirectory() ? "one that may not be read" : "something else";
    accessSync(files, constants.R_OK | constants.X_OK);
    if (statSync(files).isDirectory()) return realpathSync(files);
  } catch {
    // `found` says it
  }
  throw new UsageError(`Cannot use --files "${files}": wanted a folder that can be read, found ${found}`);
}
