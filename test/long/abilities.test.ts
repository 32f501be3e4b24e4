/** Each ability in a copy of each pool with workers: its types hold there, and its test passes. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { assemble, writeItems } from "../../packages/cli/build/assemble.ts";
import { Catalogue, ITEMS } from "../../packages/cli/src/items/catalogue.ts";
import { takesAbilities } from "../../packages/cli/src/items/item.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";
import { checkTypes, copyWith, runTests } from "../cli/support/try-abilities.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
writeItems(ITEMS, assemble(root));
const catalogue = new Catalogue();
const runtimes = await discoverRuntimes(root);
const names = catalogue.abilities.map(({ name }) => name);
const pools = catalogue.items.filter(takesAbilities);

it("there are two pools that take abilities in each runtime", () => {
  expect(pools.map(({ name }) => name).sort()).toEqual(
    ["bun", "deno", "node"].flatMap((runtime) => [`${runtime}/process-pool`, `${runtime}/thread-pool`]),
  );
});

describe.each(pools)("$name", ({ name, runtime }) => {
  const each = names.map((name) => ({ title: name, abilities: [name] }));
  it.each([...each, { title: "all of them", abilities: names }])("with $title", async ({ abilities }) => {
    const found = runtimes.find((candidate) => candidate.name === runtime);
    if (!found || !isAvailable(found)) throw new Error(found?.reason ?? runtime);
    const copy = copyWith(catalogue, found, name, abilities);
    await checkTypes(copy);
    await runTests(copy);
  });
});
