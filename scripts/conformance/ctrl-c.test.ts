/** Ctrl-C in a terminal reaches a program and its children at once: what they run is not lost when the program closes its pool. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CheckLine } from "@triathlon/core/conformance/check";
import { describe, expect, it } from "vitest";
import { leftovers } from "../leftovers.ts";
import { discoverRuntimes, isAvailable } from "../study/runtimes.ts";
import { REPOSITORY } from "../repository.ts";
import { startScenario } from "./run-scenario.ts";

const url = pathToFileURL(join(REPOSITORY, "packages/core/src/conformance/ctrl-c.ts")).href;
const runtimes = await discoverRuntimes(REPOSITORY);

describe.skipIf(process.platform === "win32")("when Ctrl-C is pressed", () => {
  describe.each(["threading", "multiprocessing"] as const)("%s", (model) => {
    it.each(runtimes)("a program can close its pool, and no call is lost, in $name", async (runtime) => {
      if (!isAvailable(runtime)) throw new Error(runtime.reason);
      const mark = randomUUID();
      const program = startScenario(runtime, model, { url }, mark, { ownGroup: true });
      await new Promise<void>((resolve) => {
        program.stdout.on("data", (chunk) => String(chunk).includes("its workers are busy") && resolve());
      });
      process.kill(-(program.pid ?? NaN), "SIGINT");
      const { stdout, exitCode } = await program;
      const checks = stdout.split("\n").filter((line) => line.startsWith('{"check"'));
      const failed = checks.map((line) => JSON.parse(line) as CheckLine).filter(({ ok }) => !ok);
      expect(failed).toEqual([]);
      expect(checks.length).toBeGreaterThan(1);
      expect(exitCode).toBe(0);
      expect(await leftovers(mark)).toEqual([]);
    });
  });
});
