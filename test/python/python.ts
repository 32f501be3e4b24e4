/** The Python of this machine, as the bench finds it. */
import { discoverGuests, isAvailable, type AvailableRuntime } from "../../scripts/study/runtimes.ts";
import { REPOSITORY } from "../../scripts/repository.ts";

const found = (await discoverGuests(REPOSITORY)).find(({ name }) => name === "python");

/** Why what needs it is skipped; undefined where it is here. */
export const missing: string | undefined = !found || isAvailable(found) ? undefined : found.reason;

/** @throws {Error} where it is not here */
export function python(): AvailableRuntime {
  if (found && isAvailable(found)) return found;
  throw new Error(missing ?? "packages/python-examples has no runtime.json");
}
