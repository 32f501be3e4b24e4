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

/** @throws {UsageError} when the figures are not in the repository */
export function generate({ root, document, argument }: DocumentPlace): string {
  if (argument === "capacity") return capacityMarkdown(readCapacity(root));
  if (argument === "plan") return planMarkdown(readCapacity(root), readAnswers(root));
  if (argument === "compared") return comparisonMarkdown(readComparisons(root));
  const picture = PICTURES[argument];
  if (picture === undefined) {
    throw new Error(
      `Cannot fill the section "simulated-jobs" of "${document}": wanted "capacity", "compared", "plan" or one of ${Object.keys(PICTURES).join(", ")}, found "${argument}"`,
    );
  }
  return answerMarkdown(picture(readAnswers(root)), posix.relative(posix.dirname(document), pictureFile(argument)));
}
