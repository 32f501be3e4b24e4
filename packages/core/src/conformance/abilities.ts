/**
 * Every ability, by its name: what the workers of all conformance programs have, so that a scenario only has to give it to its pool.
 *
 * The two halves agree by name when a worker starts: a pool without abilities, or with some of them, is served by the same workers.
 */
import { chunks } from "../abilities/chunks.ts";
import { context } from "../abilities/context.ts";
import { retry } from "../abilities/retry.ts";
import { streaming } from "../abilities/stream.ts";
import type { Ability } from "../pool/worker-pool.ts";
import { insight } from "./insight.ts";

export const ABILITIES: Record<string, () => Ability> = { chunks, context, retry, stream: streaming };

/** For `serve`: the worker's halves, made anew for each worker. */
export function servedAbilities(): Ability[] {
  return [...Object.values(ABILITIES).map((make) => make()), insight()];
}

/**
 * Abilities of these names, without those that a pool has already.
 *
 * @param names separated by commas, or `all`; without names, none
 * @throws {RangeError} for a name that is none of an ability
 */
export function abilitiesNamed(names: string, present: readonly Ability[] = []): Ability[] {
  const wanted = names === "all" ? Object.keys(ABILITIES) : names.split(",").filter(Boolean);
  return wanted
    .filter((name) => !present.some((ability) => ability.name === name))
    .map((name) => {
      const make = ABILITIES[name];
      if (make) return make();
      throw new RangeError(`Cannot add ability "${name}": wanted one of ${Object.keys(ABILITIES).join(", ")}`);
    });
}
