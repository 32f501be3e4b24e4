/** Which workloads there are: the files of `core/src/workloads`, and files from outside that the user names. */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { executionModel } from "@triathlon/core/results/record";
import type { Description, WorkloadKind } from "@triathlon/core/workloads/workload";
import { z } from "zod";
import { choose } from "../../choose.ts";
import { UsageError } from "../../usage-error.ts";

export interface FoundWorkload {
  /** Of the module, `file:`. */
  url: string;
  description: Description;
  /** Whether it has a site to be served while it runs. */
  hasPages: boolean;
}

const KINDS = [
  "overhead",
  "waiting",
  "network I/O",
  "file I/O",
  "blocking library",
  "CPU",
  "CPU with large data",
  "fine-grained CPU",
] as const satisfies readonly WorkloadKind[];

/** What of a description a plan is made from; a file from outside is held to it too. */
const description = z.looseObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "must be lower-case letters, digits and hyphens"),
  title: z.string().min(1),
  kind: z.enum(KINDS),
  summary: z.string(),
  sizes: z
    .record(
      z.string(),
      z.looseObject({
        iterations: z.int().positive(),
        warmups: z.int().nonnegative(),
        sequentialSeconds: z.number().nonnegative(),
        models: z.array(executionModel).min(1).optional(),
        workers: z.int().positive().optional(),
        concurrency: z.int().positive().optional(),
      }),
    )
    .refine((sizes) => Object.keys(sizes).length > 0, "must have at least one size"),
  defaultSizes: z.array(z.string()).min(1),
  unlike: z.string().min(1).optional(),
  explains: z.string().min(1).optional(),
  workers: z.int().positive().optional(),
  concurrency: z.int().positive(),
  besides: z.array(z.int().positive()).optional(),
  eachWorkerBesides: z.array(z.int().min(2)).optional(),
  takesFiles: z.boolean().optional(),
});

/** Every workload of the folder, by name. @throws {UsageError} when a file is no workload */
export async function discoverWorkloads(folder: string): Promise<FoundWorkload[]> {
  const files = readdirSync(folder).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "workload.ts",
  );
  return Promise.all(files.sort().map((name) => loadWorkload(join(folder, name))));
}

/** Whether a value of `--workload` is a file rather than a name. */
export const isPath = (value: string): boolean => /[/\\]|\.[cm]?[jt]s$/.test(value);

/** What every workload exports; the measured process asks for the same. */
const EXPORTS = ["description", "tasks", "inputs", "run", "expected"];

/** `, in line 7`, where the error came from the file. */
function placeIn(path: string, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const line = stack.split(resolve(path))[1]?.match(/^[^\s:]*:(\d+)/)?.[1];
  return line === undefined ? "" : `, in line ${line}`;
}

/** @throws {UsageError} when the description throws by itself */
function readDescription(path: string, found: unknown) {
  try {
    return description.safeParse(found);
  } catch (error) {
    throw new UsageError(`Cannot load the workload "${path}": ${String(error)}${placeIn(path, error)}`, {
      cause: error,
    });
  }
}

/** Loads one file. @throws {UsageError} when it is not there, cannot be loaded, or is no workload */
export async function loadWorkload(path: string): Promise<FoundWorkload> {
  if (!existsSync(path)) throw new UsageError(`Cannot load the workload "${path}": there is no such file`);
  const url = pathToFileURL(resolve(path)).href;
  let module: Record<string, unknown>;
  try {
    module = await import(url);
  } catch (error) {
    throw new UsageError(`Cannot load the workload "${path}": ${String(error)}${placeIn(path, error)}`, {
      cause: error,
    });
  }
  const missing = EXPORTS.filter((name) => !(name in module));
  if (missing.length > 0) {
    const inDefault = missing.every((name) => Object.hasOwn(Object(module["default"]), name));
    throw new UsageError(
      `Cannot load the workload "${path}": wanted the exports ${EXPORTS.join(", ")}; found none named ${missing.join(", ")}` +
        (inDefault ? ", which the default export has: export each by its name" : ""),
    );
  }
  const parsed = readDescription(path, module["description"]);
  if (!parsed.success) {
    throw new UsageError(
      `Cannot load the workload "${path}": wanted an export "description" as packages/core/src/workloads/workload.ts has it, found:\n${z.prettifyError(parsed.error)}`,
    );
  }
  const unknown = parsed.data.defaultSizes.find((size) => !(size in parsed.data.sizes));
  if (unknown !== undefined) {
    throw new UsageError(
      `Cannot load the workload "${path}": wanted "defaultSizes" among its sizes ${Object.keys(parsed.data.sizes).join(", ")}: found "${unknown}"`,
    );
  }
  return { url, description: module.description as Description, hasPages: typeof module.pages === "function" };
}

/**
 * @param names of `discovered`, or paths of workload files; undefined: all of them
 * @throws {UsageError} on an unknown name, a file that is no workload, or two workloads of one name
 */
export async function selectWorkloads(
  discovered: readonly FoundWorkload[],
  names: readonly string[] | undefined,
): Promise<FoundWorkload[]> {
  if (names === undefined) return [...discovered];
  const chosen = choose(
    "workload",
    names.filter((name) => !isPath(name)),
    discovered,
    ({ description }) => description.name,
  );
  for (const path of names.filter(isPath)) {
    const workload = await loadWorkload(path);
    const { name } = workload.description;
    if (chosen.some(({ description }) => description.name === name)) {
      throw new UsageError(
        `Cannot plan the run: two workloads have the name "${name}": rename the one in "${path}" (its "description.name")`,
      );
    }
    chosen.push(workload);
  }
  return chosen;
}
