/** The runtimes in which a function can be tried: those that are on the machine, and new enough for the pools. */
import process from "node:process";
import { askVersion, findRuntime, isRuntime, type Runtime } from "../doctor/runtimes.ts";
import type { Catalogue } from "../items/catalogue.ts";
import { inForm } from "../items/item.ts";
import { isAtLeast, minimumOf, orNewer } from "../items/needs.ts";
import { UsageError } from "../usage-error.ts";
import { TITLES } from "./candidates.ts";

export interface FoundRuntime {
  name: Runtime;
  version: string;
  program: string;
  /** Before the file to run. */
  args: readonly string[];
  /** What the pool is copied as: JavaScript where the runtime is too old for the other. Null where it is too old for both. */
  form: "ts" | "js" | null;
  /** Why it is not tried; null where it is. */
  problem: string | null;
}

/** Before the file to run. */
export const ARGS: Record<Runtime, readonly string[]> = {
  node: ["--no-warnings"],
  // The function may need anything, and nobody could be asked.
  deno: ["run", "--allow-all", "--no-prompt", "--quiet"],
  // Else it takes what it does not find from npm: whoever has published something by the name in an import map.
  bun: ["--no-install", "run"],
};

/**
 * @param wanted names with commas between; undefined: all that are there
 * @param folder the project's: its own files are not taken for runtimes
 * @throws {UsageError} when a wanted one is none of the three, or is not there
 */
export function runtimesToTry(catalogue: Catalogue, wanted: string | undefined, folder: string): FoundRuntime[] {
  const names = (wanted ?? `${ownRuntime()},node,deno,bun`).split(",").map((name) => name.trim());
  const unknown = names.find((name) => !isRuntime(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `Cannot try in "${unknown}": wanted node, deno or bun, with commas between, found "${wanted}"`,
    );
  }
  return [...new Set(names as Runtime[])].flatMap((name) => {
    const program = programOf(name, folder);
    const version = program === undefined ? undefined : versionOf(program);
    if (program !== undefined && version !== undefined) return [{ program, ...described(catalogue, name, version) }];
    if (wanted === undefined) return [];
    throw new UsageError(
      `Cannot try in ${TITLES[name]}: wanted a program "${name}" on PATH, found none that runs: install it, or leave it out of --runtimes`,
    );
  });
}

function described(catalogue: Catalogue, name: Runtime, version: string): Omit<FoundRuntime, "program"> {
  const item = catalogue.findItem(`${name}/thread-pool`);
  const form = isAtLeast(version, minimumOf(item))
    ? "ts"
    : isAtLeast(version, minimumOf(inForm(item, "js")))
      ? "js"
      : null;
  const problem =
    form === null ? `needs ${orNewer(name, minimumOf(inForm(item, "js")))}; "${name}" here is ${version}` : null;
  return { name, version, args: ARGS[name], form, problem };
}

/** The one that runs this command is there, whatever `PATH` says. */
function programOf(name: Runtime, folder: string): string | undefined {
  if (name === ownRuntime()) return process.execPath;
  return findRuntime(name, process.env["PATH"] ?? "", folder);
}

function versionOf(program: string): string | undefined {
  try {
    return /\d+\.\d+\.\d+/.exec(askVersion(program))?.[0];
  } catch {
    return undefined;
  }
}

export function ownRuntime(): Runtime {
  if (process.versions["bun"] !== undefined) return "bun";
  return process.versions["deno"] === undefined ? "node" : "deno";
}
