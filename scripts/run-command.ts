/** Runs a command of this folder and sets the exit code: 2 for a command used wrongly, 1 for anything else that went wrong. */
import { type Command, CommanderError } from "commander";
import { requirePinnedNode } from "./pinned-node.ts";
import { UsageError } from "./usage-error.ts";

/**
 * @param command not yet parsed; it gets the process's arguments. A function is called once the Node that runs this is known
 *   to be the right one: what it loads may be too new for another.
 */
export async function runCommand(command: Command | (() => Promise<Command>)): Promise<void> {
  try {
    requirePinnedNode();
    const loaded = typeof command === "function" ? await command() : command;
    await loaded.exitOverride().parseAsync();
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
