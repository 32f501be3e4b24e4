/**
 * Runs a command of this folder and sets the exit code: 2 for a command used wrongly, 1 for anything else that went wrong.
 *
 * Nobody may be there to read what it says. A reader that has gone away (`| head`) is no error; output that is lost otherwise is, once the
 * work is done. A progress line that is lost is none.
 */
import { type Command, CommanderError } from "commander";
import { codeOf, WriteError } from "./files/write-files.ts";
import { requirePinnedNode } from "./pinned-node.ts";
import { printable } from "./printable.ts";
import { UsageError } from "./usage-error.ts";

/**
 * @param command not yet parsed; it gets the process's arguments. A function is called once the Node that runs this is known
 *   to be the right one: what it loads may be too new for another.
 */
export async function runCommand(command: Command | (() => Promise<Command>)): Promise<void> {
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error) => {
    if (codeOf(error) === "EPIPE") return;
    process.exitCode = 2;
    tell(new WriteError("write to standard output", error).message);
  });
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
  const isSentence = error instanceof UsageError || error instanceof WriteError;
  tell(isSentence ? error.message : (error.stack ?? error.message));
  return error instanceof UsageError || (error instanceof WriteError && error.isPath) ? 2 : 1;
}

const tell = (text: string): void => void process.stderr.write(`${printable(text)}\n`);
