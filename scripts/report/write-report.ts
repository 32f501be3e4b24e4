/** Computes the report of a run from its records and writes it beside them, in every format. */
import { join } from "node:path";
import { analyse } from "../analysis/analyse.ts";
import { report } from "../analysis/report.ts";
import { writeAtomically } from "../launch/write-atomically.ts";
import { discoverFormats } from "./format.ts";
import { readRun } from "./read-run.ts";

/** What there is to show once the files are written. */
export interface WrittenReport {
  /** The text for a terminal, at most 100 columns wide. */
  terminal: string;
  /** Paths of the files. */
  files: string[];
  /** Whether the run was so disturbed that no verdict could be given. */
  tooNoisy: boolean;
}

/**
 * The same records give the same bytes. Each file is whole or not there: it is written beside its place, then renamed.
 *
 * @throws {UsageError} when the run cannot be read
 * @throws {Error} when a file cannot be written
 */
export async function writeReport(runFolder: string): Promise<WrittenReport> {
  const computed = report.parse(analyse(readRun(runFolder)));
  const written: WrittenReport = { terminal: "", files: [], tooNoisy: computed.noise.tooNoisy };
  for (const { file, render } of await discoverFormats()) {
    const text = render(computed);
    if (file === null) {
      written.terminal += text;
    } else {
      const path = join(runFolder, file);
      writeAtomically(path, text);
      written.files.push(path);
    }
  }
  return written;
}
