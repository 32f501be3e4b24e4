/** Runs a command of this folder and sets the exit code: 2 for a command used wrongly, 1 for anything else that went wrong. */
import { type Command, CommanderError } from "commander";
import { requirePinnedNode } from "./pinned-node.ts";
import { UsageError } from "./usage-error.ts";

/** @param command not yet parsed; it gets the process's arguments */
export async function runCommand(command: Command): Promise<void> {
  try {
    requirePinnedNode();
    await command.exitOverride().parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

/** Says what went wrong, unless commander has. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof Error)) throw error;
  process.stderr.write(`${error instanceof UsageError ? error.message : error.stack}\n`);
  return error instanceof UsageError ? 2 : 1;
}
