/** A table of the experiments kept in the repository: `<!-- generated:experiments crossover -->`, or `what-to-use`. */
import { join, posix } from "node:path";
import { type ExperimentReport, experimentReport } from "@triathlon/core/results/experiment-report";
import { experimentSection } from "../../studies/experiments/experiments-markdown.ts";
import { whatToUseOf } from "../../studies/experiments/analysis/what-to-use.ts";
import { readDocument } from "../../read-document.ts";
import type { DocumentPlace } from "../section.ts";

const SOURCE = "docs/results/experiments.json";

/** With the words of now: what to use is answered anew from its figures. @throws {UsageError} when there are none in the repository */
export function readPublished(root: string): ExperimentReport {
  const report = readDocument(join(root, SOURCE), experimentReport, {
    wanted: "the report of experiments",
    hint: "run `pnpm experiments --publish`",
  });
  return { ...report, whatToUse: whatToUseOf(report) };
}

/** @throws {UsageError} when there are none in the repository, or not this one */
export function generate({ root, document, argument }: DocumentPlace): string {
  const report = readPublished(root);
  const section = experimentSection(report, argument);
  if (section === undefined) {
    throw new Error(
      `Cannot fill the section "experiments" of "${document}": wanted an experiment that is in "${SOURCE}", found "${argument}"`,
    );
  }
  return `${section}\n\nFrom [${posix.basename(SOURCE)}](${posix.relative(posix.dirname(document), SOURCE)}).`;
}
