/** `pnpm experiments`: small probes of what each model costs and what it buys. See `pnpm experiments --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./studies/experiments/experiments-command.ts")).createExperimentsCommand());
