/** The cells of a run: runtime × model × workload × size. */
import { availableParallelism } from "node:os";
import { MOST_PASSES } from "@triathlon/core/measure/flat-end";
import type { PlannedCell } from "@triathlon/core/results/plan";
import type { Description, ExecutionModel, Size, WorkloadKind } from "@triathlon/core/workloads/workload";
import { UsageError } from "../../usage-error.ts";
import type { ModeRules } from "./modes.ts";

const DEFAULT_WORKERS = 2;

export interface Selection {
  runtimes: readonly string[];
  models: readonly ExecutionModel[];
  workloads: readonly Description[];
  /** Names of sizes; a workload that has none of them is left out. Default: as `mode` says. */
  sizes: readonly string[] | undefined;
  mode: Pick<ModeRules, "details" | "sizes" | "leastIterations" | "settleSeconds">;
  /** In place of every workload's own. */
  workers: number | undefined;
}

/**
 * In the order workload, size, runtime, model.
 *
 * @throws {UsageError} when a size is known to no selected workload, or nothing is left to run
 */
export function selectCells(selection: Selection): PlannedCell[] {
  checkSizes(selection);
  const cells = selection.workloads.flatMap((workload) =>
    sizesOf(workload, selection).flatMap((size) =>
      selection.runtimes.flatMap((runtime) =>
        modelsOf(workload, size, selection).flatMap((model) =>
          inFlightOf(model, workload, size, selection).map((inFlight) =>
            planCell(runtime, model, inFlight, workload, size, selection),
          ),
        ),
      ),
    ),
  );
  if (cells.length > 0) return cells;
  const limited = selection.workloads.flatMap((workload) =>
    sizesOf(workload, selection).flatMap((size) => {
      const { models } = sizeOf(workload, size);
      return models ? [`"${workload.name}" at size "${size}" runs in ${models.join(", ")} only`] : [];
    }),
  );
  throw new UsageError(`Cannot plan the run: wanted at least one cell, found none: ${limited.join("; ")}`);
}

function sizesOf(workload: Description, { sizes, mode }: Selection): string[] {
  const all = Object.keys(workload.sizes);
  if (sizes !== undefined) return all.filter((size) => sizes.includes(size));
  if (mode.sizes === "smallest") return all.slice(0, 1);
  if (mode.sizes === "default") {
    return workload.defaultSizes.filter((name) => mode.details || workload.sizes[name]?.models === undefined);
  }
  return middleSizesOf(workload);
}

/** Of the sizes that are meant for every model all but the first and the last, of the others those of a default run. */
function middleSizesOf({ sizes, defaultSizes }: Description): string[] {
  const names = Object.keys(sizes);
  const forAll = names.filter((name) => sizes[name]?.models === undefined);
  const middle = forAll.length > 2 ? forAll.slice(1, -1) : forAll.slice(-1);
  return names.filter((name) => middle.includes(name) || (!forAll.includes(name) && defaultSizes.includes(name)));
}

function modelsOf(workload: Description, size: string, { models }: Selection): ExecutionModel[] {
  const meant = sizeOf(workload, size).models;
  return models.filter((model) => meant?.includes(model) ?? true);
}

/**
 * Calls in flight in async, the workload's own number last; in each worker, where null is one; of sequential nothing is to be said.
 */
function inFlightOf(
  model: ExecutionModel,
  workload: Description,
  sizeName: string,
  { mode }: Selection,
): (number | null)[] {
  if (model === "sequential") return [null];
  const size = sizeOf(workload, sizeName);
  if (model !== "async") return [null, ...(mode.details ? (workload.eachWorkerBesides ?? []) : [])];
  const own = size.concurrency ?? workload.concurrency;
  return [...(mode.details && size.concurrency === undefined ? (workload.besides ?? []) : []), own];
}

function planCell(
  runtime: string,
  model: ExecutionModel,
  inFlight: number | null,
  workload: Description,
  sizeName: string,
  { mode, workers: workersOption }: Selection,
): PlannedCell {
  const size = sizeOf(workload, sizeName);
  const alone = model === "sequential" || model === "async";
  const workers = alone ? 1 : (workersOption ?? size.workers ?? workload.workers ?? DEFAULT_WORKERS);
  const concurrency = inFlight === null ? null : inFlight * workers;
  const iterations = iterationsOf(size, mode);
  return {
    runtime,
    model,
    workload: workload.name,
    size: sizeName,
    workers,
    concurrency,
    iterations,
    warmups: size.warmups,
    parameters: size.parameters,
    expectedSeconds: expectedSeconds(
      workload,
      { ...size, iterations },
      model,
      concurrency ?? workers,
      mode.settleSeconds,
    ),
  };
}

/** Timed passes in an execution of this size in a run of this mode. */
export const iterationsOf = (
  { iterations }: Pick<Size<unknown>, "iterations">,
  { leastIterations }: Pick<ModeRules, "leastIterations">,
): number => Math.max(iterations, leastIterations);

function checkSizes({ sizes, workloads }: Selection): void {
  const known = [...new Set(workloads.flatMap((workload) => Object.keys(workload.sizes)))];
  const unknown = sizes?.find((size) => !known.includes(size));
  if (unknown === undefined) return;
  throw new UsageError(`Cannot plan the run: --size must be among ${known.join(", ")}: found "${unknown}"`);
}

function sizeOf(workload: Description, size: string): Size<unknown> {
  const found = workload.sizes[size];
  if (!found) throw new RangeError(`Cannot plan "${workload.name}": there is no size "${size}"`);
  return found;
}

/** Start and end of the process, its workers included, and what the runner does in between. */
const START_SECONDS: Readonly<Record<ExecutionModel, number>> = {
  sequential: 0.17,
  async: 0.17,
  threading: 0.22,
  multiprocessing: 0.27,
  distributed: 0.9,
};

/** Kinds of work in which one thread gets on with something else while it waits. */
const WAITING: ReadonlySet<WorkloadKind> = new Set(["waiting", "network I/O"]);

/**
 * In seconds. `inFlight` is the cell's workers or its concurrency.
 *
 * @param settleSeconds what the timed passes take at least, as if none of them were flat before, unless they are very many
 */
export function expectedSeconds(
  { kind }: Pick<Description, "kind">,
  size: Size<unknown>,
  model: ExecutionModel,
  inFlight: number,
  settleSeconds: number,
): number {
  const onePass = size.sequentialSeconds / speedUp(kind, size, model, inFlight);
  const untimed = (size.warmups + 1) * onePass; // and the one that proves the model
  const added = Math.min(settleSeconds, MOST_PASSES * onePass);
  return START_SECONDS[model] + untimed + Math.max(size.iterations * onePass, added);
}

function speedUp(kind: WorkloadKind, size: Size<unknown>, model: ExecutionModel, inFlight: number): number {
  if (size.models?.length === 1) return 1; // then `sequentialSeconds` says what a pass takes in that model
  if (model === "sequential") return 1;
  if (WAITING.has(kind)) return Math.min(inFlight, 8);
  return model === "async" ? 1 : Math.min(inFlight, availableParallelism());
}
