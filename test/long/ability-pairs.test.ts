/** Abilities get on with real workers: every two of them, in one cell of each runtime, keep what the plain pool promises. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { discoverScenarios, runScenario } from "../../scripts/conformance/run-scenario.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";
import { REPOSITORY } from "../../scripts/repository.ts";

/** Results, order, clones, errors, cancellation, deadlines, death and closing. */
const CORE = ["submit", "map", "clones", "error-fidelity", "cancellation", "deadline", "worker-death", "close"];
const CELLS = { node: "threading", deno: "threading", bun: "multiprocessing" } as const;

const names = readdirSync(join(REPOSITORY, "packages/core/src/abilities"))
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.replace(/\.ts$/, ""));
const pairs = names.flatMap((one, i) => names.slice(i + 1).map((other) => `${one},${other}`));
const runtimes = await discoverRuntimes(REPOSITORY);
const scenarios = (await discoverScenarios()).filter(({ name }) => CORE.includes(name));

it("every scenario of the core set is there", () => {
  expect(scenarios.map(({ name }) => name).sort()).toEqual(CORE.toSorted());
});

describe.each(Object.entries(CELLS))("%s %s", (name, model) => {
  it.each(pairs)("with %s", async (pair) => {
    const runtime = runtimes.find((candidate) => candidate.name === name);
    if (!runtime || !isAvailable(runtime)) throw new Error(runtime?.reason ?? name);
    for (const scenario of scenarios) {
      const checks = await runScenario(runtime, model, { ...scenario, url: `${scenario.url}?with=${pair}` });
      const failures = checks.flatMap(({ ok, check, detail }) => (ok ? [] : [`${check}: ${detail}`]));
      expect(failures, scenario.name).toEqual([]);
    }
  });
});
