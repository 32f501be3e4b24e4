/** Calls the command as it is typed, in this process. */
import type { Environment } from "../../../packages/cli/src/environment.ts";
import { printable } from "../../../packages/cli/src/printable.ts";
import { program } from "../../../packages/cli/src/program.ts";
import { Refusal } from "../../../packages/cli/src/refusal.ts";
import { UsageError } from "../../../packages/cli/src/usage-error.ts";

export interface Called {
  exitCode: number;
  /** All that a terminal would show. */
  said: string;
}

/** @throws {unknown} what would be shown as a stack */
export async function call({ folder, catalogue }: Environment, ...typed: string[]): Promise<Called> {
  let said = "";
  let exitCode = 0;
  const environment = {
    folder,
    catalogue,
    print: (text: string) => void (said += printable(text)),
    fail: () => (exitCode = 1),
  };
  try {
    await program(environment, "0.0.0").parseAsync(["node", "triathlon", ...typed]);
    return { exitCode, said };
  } catch (error) {
    // Commander's own, for words that it does not know.
    if (error instanceof Error && error.name === "CommanderError") return { exitCode: 2, said: said + error.message };
    if (!(error instanceof UsageError || error instanceof Refusal)) throw error;
    return { exitCode: error instanceof UsageError ? 2 : 1, said: said + printable(error.message) };
  }
}
