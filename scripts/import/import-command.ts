/** `bench import hyperfine FILE`: makes a run folder of what another tool measured. */
import { join, resolve } from "node:path";
import { JournalWriter } from "@triathlon/core/results/journal";
import { Command } from "commander";
import type { RecordedRun } from "../analysis/run.ts";
import { JOURNAL } from "../launch/run-plan.ts";
import { writeJson } from "../launch/write-atomically.ts";
import { captureEnvironment } from "../plan/environment.ts";
import { writeReport } from "../report/write-report.ts";
import { REPOSITORY } from "../repository.ts";
import { createRunFolder, newRunId } from "../run-folder.ts";
import { UsageError } from "../usage-error.ts";
import { type HyperfineExport, readHyperfineFile } from "./hyperfine-export.ts";
import { runOfHyperfine } from "./import-hyperfine.ts";

export function createImportCommand(): Command {
  const command = new Command("import").description("makes a run of what another tool measured on this machine");
  command
    .command("hyperfine")
    .description("what hyperfine 1.15 or newer, 2.0 too, wrote with --export-json")
    .argument("<FILE>")
    .option("--out <folder>", "where runs lie", join(REPOSITORY, "results"))
    .action(async (file: string, { out }: { out: string }) => {
      const folder = await importHyperfine(file, out);
      const { terminal, page } = await writeReport(folder);
      process.stdout.write(`${terminal}${page}\n`);
    });
  return command;
}

/**
 * The new run's folder.
 *
 * @throws {UsageError} when the file cannot be read, or tells of another machine than this
 */
export async function importHyperfine(file: string, out: string): Promise<string> {
  const exported = readHyperfineFile(file);
  const environment = await captureEnvironment([], exported.timer, REPOSITORY);
  checkPlatform(file, exported, environment);
  const runId = `hyperfine-${newRunId(new Date())}`;
  const run = runOfHyperfine(exported, resolve(file), runId, environment);
  const folder = createRunFolder(out, runId);
  writeRun(folder, run);
  return folder;
}

/** hyperfine's words for what Node calls otherwise. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64" };
const SYSTEMS: Readonly<Record<string, string>> = { darwin: "macos", win32: "windows" };

function checkPlatform(
  file: string,
  { platform: there }: HyperfineExport,
  here: { platform: string; architecture: string },
): void {
  if (there === null) return;
  const wanted = `${SYSTEMS[here.platform] ?? here.platform} ${ARCHITECTURES[here.architecture] ?? here.architecture}`;
  const found = `${there.os} ${there.architecture}`;
  if (found.toLowerCase() === wanted) return;
  throw new UsageError(
    `Cannot import "${file}": wanted figures of this machine (${wanted}), found those of ${found}: import it where it was measured`,
  );
}

function writeRun(folder: string, { plan, environment, records }: RecordedRun): void {
  writeJson(join(folder, "plan.json"), plan);
  writeJson(join(folder, "environment.json"), environment);
  using journal = new JournalWriter(join(folder, JOURNAL));
  for (const record of records) journal.append(record);
}
