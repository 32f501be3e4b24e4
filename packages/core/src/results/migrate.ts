/** Brings what an older version wrote into the present shape, one version at a time. Files are never rewritten by it. */
import { z } from "zod";
import { NOISE_LIMITS } from "./noise.ts";

/** Raised with every change of shape; readers refuse what is newer than they know. */
export const SCHEMA_VERSION = 5;

/** From the version that is the key to the next. A version without a step only changed other shapes. */
export type Steps = Readonly<Record<number, (old: Shape) => Shape>>;

type Shape = Record<string, unknown>;

/**
 * Version 2: ghosts, repeats, the first pass, and what else the machine did. Version 3: the delay of the loop. Version 4: calls and
 * overlap of the timed passes, memory that is a program's own, and a plain loop as the control. Version 5: passes are added until they are
 * flat.
 */
export const RECORD_STEPS: Steps = {
  1: (old) => ({ ...old, ghost: 0, attempt: 1, firstSeconds: null, noise: null, contamination: [] }),
  2: (old) => ({ ...old, loopDelay: null }),
  3: (old) => ({ ...old, callsInPass: null, timedOverlapSeconds: null, privateMemoryBytes: null }),
  4: (old) => ({ ...old, added: null }),
};

export const PLAN_STEPS: Steps = {
  1: (old) => ({ ...old, ghostsPerBlock: 0, mostRepeats: 0, probesCapacity: false, noiseLimits: NOISE_LIMITS }),
  2: (old) => ({ ...old, lagBlocks: 0 }),
  3: (old) => ({ ...old, control: "pool of one" }),
  4: (old) => ({ ...old, settleSeconds: 0 }),
};

const versioned = z.looseObject({ schemaVersion: z.int().positive() });

/**
 * The value in the present version. What has no version is given back as it is: its schema will say what is wrong with it.
 *
 * @throws {RangeError} when it is of a later version
 */
export function migrate(value: unknown, steps: Steps = {}): unknown {
  if (isPresent(value)) return value; // nearly always, and once for every record of a journal
  const parsed = versioned.safeParse(value);
  if (!parsed.success) return value;
  const { schemaVersion } = parsed.data;
  if (schemaVersion > SCHEMA_VERSION) {
    throw new RangeError(
      `wanted schema version ${SCHEMA_VERSION} or older, found ${schemaVersion}: use a newer Triathlon`,
    );
  }
  let shape: Shape = parsed.data;
  for (let version = schemaVersion; version < SCHEMA_VERSION; version++) {
    shape = { ...(steps[version]?.(shape) ?? shape), schemaVersion: version + 1 };
  }
  return shape;
}

const isPresent = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "schemaVersion" in value && value.schemaVersion === SCHEMA_VERSION;
