import { type Ability, isOneFile, type Item, takesAbilities } from "../items/item.ts";
import { Refusal } from "../refusal.ts";

/**
 * Abilities go into copies of pools that have workers.
 *
 * @throws {Refusal} when the item is none
 */
export function refuseMisfit(item: Item, abilities: readonly Ability[]): void {
  if (takesAbilities(item)) return;
  const names = abilities.map(({ name }) => `"${name}"`).join(", ");
  const found = isOneFile(item)
    ? "one file, which takes none: copy the folder"
    : item.kind === "pool"
      ? "one without workers, which takes no abilities: there a task shares its caller's memory: call a function"
      : item.kind === "distributed pool"
        ? "one whose workers have a local pool: that one takes them, in worker.ts"
        : "an example program, which has the abilities that it uses";
  throw new Refusal(`Cannot add ${names} to "${item.name}": wanted a pool of threads or processes, found ${found}`);
}
