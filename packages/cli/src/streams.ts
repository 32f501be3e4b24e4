/**
 * What is said, to whom may not be there: a reader that has gone away (`| head`) is no error, and a line of progress that is lost is none;
 * an answer that is lost is.
 */
import process from "node:process";
import { printable } from "./printable.ts";

let lost: NodeJS.ErrnoException | undefined;

/** Call it before anything is said: without it, a stream that fails ends the command in the middle of its work. */
export function hearStreams(): void {
  process.stderr.on("error", () => {});
  process.stdout.on("error", hear);
}

/** On standard output: the answer. */
export function print(text: string): void {
  try {
    process.stdout.write(printable(text));
  } catch (error) {
    hear(error as NodeJS.ErrnoException); // a closed one throws
  }
}

/** On standard error: progress, and what goes wrong; as it is. */
export function tell(text: string): void {
  try {
    process.stderr.write(text);
  } catch {
    // Nobody can be told.
  }
}

/** Why the answer was lost; undefined where it was not. It is known once the work is done and a turn of the loop later. */
export const lostAnswer = (): string | undefined => lost && `Cannot write to standard output: ${lost.message}`;

function hear(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") lost ??= error;
}
