/** Computes the report of a run from its records and writes it beside them, in every format. */
import { join } from "node:path";
import type { LanesRecord } from "@triathlon/core/results/lanes";
import { analyse } from "../analysis/analyse.ts";
import { report } from "../analysis/report.ts";
import { makeFolder, remove, writeFile } from "../files/write-files.ts";
import { discoverFormats } from "./format.ts";
import type { Drawn } from "./pictures/draw-pictures.ts";
import { lanesTrace } from "./pictures/lanes-trace.ts";
import { svgFile } from "./pictures/svg-file.ts";
import { lanesOf, readExperiments, readRun } from "./read-run.ts";
import { unfitText } from "./text.ts";

export interface ReportOptions {
  /** A folder with `experiments.json`, whose pictures are joined to the page's; default: none. */
  experiments?: string | null;
}

/** What `formats/html.ts` makes. */
const PAGE = "report.html";

/** The folder of the pictures, in a run's. */
const PICTURES = "pictures";

/** What there is to show once the files are written. */
export interface WrittenReport {
  /** The text for a terminal, at most 100 columns wide. */
  terminal: string;
  /** Paths of the files. */
  files: string[];
  /** Path of the one to open first. */
  page: string;
  /** Whether any cell has a time. */
  hasFigures: boolean;
  /** Whether the run was so disturbed that no verdict could be given. */
  tooNoisy: boolean;
  /** Why the figures are not to be relied on, in sentences; empty where the run is fit to be published. */
  unfit: string[];
}

/**
 * The same records give the same bytes. Each file is whole or not there: it is written beside its place, then renamed.
 *
 * @throws {UsageError} when the run or the experiments cannot be read
 * @throws {Error} when a file cannot be written
 */
export async function writeReport(
  runFolder: string,
  { experiments = null }: ReportOptions = {},
): Promise<WrittenReport> {
  const computed = report.parse(analyse(readRun(runFolder)));
  const lanes = lanesOf(runFolder, computed.runId);
  // Loaded here, so that measuring and listing do not wait for it.
  const { drawPictures, isDrawn } = await import("./pictures/draw-pictures.ts");
  const pictures = await drawPictures({
    report: computed,
    lanes,
    experiments: experiments === null ? null : readExperiments(experiments),
  });
  const written: WrittenReport = {
    terminal: "",
    files: [],
    page: join(runFolder, PAGE),
    hasFigures: computed.comparisons.some(({ rows }) => rows.some(({ steadySeconds }) => steadySeconds.n > 0)),
    tooNoisy: computed.noise.tooNoisy,
    unfit: unfitText(computed),
  };
  for (const { file, render } of await discoverFormats()) {
    const text = render(computed, pictures);
    if (file === null) {
      written.terminal += text;
    } else {
      const path = join(runFolder, file);
      writeFile(path, text);
      written.files.push(path);
    }
  }
  written.files.push(...writePictures(join(runFolder, PICTURES), pictures.filter(isDrawn), lanes));
  return written;
}

/** Each picture as a file of its own, and the lanes as a trace. */
function writePictures(folder: string, pictures: readonly Drawn[], lanes: readonly LanesRecord[]): string[] {
  const trace = lanesTrace(lanes);
  const files = [
    ...pictures.map((picture) => ({ path: join(folder, `${picture.name}.svg`), content: svgFile(picture) })),
    ...(trace === null ? [] : [{ path: join(folder, "lanes.trace.json"), content: trace }]),
  ];
  remove(folder); // of an earlier report, with other pictures
  makeFolder(folder);
  for (const { path, content } of files) writeFile(path, content);
  return files.map(({ path }) => path);
}
