/** `pnpm bench:pools`: our pools beside those one can install. See `pnpm bench:pools --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./studies/pools/pools-command.ts")).createPoolsCommand());
