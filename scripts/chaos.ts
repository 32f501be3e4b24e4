/** `pnpm chaos`: whether jobs are lost when workers, servers and callers are killed. See `pnpm chaos --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./chaos/chaos-command.ts")).createChaosCommand());
