/** The table of what cells can do: nothing stands in it that no scenario asserts, and nothing in which cells do not differ. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { capabilitiesOf } from "@triathlon/core/conformance/capabilities";
import { NOT_PROMISED } from "@triathlon/core/conformance/not-promised";
import { describe, expect, it } from "vitest";
import { LOCAL_MODELS } from "@triathlon/core/results/record";
import { REPOSITORY } from "../repository.ts";
import { discoverScenarios } from "./run-scenario.ts";

const folder = join(REPOSITORY, "packages/core/src/conformance/scenarios");
const scenarios = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));

const cells = ["node", "deno", "bun"].flatMap((runtime) => LOCAL_MODELS.map((model) => capabilitiesOf(runtime, model)));
const keys = Object.keys(capabilitiesOf("node", "threading")) as (keyof ReturnType<typeof capabilitiesOf>)[];

describe.each(keys)("%s", (key) => {
  it("is asserted by a scenario", () => {
    const asserted = new RegExp(`(check\\.capability|sacrificeWithout)\\(\\s*"${key}"`);
    expect(scenarios.filter((text) => asserted.test(text))).not.toEqual([]);
  });

  it("differs between cells", () => {
    expect(new Set(cells.map((cell) => cell[key]))).toEqual(new Set([true, false]));
  });
});

describe("of distributed", () => {
  const texts = async (): Promise<string[]> =>
    (await discoverScenarios())
      .filter(({ models }) => models.includes("distributed"))
      .map(({ name }) => readFileSync(join(folder, `${name}.ts`), "utf8"));

  it.each(["node", "deno", "bun"])(
    "nothing stands in the table that none of its scenarios asserts: %s",
    async (runtime) => {
      const asserted = (await texts()).flatMap((text) =>
        [...text.matchAll(/check\.capability\(\s*"(\w+)"/g)].map(([, key = ""]) => key),
      );
      const told = Object.keys(capabilitiesOf(runtime, "distributed"));
      expect(told.filter((key) => !asserted.includes(key))).toEqual([]);
      expect(told).not.toEqual([]);
    },
  );

  it("a scenario that it is not tried by is there, and has a reason", async () => {
    const names = (await discoverScenarios()).map(({ name }) => name);
    expect(Object.keys(NOT_PROMISED).filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter((name) => !(name in NOT_PROMISED)).length).toBeGreaterThan(8);
  });
});
