/** `pnpm examples`: lists, runs and checks the example programs. See `pnpm examples --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./examples/examples-command.ts")).createExamplesCommand());
