/** The comparison of ways to have jobs done elsewhere that is kept in the repository. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PUBLISHED } from "../../files/publish-run.ts";
import { readDocument } from "../../read-document.ts";
import { jobsText } from "../../studies/jobs/jobs-markdown.ts";
import { type JobsReport, jobsReport } from "../../studies/jobs/jobs-report.ts";
import type { DocumentPlace } from "../section.ts";

const SOURCE = `${PUBLISHED}/jobs.json`;

/** Null where there is none. @throws {UsageError} when it has another shape than they have now */
export function readPublished(root: string): JobsReport | null {
  const place = join(root, SOURCE);
  if (!existsSync(place)) return null;
  return readDocument(place, jobsReport, {
    wanted: "a comparison of jobs",
    hint: "run `pnpm bench:jobs --publish`",
  });
}

/** @throws {UsageError} as `readPublished` */
export function generate({ root }: DocumentPlace): string {
  const report = readPublished(root);
  return report === null ? "Not measured yet: `pnpm bench:jobs --publish` does that." : jobsText(report);
}
