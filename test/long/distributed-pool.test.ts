/** Copies of the distributed pool in all runtimes do jobs, and their own tests pass. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { NatsServer, noServer } from "../../scripts/nats-server.ts";
import { tryCopy } from "../distributed/support/copy.ts";
import { runtimes } from "../distributed/support/programs.ts";
import { testFolder } from "../support/test-folder.ts";

const server = noServer === undefined ? new NatsServer(testFolder()) : undefined;
beforeAll(() => server?.start());
afterAll(() => server?.kill());

it("are in all three", () => expect(runtimes).toHaveLength(3));

it.skipIf(noServer).each(runtimes)(
  `a copy does jobs, and its own test passes, in TypeScript and in JavaScript, in $title${noServer === undefined ? "" : `: ${noServer}`}`,
  async (runtime) => {
    await tryCopy(runtime, server?.url ?? "");
    await tryCopy(runtime, server?.url ?? "", true);
  },
);
