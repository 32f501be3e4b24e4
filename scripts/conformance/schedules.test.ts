/** A few random schedules in every cell with workers; `pnpm conformance --schedules 10000` runs many. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type AvailableRuntime, discoverRuntimes, isAvailable } from "../study/runtimes.ts";
import { REPOSITORY } from "../repository.ts";
import { UsageError } from "../usage-error.ts";
import { createConformanceCommand } from "./conformance-command.ts";
import { replay, runSchedules } from "./run-schedules.ts";

const runtimes = await discoverRuntimes(REPOSITORY);

describe.each(["threading", "multiprocessing"] as const)("%s", (model) => {
  it.each(runtimes)("keeps the contract whatever happens, in $name", { timeout: 200_000 }, async (runtime) => {
    if (!isAvailable(runtime)) throw new Error(runtime.reason);
    // Always the same ones: what a change breaks is to be seen by whoever makes it, not by the next.
    const { passed, failures } = await runSchedules(runtime, model, { first: 1, count: 20 });
    expect(failures.map(({ seeds, story }) => `${replay(runtime.name, model, seeds)}\n${story}`)).toEqual([]);
    expect(passed).toBe(20);
  });
});

describe("runSchedules()", () => {
  const dying: AvailableRuntime = {
    name: "dying",
    title: "Dying",
    version: "1.0.0",
    engine: null,
    binary: process.execPath,
    entry: join(REPOSITORY, "scripts/conformance/fixtures/dying/execution.ts"),
    arguments: ["{entry}"],
    environment: {},
  };
  const run = () => runSchedules(dying, "threading", { first: 0, count: 150 }, 1_500);

  it("finds the schedules that its processes do not survive, and runs all the others", async () => {
    const { passed, failures } = await run();
    expect(failures.map(({ seeds }) => seeds)).toEqual([3, 70, 100].map((first) => ({ first, count: 1 })));
    expect(passed).toBe(147);
    const [wrong, hanging, dead] = failures.map(({ story }) => story);
    expect(wrong).toBe("the story of 3");
    expect(hanging).toMatch(/^not true: the program ends by itself[^]*under way was schedule 70\nthe plan of 70$/);
    expect(dead).toMatch(/^not true: with exit code 0: SIGKILL[^]*under way was schedule 100\nthe plan of 100$/);
  });
});

describe("createConformanceCommand()", () => {
  it.each([
    [["--seed", "7"], "Cannot plan the run: --seed says more of --schedules: wanted both, found --seed alone"],
    [["--tasks", "1000"], "Cannot plan the run: --tasks says more of --million: wanted both, found --tasks alone"],
    [["--schedules", "0"], 'Cannot plan the run: --schedules must be a whole number from 1: found "0"'],
    [["--schedules", "1", "--seed", "4294967296"], /--seed must be a whole number from 0 to 4294967295: found/],
  ])("refuses %j", async (args, message) => {
    const refused = createConformanceCommand().parseAsync(args, { from: "user" });
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });
});
