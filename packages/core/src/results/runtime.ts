/** A runtime as data: how to find it, start it and ask its version. Each runtime package has one in `runtime.json`. */
import { z } from "zod";
import { executionModel, runtimeName } from "./record.ts";

const VERSION = /^\d+\.\d+\.\d+$/;

/** What a runtime's bench can do, where it is not all that the repository's own TypeScript can. */
export const abilitiesOfBench = z.strictObject({
  models: z.array(executionModel).min(1),
  /** Names of those it has a program for: a program in another language loads no workload's module. */
  workloads: z.array(z.string()).min(1),
  /** Calls that each of its workers can hold. */
  callsInEachWorker: z.int().positive(),
});

/** What every runtime says. */
const said = {
  name: runtimeName,
  title: z.string(),
  /** Where it stands in lists and tables, smallest first. */
  order: z.int(),
  /** The oldest version that is measured. */
  minimumVersion: z.string().regex(VERSION),
  /** Prints a text with the version in it, as the first `major.minor.patch`. */
  versionArguments: z.array(z.string()),
  /** The bench entry, from the package's folder. */
  entry: z.string(),
  /**
   * The arguments before the order's path. `{entry}` and `{binary}` are the real paths; `{read}`, `{write}` and `{net}` are
   * comma-separated lists of what the order needs. An argument whose list is empty is left out.
   */
  arguments: z.array(z.string()),
  /** Variables its programs get. */
  environment: z.record(z.string(), z.string()),
};

/** One that npm installs with the repository: every command knows it, and its package has the programs for each of them. */
export const installedRuntime = z.strictObject({
  ...said,
  /** The npm package that carries the binary, and the binary's place in it: called by its real path, never a shim. */
  package: z.string(),
  binary: z.string(),
  /** On Windows. */
  binaryOnWindows: z.string(),
  /** The oldest version that a copied pool runs in. */
  minimumPoolVersion: z.string().regex(VERSION),
  /** The oldest version that one in JavaScript runs in. */
  minimumJavaScriptVersion: z.string().regex(VERSION),
  /** In which versions copies are tried by `pnpm versions`. */
  triedVersions: z.array(z.string().regex(VERSION)),
});

/** One that is measured where the machine has it: the bench alone knows it, and takes it where it is named. */
export const guestRuntime = z.strictObject({
  ...said,
  /** Names of its binary: the first that is found on PATH is taken. */
  commands: z.array(z.string()).min(1),
  /** Prints the path of the binary that really runs: what is on PATH may be a shim, which is never measured. */
  pathArguments: z.array(z.string()),
  /** What its bench can do; all, where it does not say. */
  only: abilitiesOfBench.optional(),
});

export type AbilitiesOfBench = z.infer<typeof abilitiesOfBench>;
export type InstalledRuntime = z.infer<typeof installedRuntime>;
export type GuestRuntime = z.infer<typeof guestRuntime>;
export type RuntimeDescription = InstalledRuntime | GuestRuntime;

/** Whether a description, or what is to become one, is a guest's. */
export const isGuest = (description: object): description is GuestRuntime => "commands" in description;
