/** `pnpm bench:decide`: how good the advice of `triathlon decide` is. See `pnpm bench:decide --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./studies/decide/bench-decide-command.ts")).createBenchDecideCommand());
