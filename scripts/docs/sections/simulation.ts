/** The figures of the simulation kept in the repository. */
import { join } from "node:path";
import { readDocument } from "../../read-document.ts";
import { PUBLISHED, simulation } from "../../simulate/simulate.ts";
import { simulationMarkdown } from "../../simulate/simulation-markdown.ts";
import type { DocumentPlace } from "../section.ts";

/** @throws {UsageError} when there are no figures in the repository */
export function generate({ root }: DocumentPlace): string {
  const wanted = { wanted: "figures of the simulation", hint: "run `npx vitest run scripts/simulate --update`" };
  return simulationMarkdown(readDocument(join(root, PUBLISHED.file), simulation, wanted));
}
