/** `pnpm simulate:jobs`: how far jobs on several machines go. See `pnpm simulate:jobs --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./simulated-jobs/simulate-jobs-command.ts")).createSimulateJobsCommand());
