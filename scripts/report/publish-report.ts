/** What the documents show of a run: its report as data and as text, and the picture that the README opens with. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Report, report } from "../analysis/report.ts";
import { makeFolder, writeFile } from "../files/write-files.ts";
import { readDocument } from "../read-document.ts";

/** From the repository's root. */
export const PUBLISHED_RESULTS = "docs/results";

/** Of a run's folder. */
export const PUBLISHED_FILES: readonly string[] = ["report.json", "report.md", "pictures/overview.svg"];

/**
 * Copies them out of a run's folder, in which its report has been written. Returns their new paths.
 *
 * @throws {Error} when one of them is not there: a run that lacks cells has no overview
 */
export function publishReport(runFolder: string, published: string): string[] {
  makeFolder(published);
  return PUBLISHED_FILES.map((file) => {
    const path = join(published, basename(file));
    writeFile(path, readFileSync(join(runFolder, file)));
    return path;
  });
}

/** A report that is kept. @throws {UsageError} when the file is missing, or is not a report of the present version */
export const readReport = (path: string): Report =>
  readDocument(path, report, { wanted: "a report", hint: "run: pnpm report --publish" });
