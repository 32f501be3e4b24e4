/** `pnpm bench:jobs`: the distributed pool beside what one writes by hand and what one can install. See `pnpm bench:jobs --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./studies/jobs/jobs-command.ts")).createJobsCommand());
