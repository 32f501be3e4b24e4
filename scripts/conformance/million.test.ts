/** Fewer tasks, where they cost little; `pnpm conformance --million` runs a million in every cell. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type AvailableRuntime, discoverRuntimes, isAvailable } from "../study/runtimes.ts";
import { REPOSITORY } from "../repository.ts";
import { runMillion, WAYS } from "./run-million.ts";

const runtimes = await discoverRuntimes(REPOSITORY);

describe("runMillion()", () => {
  it.each(runtimes)("tells how memory grows, in $name", async (runtime) => {
    if (!isAvailable(runtime)) throw new Error(runtime.reason);
    for (const way of WAYS) {
      const { growth, failures } = await runMillion(runtime, "async", way, 20_000);
      expect(failures).toEqual([]);
      expect(growth).toEqual({ heap: expect.any(Number), workersHeap: null, resident: expect.any(Number) });
    }
  });

  it("asks the workers too", async () => {
    const node = runtimes.find(({ name }) => name === "node")!;
    if (!isAvailable(node)) throw new Error(node.reason);
    const { growth, failures } = await runMillion(node, "threading", "map", 5_000);
    expect(failures).toEqual([]);
    expect(growth?.workersHeap).toEqual(expect.any(Number));
  });

  const leaking: AvailableRuntime = {
    name: "leaking",
    title: "Leaking",
    version: "1.0.0",
    engine: null,
    binary: process.execPath,
    entry: join(REPOSITORY, "scripts/conformance/fixtures/leaking/execution.ts"),
    arguments: ["{entry}"],
    environment: {},
  };

  it("finds memory that grows, and shows all samples", async () => {
    const { growth, failures } = await runMillion(leaking, "threading", "map", 1_000_000);
    expect(growth).toEqual({ heap: 0, workersHeap: 100, resident: 0 });
    expect(failures[0]).toBe("memory grows: workersHeap");
    expect(failures).toHaveLength(21);
  });

  it("says why it cannot tell", async () => {
    const { growth, failures } = await runMillion(leaking, "threading", "windows", 1_000_000);
    expect(growth).toBeNull();
    expect(failures).toEqual([expect.stringMatching(/^not true: with exit code 0: 9/)]);
  });
});
