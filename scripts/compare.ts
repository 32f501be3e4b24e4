/** `pnpm compare BASE NEW`: puts two runs beside each other, and may fail where one has become slower. See `pnpm compare --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./compare/compare-command.ts")).createCompareCommand());
