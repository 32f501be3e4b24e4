/**
 * Every ability, by its name: what the workers of all conformance programs have, so that a scenario only has to give it to its pool.
 *
 * The two halves agree by name when a worker starts: a pool without abilities, or with some of them, is served by the same workers.
 */
import { affinity } from "../abilities/affinity.ts";
import { ahead } from "../abilities/ahead.ts";
import { chunks } from "../abilities/chunks.ts";
import { context } from "../abilities/context.ts";
import { faults } from "../abilities/faults.ts";
import { poison } from "../abilities/poison.ts";
import { priority } from "../abilities/priority.ts";
import { recycling } from "../abilities/recycling.ts";
import { retry } from "../abilities/retry.ts";
import { scaling } from "../abilities/scaling.ts";
import { statistics } from "../abilities/statistics.ts";
import { streaming } from "../abilities/stream.ts";
import { timeline } from "../abilities/timeline.ts";
import { wholeErrors } from "../abilities/whole-errors.ts";
import type { Ability } from "../pool/worker-pool.ts";
import { diesOnReceipt } from "./dies-on-receipt.ts";
import { insight } from "./insight.ts";
import { ledger } from "./schedules/ledger.ts";
import { usedBytes } from "./tasks.ts";

/** Those that could end a worker, refuse a call or repeat it do so only beyond what any scenario reaches: one that is about them makes its own. */
export const ABILITIES: Record<string, () => Ability> = {
  affinity,
  ahead,
  chunks,
  context,
  faults,
  poison: () => poison({ limit: 1000 }),
  priority,
  recycling: () => recycling({ afterCalls: 1e6, aboveBytes: 1e15, askEvery: 0, usedBytes }),
  retry: () => retry({ retries: 0 }),
  scaling: () => scaling({ minimum: 0 }),
  statistics,
  stream: streaming,
  timeline,
  "whole-errors": () => wholeErrors(),
};

/** For `serve`: the worker's halves, made anew for each worker. */
export function servedAbilities(): Ability[] {
  return [...Object.values(ABILITIES).map((make) => make()), insight(), ledger(), diesOnReceipt()];
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
