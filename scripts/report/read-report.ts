/** Reads a report that is kept. */
import { type Report, report } from "../analysis/report.ts";
import { readDocument } from "../read-document.ts";

/** @throws {UsageError} when the file is missing, or is not a report of the present version */
export const readReport = (path: string): Report =>
  readDocument(path, report, { wanted: "a report", hint: "run: pnpm report --publish" });
