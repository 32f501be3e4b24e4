/** `pnpm bench`: plans a comparison, runs it, reports it; `pnpm bench resume` continues one. See `pnpm bench --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./studies/bench/bench-command.ts")).createBenchCommand());
