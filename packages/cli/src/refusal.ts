/** The command was understood and not carried out: its message is shown without a stack, and the exit code is 1. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}
