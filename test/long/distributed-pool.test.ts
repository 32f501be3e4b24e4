/** Copies of the distributed pool for each engine, in all runtimes, do jobs, and their own tests pass. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENGINES, named } from "../../scripts/engines.ts";
import { tryCopy } from "../distributed/support/copy.ts";
import { runtimes } from "../distributed/support/programs.ts";
import { testFolder } from "../support/test-folder.ts";

it("are in all three", () => expect(runtimes).toHaveLength(3));

for (const engine of ENGINES)
  describe.skipIf(engine.missing)(`with ${named(engine)}`, () => {
    const server = engine.missing === undefined ? engine.serverIn(testFolder()) : undefined;
    beforeAll(() => server?.start());
    afterAll(() => server?.stop());
    const name = engine.name === "nats" ? "distributed-pool" : "distributed-pool-postgres";

    it.each(runtimes)(
      "a copy does jobs, and its own test passes, in TypeScript and in JavaScript, in $title",
      async (runtime) => {
        await tryCopy(runtime, name, server?.url ?? "");
        await tryCopy(runtime, name, server?.url ?? "", true);
      },
    );
  });
