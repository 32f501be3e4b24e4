import { describe, expect, it } from "vitest";
import { migrate, PLAN_STEPS, RECORD_STEPS, SCHEMA_VERSION } from "./migrate.ts";

const NEVER_SEEN = { callsInPass: null, timedOverlapSeconds: null, privateMemoryBytes: null, added: null };

describe("migrate()", () => {
  it("gives a record of version 1 what later ones added: nothing was looked at then", () => {
    expect(migrate({ schemaVersion: 1, block: 3 }, RECORD_STEPS)).toEqual({
      schemaVersion: SCHEMA_VERSION,
      block: 3,
      ghost: 0,
      attempt: 1,
      firstSeconds: null,
      noise: null,
      contamination: [],
      loopDelay: null,
      ...NEVER_SEEN,
    });
  });

  it("gives a record and a plan of version 2 no delay of the loop: there was no pass for it", () => {
    expect(migrate({ schemaVersion: 2, ghost: 1 }, RECORD_STEPS)).toEqual({
      schemaVersion: SCHEMA_VERSION,
      ghost: 1,
      loopDelay: null,
      ...NEVER_SEEN,
    });
    expect(migrate({ schemaVersion: 2 }, PLAN_STEPS)).toMatchObject({ lagBlocks: 0 });
  });

  it("gives a plan of version 1 no ghosts and no repeats, so that its blocks keep their order", () => {
    expect(migrate({ schemaVersion: 1 }, PLAN_STEPS)).toMatchObject({ ghostsPerBlock: 0, mostRepeats: 0 });
  });

  it("says of a plan of version 3 that its control was a pool of one", () => {
    expect(migrate({ schemaVersion: 3 }, PLAN_STEPS)).toMatchObject({ control: "pool of one" });
  });

  it("says of a plan and a record of version 4 that no passes were added", () => {
    expect(migrate({ schemaVersion: 4 }, PLAN_STEPS)).toMatchObject({ settleSeconds: 0 });
    expect(migrate({ schemaVersion: 4 }, RECORD_STEPS)).toMatchObject({ added: null });
  });

  it("leaves the present version alone", () => {
    const present = { schemaVersion: SCHEMA_VERSION, ghost: 4 };
    expect(migrate(present, RECORD_STEPS)).toEqual(present);
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
