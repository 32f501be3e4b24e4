/** `pnpm versions`: in which versions of their runtimes copies of the pools run. See `pnpm versions --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => (await import("./versions/versions-command.ts")).createVersionsCommand());
