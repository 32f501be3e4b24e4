/** Brings what an older version wrote into the present shape, one version at a time. Files are never rewritten by it. */
import { z } from "zod";
import { NOISE_LIMITS } from "./noise.ts";
import { blankOf, SCHEMA_VERSION } from "./record.ts";

/** From the version that is the key to the next. A version without a step only changed other shapes. */
export type Steps = Readonly<Record<number, (old: Shape) => Shape>>;

type Shape = Record<string, unknown>;

/**
 * Of the records of all studies. Version 2: ghosts, repeats, the first pass, and what else the machine did. Version 3: the delay of the
 * loop. Version 4: calls and overlap of the timed passes, memory that is a program's own, and a plain loop as the control. Version 5: passes
 * are added until they are flat. Version 6: the same envelope in all studies; the comparison of pools had rounds, from 1, and its runs no id.
 */
export const RECORD_STEPS: Steps = {
  1: (old) => ({ ghost: 0, attempt: 1, ...old }),
  5: ({ round, ...old }) => ({
    attempt: 1,
    ...(typeof round === "number" ? { runId: NO_ID, block: round - 1 } : {}),
    ...old,
  }),
};

/** In place of the id that a run of pools did not have. */
export const NO_ID = "pools";

export const PLAN_STEPS: Steps = {
  1: (old) => ({ ...old, ghostsPerBlock: 0, mostRepeats: 0, probesCapacity: false, noiseLimits: NOISE_LIMITS }),
  2: (old) => ({ ...old, lagBlocks: 0 }),
  3: (old) => ({ ...old, control: "pool of one" }),
  4: (old) => ({ ...old, settleSeconds: 0 }),
};

/** Version 6: blocks were rounds. */
export const POOLS_REPORT_STEPS: Steps = { 5: ({ rounds, ...old }) => ({ blocks: rounds, ...old }) };

const versioned = z.looseObject({ schemaVersion: z.int().positive() });

/**
 * The value in the present version. What has no version is given back as it is: its schema will say what is wrong with it.
 *
 * @param schema what a present one is: in an older one what may be empty, and is not there, is empty
 * @throws {RangeError} when it is of a later version
 */
export function migrate(value: unknown, steps: Steps = {}, schema?: z.ZodObject): unknown {
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
  return schema === undefined ? shape : { ...blankOf(schema), ...shape };
}

const isPresent = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "schemaVersion" in value && value.schemaVersion === SCHEMA_VERSION;
