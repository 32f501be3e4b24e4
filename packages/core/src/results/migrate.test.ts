import { describe, expect, it } from "vitest";
import { z } from "zod";
import { migrate, NO_ID, PLAN_STEPS, RECORD_STEPS } from "./migrate.ts";
import { blankOf, SCHEMA_VERSION } from "./record.ts";

const schema = z.object({
  schemaVersion: z.number(),
  block: z.int(),
  name: z.string(),
  seconds: z.number().nullable(),
  list: z.array(z.string()),
  figures: z.record(z.string(), z.number()),
});

describe("migrate()", () => {
  it("leaves empty what later versions of a record added: nothing was looked at then", () => {
    expect(migrate({ schemaVersion: 3, block: 3, seconds: 4 }, {}, schema)).toEqual({
      schemaVersion: SCHEMA_VERSION,
      block: 3,
      seconds: 4,
      list: [],
      figures: {},
    });
  });

  it.each([
    [1, { block: 3 }, { block: 3, ghost: 0, attempt: 1 }],
    [2, { ghost: 4, attempt: 2 }, { ghost: 4, attempt: 2 }],
    [5, { runId: "a", block: 3 }, { runId: "a", block: 3, attempt: 1 }],
    [5, { round: 1 }, { runId: NO_ID, block: 0, attempt: 1 }],
  ])("brings a record of version %d into the present words: %j", (schemaVersion, old, present) => {
    expect(migrate({ schemaVersion, ...old }, RECORD_STEPS)).toEqual({ schemaVersion: SCHEMA_VERSION, ...present });
  });

  it.each([
    ["no ghosts and no repeats, so that its blocks keep their order", 1, { ghostsPerBlock: 0, mostRepeats: 0 }],
    ["no pass for the delay of the loop", 2, { lagBlocks: 0 }],
    ["a pool of one as its control", 3, { control: "pool of one" }],
    ["no passes that were added", 4, { settleSeconds: 0 }],
  ])("says of an older plan that it had %s", (_, schemaVersion, wanted) => {
    expect(migrate({ schemaVersion }, PLAN_STEPS)).toMatchObject(wanted);
  });

  it("leaves the present version alone, also where something is missing: its schema says so", () => {
    const present = { schemaVersion: SCHEMA_VERSION, ghost: 4 };
    expect(migrate(present, RECORD_STEPS, schema)).toEqual(present);
  });

  it("leaves what has no version to its schema", () => {
    expect(migrate("nonsense", RECORD_STEPS)).toBe("nonsense");
  });

  it("refuses a later version", () => {
    expect(() => migrate({ schemaVersion: SCHEMA_VERSION + 1 })).toThrow(
      `wanted schema version ${SCHEMA_VERSION} or older, found ${SCHEMA_VERSION + 1}: use a newer Triathlon`,
    );
  });
});

it("blankOf() has what may be empty, and nothing else", () => {
  expect(blankOf(schema)).toEqual({ seconds: null, list: [], figures: {} });
});
