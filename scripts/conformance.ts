/** `pnpm conformance`: every scenario in every cell. See `pnpm conformance --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./conformance/conformance-command.ts")).createConformanceCommand());
