/** Picks by name, in the order of what there is. */
import { UsageError } from "./usage-error.ts";

/**
 * @param what e.g. `runtime`: names the option and the kind of thing in the error
 * @param names undefined picks all
 * @throws {UsageError} naming the choices, when a name is none of them
 */
export function choose<Item>(
  what: string,
  names: readonly string[] | undefined,
  items: readonly Item[],
  nameOf: (item: Item) => string,
): Item[] {
  if (names === undefined) return [...items];
  const known = items.map(nameOf);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`Cannot plan the run: --${what} must be among ${known.join(", ")}: found "${unknown}"`);
  }
  return items.filter((item) => names.includes(nameOf(item)));
}
