/** `pnpm claims`: what others have published of the runtimes, tried on this machine. See `pnpm claims --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./studies/experiments/claims/claims-command.ts")).createClaimsCommand());
