/** The table of what cells can do: nothing stands in it that no scenario asserts, and nothing in which cells do not differ. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { capabilitiesOf } from "@triathlon/core/conformance/capabilities";
import { describe, expect, it } from "vitest";
import { MODELS } from "@triathlon/core/results/record";
import { REPOSITORY } from "../repository.ts";

const folder = join(REPOSITORY, "packages/core/src/conformance/scenarios");
const scenarios = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));

const cells = ["node", "deno", "bun"].flatMap((runtime) => MODELS.map((model) => capabilitiesOf(runtime, model)));
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
