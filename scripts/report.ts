/** `pnpm report [RUN] [--out DIR] [--experiments DIR]`: writes the report of a run from its records, and shows it. Measures nothing. */
import { join } from "node:path";
import { Command } from "commander";
import { writeReport } from "./report/write-report.ts";
import { REPOSITORY } from "./repository.ts";
import { runCommand } from "./run-command.ts";
import { findRun } from "./run-folder.ts";

const command = new Command("report")
  .description(
    "Computes the report of a run from its records: report.json, report.md, report.html and pictures in the run's folder.",
  )
  .argument("[RUN]", "the run's id or folder (default: the latest)")
  .option("--out <DIR>", "the folder that holds the runs", join(REPOSITORY, "results"))
  .option("--experiments <DIR>", "a folder with experiments.json, to join its pictures")
  .action(async (run: string | undefined, { out, experiments }: { out: string; experiments?: string }) => {
    const { terminal, files } = await writeReport(findRun(run, out), { experiments: experiments ?? null });
    process.stdout.write(`${terminal}${files.join("\n")}\n`);
  });

await runCommand(command);
