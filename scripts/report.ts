/**
 * `pnpm report [RUN]` writes the report of a run from its records, and shows it; `pnpm report --join DIR…` puts runs of several machines below
 * each other. Measures nothing.
 */
import { join, resolve } from "node:path";
import { Command } from "commander";
import { printable } from "./printable.ts";
import { PUBLISHED, publishRun, UNFIT } from "./files/publish-run.ts";
import { joinedReports } from "./report/join-reports.ts";
import { BENCH } from "./report/publish-report.ts";
import { writeReport } from "./report/write-report.ts";
import { REPOSITORY } from "./repository.ts";
import { runCommand } from "./run-command.ts";
import { findRun } from "./run-folder.ts";

interface Options {
  out: string;
  experiments?: string;
  publish?: true;
  publishTo?: string;
  join?: string[];
}

const command = new Command("report")
  .description(
    "Computes the report of a run from its records: report.json, report.md, report.html and pictures in the run's folder.",
  )
  .argument("[RUN]", "the run's id or folder (default: the latest)")
  .option("--out <DIR>", "the folder that holds the runs", join(REPOSITORY, "results"))
  .option("--experiments <DIR>", "a folder with experiments.json, to join its pictures")
  .option("--publish", `keep report and journal in ${PUBLISHED} as well, from where \`pnpm docs:fill\` takes it`)
  .option("--publish-to <DIR>", "keep them in a folder of your own, to hand it on")
  .option("--join <DIRS...>", "print a table for each of these folders: runs of several machines, never mixed")
  .addHelpText("after", "\nExit codes: 0 done, 2 wrong usage, 4 not published, because the run calls itself unfit.")
  .action(async (run: string | undefined, options: Options) => {
    if (options.join !== undefined) {
      process.stdout.write(printable(joinedReports(options.join)));
      return;
    }
    const folder = findRun(run, options.out);
    const { terminal, files, page, unfit } = await writeReport(folder, { experiments: options.experiments ?? null });
    const places = [
      ...(options.publish ? [join(REPOSITORY, PUBLISHED)] : []),
      ...(options.publishTo === undefined ? [] : [resolve(options.publishTo)]),
    ];
    const published = places.map((place) => publishRun(folder, place, BENCH, unfit));
    if (published.includes(null)) process.exitCode = UNFIT;
    const others = [...files, ...published.flatMap((paths) => paths ?? [])].filter((path) => path !== page);
    process.stdout.write(`${terminal}${[...others, page].join("\n")}\n`);
  });

await runCommand(command);
