/** `pnpm report [RUN] [--out DIR]`: writes the report of a run from its records, and shows it. Measures nothing. */
import { join } from "node:path";
import { Command } from "commander";
import { writeReport } from "./report/write-report.ts";
import { REPOSITORY } from "./repository.ts";
import { runCommand } from "./run-command.ts";
import { findRun } from "./run-folder.ts";

const command = new Command("report")
  .description("Computes the report of a run from its records: report.json and report.md in the run's folder.")
  .argument("[RUN]", "the run's id or folder (default: the latest)")
  .option("--out <DIR>", "the folder that holds the runs", join(REPOSITORY, "results"))
  .action(async (run: string | undefined, { out }: { out: string }) => {
    const { terminal, files } = await writeReport(findRun(run, out));
    process.stdout.write(`${terminal}${files.join("\n")}\n`);
  });

await runCommand(command);
