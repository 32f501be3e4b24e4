/** A pool whose program is killed takes its busy workers along. Without `/proc` there is nothing to look at. */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { leftovers } from "../leftovers.ts";
import { discoverRuntimes, isAvailable } from "../study/runtimes.ts";
import { REPOSITORY } from "../repository.ts";
import { startScenario } from "./run-scenario.ts";

const url = pathToFileURL(join(REPOSITORY, "packages/core/src/conformance/parent-killed.ts")).href;
const runtimes = await discoverRuntimes(REPOSITORY);

describe.skipIf(!existsSync("/proc/self/environ"))("when the program is killed", () => {
  describe.each(["threading", "multiprocessing"] as const)("%s", (model) => {
    it.each(runtimes)("leaves no busy worker behind in $name", async (runtime) => {
      if (!isAvailable(runtime)) throw new Error(runtime.reason);
      const mark = randomUUID();
      const program = startScenario(runtime, model, { url }, mark);
      await new Promise<void>((resolve) => {
        program.stdout.on("data", (chunk) => String(chunk).includes("both workers compute for ever") && resolve());
      });
      program.kill("SIGKILL");
      expect((await program).signal).toBe("SIGKILL");
      expect(await leftovers(mark)).toEqual([]);
    });
  });
});
