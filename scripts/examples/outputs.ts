/** What examples printed when they were last published: documents show it, as it was. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Environment, environment } from "@triathlon/core/results/environment";
import { migrate } from "@triathlon/core/results/migrate";
import { z } from "zod";
import { writeJson } from "../files/write-files.ts";
import { readDocument } from "../read-document.ts";

export const OUTPUTS = "docs/results/examples.json";

const outputsFile = z.object({
  /** Of the last publication; an example that was not run in it keeps what it printed before. */
  environment: z.preprocess((was) => migrate(was), environment),
  /** By `runtime/model/name`. */
  outputs: z.record(z.string(), z.string()),
});

export type ExampleOutputs = z.infer<typeof outputsFile>;

/** @throws {UsageError} when nothing was published, or it has another shape */
export const readOutputs = (root: string): ExampleOutputs =>
  readDocument(join(root, OUTPUTS), outputsFile, {
    wanted: "what examples print",
    hint: "run pnpm examples check --publish",
  });

/** Adds to what is there, sorted by name. */
export function publishOutputs(root: string, added: Record<string, string>, where: Environment): void {
  const before = existsSync(join(root, OUTPUTS)) ? readOutputs(root).outputs : {};
  const outputs = Object.fromEntries(Object.entries({ ...before, ...added }).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeJson(join(root, OUTPUTS), { environment: where, outputs });
}
