/** The command was used wrongly: its message is shown without a stack, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
