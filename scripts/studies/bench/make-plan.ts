/** Makes the plan of a run from what there is and what the user asks. Pure but for a seed nobody gave and `--workload` files. */
import { randomInt } from "node:crypto";
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { NOISE_LIMITS } from "@triathlon/core/results/noise";
import type { Mode, Plan, PlannedCell } from "@triathlon/core/results/plan";
import { LOCAL_MODELS, MODELS, type Profile, SCHEMA_VERSION, type Timer } from "@triathlon/core/results/record";
import { blocksForVerdicts } from "../../analysis/families.ts";
import { choose } from "../../choose.ts";
import { type AvailableRuntime, isAvailable, type Runtime } from "../../study/runtimes.ts";
import { UsageError } from "../../usage-error.ts";
import { isTypeScript } from "./emit-javascript.ts";
import { ghostsFor, LEAST_RESERVE, type ModeRules, MODES, MOST_REPEATS, untimedBlocks } from "./modes.ts";
import { selectCells } from "./select-cells.ts";
import { type FoundWorkload, selectWorkloads } from "./workloads.ts";

/** `undefined` everywhere means: as the mode has it. */
export interface Choices {
  mode: Mode;
  /** Default: `source`. */
  profile?: Profile | undefined;
  runtimes?: readonly string[] | undefined;
  /** Default, in every mode: those that need no server. */
  models?: readonly string[] | undefined;
  /** Names, and paths of files from outside. */
  workloads?: readonly string[] | undefined;
  sizes?: readonly string[] | undefined;
  /** Of threading, multiprocessing and distributed. */
  workers?: number | undefined;
  /** Of the order within blocks. Default: random, and recorded. */
  seed?: number | undefined;
  /** Fixes the number of blocks that count. */
  blocks?: number | undefined;
  budgetSeconds?: number | undefined;
  /** Of one execution. Default 30. */
  timeLimitSeconds?: number | undefined;
  /** A folder of the user's own, for the workloads that take one. */
  files?: string | undefined;
}

export const DEFAULT_TIME_LIMIT_SECONDS = 30;

/** What can be chosen from. */
export interface Available {
  runtimes: readonly Runtime[];
  /** Names of those that are taken only where they are named. Default: none. */
  guests?: readonly string[];
  workloads: readonly FoundWorkload[];
  timer: Timer;
}

/** @throws {UsageError} on unknown names, an unreadable folder, or when nothing is left to run */
export async function makePlan(choices: Choices, available: Available, runId: string): Promise<Plan> {
  const named = choices.workloads !== undefined;
  const mode = { ...MODES[choices.mode], details: MODES[choices.mode].details || named };
  const { guests = [] } = available;
  const byDefault = available.runtimes.map(({ name }) => name).filter((name) => !guests.includes(name));
  const runtimes = choose("runtime", choices.runtimes ?? byDefault, available.runtimes, ({ name }) => name);
  const models = choices.models ? choose("model", choices.models, MODELS, (model) => model) : LOCAL_MODELS;
  const select = (workloads: readonly FoundWorkload[]): PlannedCell[] =>
    selectCells({
      runtimes: runtimes.map(({ name }) => name),
      models,
      workloads: workloads.map(({ description }) => description),
      sizes: choices.sizes,
      mode,
      workers: choices.workers,
    });

  const all = (await selectWorkloads(available.workloads, choices.workloads)).filter(
    ({ description }) => mode.details || description.explains === undefined,
  );
  const budgetSeconds = choices.budgetSeconds ?? mode.budgetSeconds;
  const isLimited = !named && choices.blocks === undefined && choices.sizes === undefined;
  const workloads = isLimited ? workloadsWithRoom(all, { ...mode, budgetSeconds }, select) : all;
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
    leftOut: all.flatMap(({ description: { name } }) => (planned.has(name) || !isLimited ? [] : [name])),
    files: checkFiles(choices.files, workloads),
    unavailable: runtimes.flatMap((runtime) => {
      const reason = isAvailable(runtime) ? notEmitted(runtime, choices.profile) : runtime.reason;
      return reason === null ? [] : [{ runtime: runtime.name, reason }];
    }),
  };
}

/** Why nothing of it is measured as JavaScript that is emitted; null in the profile `source`. */
const notEmitted = ({ title, entry }: AvailableRuntime, profile: Profile = "source"): string | null =>
  profile === "source" || isTypeScript(entry)
    ? null
    : `the programs of ${title} are not TypeScript: leave out --built, or leave it out with --runtime`;

/** As many of the mode's workloads, in its order, as leave room for verdicts, but at least one. */
function workloadsWithRoom(
  all: readonly FoundWorkload[],
  mode: ModeRules,
  select: (workloads: readonly FoundWorkload[]) => PlannedCell[],
): FoundWorkload[] {
  if (mode.workloads === "all") return [...all];
  const { first, others } = mode.workloads;
  const byName = new Map(all.map((workload) => [workload.description.name, workload]));
  const rest = others ? [...byName.keys()].filter((name) => !first.includes(name)) : [];
  const wanted = [...first, ...rest].flatMap((name) => byName.get(name) ?? []);
  const chosen: FoundWorkload[] = [];
  for (const workload of wanted) {
    const cells = select([...chosen, workload]);
    const block = expectedBlockSeconds({ cells, probesCapacity: mode.knowsItsNoise });
    const timed = blocksForVerdicts(cells) * ghostFactor({ cells, ghostsPerBlock: ghostsFor(cells.length) });
    const seconds = block * (mode.discardedBlocks + timed + untimedBlocks(mode));
    if (chosen.length > 0 && seconds > mode.budgetSeconds * (1 - LEAST_RESERVE)) break;
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
