/** A runtime as data: how to find it, start it and ask its version. Each runtime package has one in `runtime.json`. */
import { z } from "zod";
import { runtimeName } from "./record.ts";

const VERSION = /^\d+\.\d+\.\d+$/;

export const runtimeDescription = z.strictObject({
  name: runtimeName,
  title: z.string(),
  /** Where it stands in lists and tables, smallest first. */
  order: z.int(),
  /** The npm package that carries the binary, and the binary's place in it: called by its real path, never a shim. */
  package: z.string(),
  binary: z.string(),
  /** On Windows. */
  binaryOnWindows: z.string(),
  /** The oldest version that is measured. */
  minimumVersion: z.string().regex(VERSION),
  /** The oldest version that a copied pool runs in. */
  minimumPoolVersion: z.string().regex(VERSION),
  /** The oldest version that one in JavaScript runs in. */
  minimumJavaScriptVersion: z.string().regex(VERSION),
  /** In which versions copies are tried by `pnpm versions`. */
  triedVersions: z.array(z.string().regex(VERSION)),
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
});

export type RuntimeDescription = z.infer<typeof runtimeDescription>;
