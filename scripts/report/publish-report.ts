/** What the documents show of a run of the bench: its report as data and as text, and the picture that the README opens with. */
import { type Report, report } from "../analysis/report.ts";
import { EXECUTIONS, LANES } from "../files/journals.ts";
import type { Published } from "../files/publish-run.ts";
import { readDocument } from "../read-document.ts";

export const BENCH: Published = {
  name: "bench",
  report: ["report.json", "report.md", "pictures/overview.svg"],
  documents: ["plan.json", "environment.json"],
  journals: [EXECUTIONS.file, LANES.file],
};

/** A report that is kept. @throws {UsageError} when the file is missing, or is not a report of the present version */
export const readReport = (path: string): Report =>
  readDocument(path, report, { wanted: "a report", hint: "run: pnpm report --publish" });
