/** The runtimes of a command that each of them has a program for: those that are installed with the repository. */
import { choose } from "../choose.ts";
import { REPOSITORY } from "../repository.ts";
import { UsageError } from "../usage-error.ts";
import { discoverRuntimes, guestNames, type Runtime } from "./runtimes.ts";

/**
 * @param names undefined takes all
 * @throws {UsageError} when a name is none of theirs
 */
export async function chooseRuntimes(names: readonly string[] | undefined): Promise<Runtime[]> {
  refuseGuests(names);
  return choose("runtime", names, await discoverRuntimes(REPOSITORY), ({ name }) => name);
}

/** @throws {UsageError} when a runtime is named that the bench alone has a program for */
export function refuseGuests(names: readonly string[] = []): void {
  const guest = guestNames(REPOSITORY).find((name) => names.includes(name));
  if (guest === undefined) return;
  throw new UsageError(
    `Cannot plan the run: "${guest}" has no program for this: the bench alone measures it, by \`pnpm bench --runtime ${guest}\``,
  );
}
