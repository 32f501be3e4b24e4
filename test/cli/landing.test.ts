/** Where a copied pool lands: outside of the repository, without a network, as `landings.json` says. The slower places are in `test/long`. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { landingsIn } from "../landing/support/landings.ts";
import { expectAnswer, home, makeProject, runIn, tsc } from "../landing/support/project.ts";
import { STRICT } from "../landing/support/strict.ts";

afterAll(() => rmSync(home, { recursive: true, maxRetries: 5 }));

/** The other forms are in `test/long`. */
const asTypeScript = (place: string) => landingsIn(place).filter(({ form }) => form === "ts");

describe("in an empty folder", () => {
  it.each(asTypeScript("empty"))("$name prints its answer and ends, and its own test passes", async ({ name }) => {
    const { folder, item } = makeProject(name);
    expectAnswer(await runIn(join(folder, "pool"), item.run, { seconds: 10 }));
    // Its types are checked below.
    const test = item.test.replace("deno test", "deno test --no-check");
    const { exitCode, all } = await runIn(join(folder, "pool"), test);
    expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
    expect(all).toMatch(/\b[45] pass|pass [45]\b/);
  });
});

describe("its types hold", () => {
  it.each(asTypeScript("types"))("$name: as its runtime checks them", async ({ name }) => {
    const project = makeProject(name);
    const { folder, item } = project;
    if (item.runtime === "deno") {
      expect(await runIn(folder, "deno check .")).toMatchObject({ exitCode: 0 });
      return;
    }
    if (item.runtime === "bun") await runIn(folder, "bun init -y"); // its install finds no network; its files are there
    else writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: STRICT }));
    expect(await tsc(project, "-p", ".")).toMatchObject({ exitCode: 0, all: "" });
  });
});
