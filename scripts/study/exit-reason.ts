/** What is wrong with how a program ended. */
import type { GroupEnd } from "./run-in-group.ts";

/** Null when it exited with code 0. */
export function exitReason({ signal, exitCode }: Pick<GroupEnd, "signal" | "exitCode">): string | null {
  if (signal !== null) return `was ended by ${signal}`;
  return exitCode === 0 ? null : `exited with code ${exitCode}`;
}
