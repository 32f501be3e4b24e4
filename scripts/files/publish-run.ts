/**
 * What is published of a run: its report, from where documents take it, and beside it, in a folder of its study's name, all that the report
 * was computed from: `pnpm report docs/results/bench` computes it again.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { printable } from "../printable.ts";
import { REPOSITORY } from "../repository.ts";
import { UsageError } from "../usage-error.ts";
import { COMPRESSED } from "./journal.ts";
import { makeFolder, remove, writeFile } from "./write-files.ts";

/** From the repository's root. */
export const PUBLISHED = "docs/results";

/** The run calls itself unfit: nothing is published. */
export const UNFIT = 4;

/** What is published of a study: files of a run's folder. */
export interface Published {
  /** The folder of what the report was computed from. */
  name: string;
  report: readonly string[];
  documents: readonly string[];
  journals: readonly string[];
}

/**
 * Copies them out of a run's folder, in which its report has been written.
 *
 * @param unfit why the run's own report says that its figures are not to be relied on; then nothing is written, and that is told
 * @returns the new paths; null where nothing was published
 * @throws {UsageError} when a part of the report is not there
 */
export function publishRun(
  runFolder: string,
  published: string,
  { name, report, documents, journals }: Published,
  unfit: readonly string[],
): string[] | null {
  if (unfit.length > 0) {
    process.stderr.write(
      printable(
        `Cannot publish the run in "${runFolder}": wanted one that calls itself fit, found: ${unfit.join(" ")} ` +
          `It stays where it is, and "${published}" is what it was.\n`,
      ),
    );
    return null;
  }
  const samples = join(published, name);
  const parts = [
    ...report.map((file) => ({ path: join(published, basename(file)), content: partOf(runFolder, file) })),
    ...documents.map((file) => ({ path: join(samples, file), content: withoutPlace(join(runFolder, file)) })),
    ...journals.flatMap((file) => compressed(join(runFolder, file), join(samples, file))),
  ];
  makeFolder(samples);
  const written = new Set(parts.map(({ path }) => path));
  // This run has none of them: they are another's.
  for (const file of journals.map((name) => join(samples, name + COMPRESSED))) if (!written.has(file)) remove(file);
  for (const { path, content } of parts) writeFile(path, content);
  return parts.map(({ path }) => path);
}

function partOf(runFolder: string, file: string): Uint8Array {
  const path = join(runFolder, file);
  if (existsSync(path)) return readFileSync(path);
  throw new UsageError(
    `Cannot publish the run in "${runFolder}": wanted "${file}" in it, found none: a run that lacks models or runtimes has no overview`,
  );
}

/** Where this repository lies says nothing to anybody else. */
const withoutPlace = (path: string): string =>
  readFileSync(path, "utf8").replaceAll(pathToFileURL(REPOSITORY).href.replace(/\/$/, ""), "file:///triathlon");

/** Of the header of a gzip file: which system made it. 255 is none that is known, so that all make the same bytes. */
const SYSTEM = { at: 9, unknown: 255 };

/** None where there is no such journal. */
function compressed(from: string, to: string): { path: string; content: Uint8Array }[] {
  const path = to + COMPRESSED;
  if (!existsSync(from))
    return existsSync(from + COMPRESSED) ? [{ path, content: readFileSync(from + COMPRESSED) }] : [];
  const content = gzipSync(readFileSync(from), { level: 9 });
  content[SYSTEM.at] = SYSTEM.unknown;
  return [{ path, content }];
}
