/**
 * What was simulated and measured of jobs: `<!-- generated:simulated-jobs capacity -->`, `compared`, `plan`, or one of the questions that simulated
 * jobs answer: `lease`, `retries`, `hedging`, `machines`.
 */
import { posix } from "node:path";
import {
  answerMarkdown,
  capacityMarkdown,
  comparisonMarkdown,
  planMarkdown,
} from "../../simulated-jobs/answers-markdown.ts";
import { PICTURES } from "../../simulated-jobs/pictures.ts";
import { pictureFile, readAnswers, readCapacity, readComparisons } from "../../simulated-jobs/published.ts";
import type { DocumentPlace } from "../section.ts";

const MEASURED: Readonly<Record<string, (root: string) => string | null>> = {
  capacity: (root) => withFigures(readCapacity(root), capacityMarkdown),
  compared: (root) => withFigures(readComparisons(root), comparisonMarkdown),
  plan: (root) => withFigures(readCapacity(root), (found) => planMarkdown(found, readAnswers(root))),
};

const withFigures = <Figures>(figures: Figures | null, markdown: (figures: Figures) => string): string | null =>
  figures === null ? null : markdown(figures);

const notMeasured = (argument: string): string =>
  `Not measured yet: \`pnpm simulate:jobs ${argument === "compared" ? "compare" : "capacity"} --publish\` does that.`;

/** @throws {UsageError} when what was simulated is not in the repository */
export function generate({ root, document, argument }: DocumentPlace): string {
  if (argument in MEASURED) return MEASURED[argument]!(root) ?? notMeasured(argument);
  const picture = PICTURES[argument];
  if (picture === undefined) {
    throw new Error(
      `Cannot fill the section "simulated-jobs" of "${document}": wanted one of ${Object.keys({ ...MEASURED, ...PICTURES }).join(", ")}, found "${argument}"`,
    );
  }
  return answerMarkdown(picture(readAnswers(root)), posix.relative(posix.dirname(document), pictureFile(argument)));
}
