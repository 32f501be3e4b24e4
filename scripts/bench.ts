/** `pnpm bench`: plans a comparison, runs it, reports it; `pnpm bench resume` continues one. See `pnpm bench --help`. */
import { runCommand } from "./run-command.ts";

await runCommand(async () => {
  const { createBenchCommand } = await import("./studies/bench/bench-command.ts");
  const { createReproCommand } = await import("./repro/repro-command.ts");
  const { createExportCommand } = await import("./export/export-command.ts");
  const { createAaCommand, createSelftestCommand } = await import("./calibrate/calibrate-commands.ts");
  const more = [createReproCommand, createExportCommand, createAaCommand, createSelftestCommand];
  return more.reduce((program, create) => program.addCommand(create()), createBenchCommand());
});
