/** `pnpm bench:jobs`: what the distributed pool costs beside JetStream by hand. See `pnpm bench:jobs --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./jobs/jobs-command.ts")).createJobsCommand());
