/** The options of `compare`, read and checked, and its exit code. */
import { join } from "node:path";
import { Command } from "commander";
import { readRun } from "../report/read-run.ts";
import { REPOSITORY } from "../repository.ts";
import { findRun } from "../run-folder.ts";
import { json, printable } from "../printable.ts";
import { UsageError } from "../usage-error.ts";
import { compareRuns } from "./compare-runs.ts";
import { comparisonText } from "./comparison-text.ts";
import { type Confirm, confirmByCommits } from "./confirm.ts";
import { foreignKeys, type MadeWith } from "./foreign.ts";
import { verdictOnGate } from "./verdict-on-gate.ts";

/** @param confirm how a suspicion is followed up; the default runs both commits again */
export function createCompareCommand(confirm: Confirm = confirmByCommits): Command {
  return new Command("compare")
    .exitOverride()
    .description("Compares two runs made on the same machine, cell by cell: is NEW faster or slower than BASE?")
    .argument("<BASE>", "a run's id or folder")
    .argument("<NEW>", "a run's id or folder")
    .option("--gate <percent>", "fail when a cell is slower by more than this, e.g. 5%", percent)
    .option("--no-confirm", "do not run suspicious cells of both commits again: a suspicion then ends with 4")
    .option("--versions", "the runtimes' versions are what is compared: they may differ")
    .option("--json", "print the comparison as data")
    .option("--out <folder>", "the folder that holds the runs", join(REPOSITORY, "results"))
    .addHelpText("after", EXIT_CODES)
    .action(async (base: string, next: string, options: Options) => {
      process.exitCode = await compare([base, next], options, confirm);
    });
}

const EXIT_CODES = `
Exit codes: 0 nothing is known to be slower than the gate, 1 a cell is, and was again on fresh blocks of both commits,
2 wrong usage, or runs that cannot be compared, 3 a cell of BASE has no time in NEW,
4 too uncertain: too noisy, too few blocks, or a suspicion that could not be confirmed (with --gate).
Without --gate a comparison ends with 0 or 3.`;

interface Options {
  gate?: number;
  confirm: boolean;
  versions?: true;
  json?: true;
  out: string;
}

const NO_TIME = 3;

async function compare(names: [string, string], options: Options, confirm: Confirm): Promise<number> {
  const [baseFolder, newFolder] = names.map((name) => findRun(name, options.out));
  if (baseFolder === newFolder) throw new UsageError(`Cannot compare: wanted two runs, found "${baseFolder}" twice`);
  const [base, next] = [readRun(baseFolder!), readRun(newFolder!)];
  refuseForeign(base, next, options.versions ?? false);
  const comparison = compareRuns(base, next, options.gate ?? null);
  if (comparison.cells.length === 0 && comparison.lost.length === 0) {
    const [why] = comparison.notCompared;
    throw new UsageError(
      `Cannot compare: wanted a cell that is the same in both runs, found none${why ? ` (${why.workload}: ${why.reason})` : ""}`,
    );
  }
  say(options.json ? json(comparison) : comparisonText(comparison));
  const gate = await verdictOnGate(comparison, base, next, options.confirm ? confirm : null, options.out);
  if (gate.fresh && !options.json) say(`\nFresh blocks\n${comparisonText(gate.fresh)}`);
  for (const line of gate.because) process.stderr.write(`${printable(line)}\n`);
  return gate.exitCode === 1 || comparison.lost.length === 0 ? gate.exitCode : NO_TIME;
}

/** @throws {UsageError} naming every key that differs */
function refuseForeign(base: MadeWith, next: MadeWith, versionsMayDiffer: boolean): void {
  const found = foreignKeys(base, next, { versionsMayDiffer });
  if (found.length === 0) return;
  const hint = found.every(({ key }) => key.startsWith("runtimes."))
    ? "\nIf the versions are what you compare, say --versions."
    : "";
  throw new UsageError(
    `Cannot compare: wanted two runs on the same machine with the same versions, found that these differ:\n${found
      .map(({ key, base: then, new: now }) => `  ${key}: "${then}" in base, "${now}" in new`)
      .join("\n")}${hint}`,
  );
}

const say = (text: string): void => void process.stdout.write(printable(text));

function percent(value: string): number {
  const number = Number(/^(\d+(?:\.\d+)?) ?%$/.exec(value.trim())?.[1]);
  if (number > 0) return number / 100;
  throw new UsageError(`Cannot compare: --gate must be a percentage above 0, such as 5%: found "${value}"`);
}
