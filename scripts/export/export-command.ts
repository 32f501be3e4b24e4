/** `bench export`: a run's figures for other tools. A new format is one new file in `formats/`. */
import { join } from "node:path";
import { Command } from "commander";
import { analyse } from "../analysis/analyse.ts";
import type { Report } from "../analysis/report.ts";
import { writeFile } from "../files/write-files.ts";
import { modulesIn } from "../modules-in.ts";
import { readRun } from "../report/read-run.ts";
import { REPOSITORY } from "../repository.ts";
import { findRun } from "../run-folder.ts";
import { UsageError } from "../usage-error.ts";

interface Format {
  render: (report: Report) => string;
}

const FOLDER = new URL("formats/", import.meta.url);

/** By their file names. */
export const formatNames = (): string[] => modulesIn(FOLDER);

interface Options {
  format: string;
  out?: string;
  runs: string;
}

export function createExportCommand(): Command {
  return new Command("export")
    .description("writes a run's figures in another tool's format")
    .argument("[RUN]", "the run's id or folder (default: the latest)")
    .requiredOption("--format <name>", formatNames().join(", "))
    .option("--out <FILE>", "a file (default: standard output)")
    .option("--runs <folder>", "where runs lie", join(REPOSITORY, "results"))
    .action(async (run: string | undefined, { format, out, runs }: Options) => {
      const { render } = await loadFormat(format);
      const text = render(analyse(readRun(findRun(run, runs))));
      if (out === undefined) process.stdout.write(text);
      else writeFile(out, text);
    });
}

/** @throws {UsageError} naming the formats there are, when this is none of them */
export async function loadFormat(name: string): Promise<Format> {
  const names = formatNames();
  if (names.includes(name)) return (await import(new URL(`${name}.ts`, FOLDER).href)) as Format;
  throw new UsageError(`Cannot export: --format must be among ${names.join(", ")}: found "${name}"`);
}
