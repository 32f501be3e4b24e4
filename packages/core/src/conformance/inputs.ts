/** Inputs that have hurt pools, crossed with the cells: each is tried in each, or left out for a reason that is written down. */
import type { ExecutionModel } from "../workloads/workload.ts";
import type { Scenario } from "./scenario.ts";

/** Reasons by cell: `deno threading`; by model; or by runtime. What is said of async is said of sequential too. */
export type Blanks = Readonly<Partial<Record<string, string>>>;

/** By the input's name, with which the checks that try it begin: `name: what holds`. */
export type Inputs = Readonly<Record<string, Blanks>>;

/** Where there is no worker to do it to. */
export const NO_WORKERS: Blanks = { async: "there is no worker: tasks run in the caller's own isolate" };
/** Where nothing is cloned. */
export const NO_CLONES: Blanks = { async: "nothing is cloned: a task gets the caller's own objects" };

/** Why the input is not tried in this cell; undefined where it must be. */
export function blankOf(blanks: Blanks, runtime: string, model: ExecutionModel): string | undefined {
  const column = model === "sequential" ? "async" : model;
  return blanks[`${runtime} ${column}`] ?? blanks[column] ?? blanks[runtime];
}

/** What is wrong with the inputs of a scenario in this cell, given the names of the checks that were made there; a line each. */
export function missedInputs(
  { inputs = {} }: Pick<Scenario, "inputs">,
  checks: readonly string[],
  runtime: string,
  model: ExecutionModel,
): string[] {
  return Object.entries(inputs).flatMap(([input, blanks]) => {
    const tried = checks.some((check) => check.startsWith(`${input}: `));
    const blank = blankOf(blanks, runtime, model);
    if (!tried && blank === undefined) return [`"${input}" was not tried, and no reason is given`];
    return tried && blank !== undefined ? [`"${input}" was tried, though a reason is given not to: ${blank}`] : [];
  });
}
