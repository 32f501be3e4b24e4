/** `pnpm report [RUN] [--out DIR] [--experiments DIR] [--publish]`: writes the report of a run from its records, and shows it. Measures nothing. */
import { join } from "node:path";
import { Command } from "commander";
import { publishReport, PUBLISHED_RESULTS } from "./report/publish-report.ts";
import { writeReport } from "./report/write-report.ts";
import { REPOSITORY } from "./repository.ts";
import { runCommand } from "./run-command.ts";
import { findRun } from "./run-folder.ts";

interface Options {
  out: string;
  experiments?: string;
  publish?: true;
}

const command = new Command("report")
  .description(
    "Computes the report of a run from its records: report.json, report.md, report.html and pictures in the run's folder.",
  )
  .argument("[RUN]", "the run's id or folder (default: the latest)")
  .option("--out <DIR>", "the folder that holds the runs", join(REPOSITORY, "results"))
  .option("--experiments <DIR>", "a folder with experiments.json, to join its pictures")
  .option("--publish", `keep the report in ${PUBLISHED_RESULTS} as well, from where \`pnpm docs:fill\` takes it`)
  .action(async (run: string | undefined, { out, experiments, publish }: Options) => {
    const folder = findRun(run, out);
    const { terminal, files, page } = await writeReport(folder, { experiments: experiments ?? null });
    const published = publish ? publishReport(folder, join(REPOSITORY, PUBLISHED_RESULTS)) : [];
    const others = [...files, ...published].filter((path) => path !== page);
    process.stdout.write(`${terminal}${[...others, page].join("\n")}\n`);
  });

await runCommand(command);
