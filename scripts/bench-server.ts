/** `pnpm bench:server`: the server of the examples under load, with a pool and without. See `pnpm bench:server --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./studies/server/server-command.ts")).createServerCommand());
