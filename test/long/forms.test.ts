/** Every pool in every form that is no folder of TypeScript: its program prints its answer and ends, and its own test passes. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeInForm, writeAsShown } from "../landing/support/in-form.ts";
import { catalogue, expectAnswer, home, runIn } from "../landing/support/project.ts";

afterAll(() => rmSync(home, { recursive: true, maxRetries: 5 }));

const pools = catalogue.items.filter(({ kind }) => kind === "pool");

async function passes(place: string, run: string, test: string): Promise<void> {
  expectAnswer(await runIn(place, run, { seconds: 20 }));
  const { exitCode, all } = await runIn(place, test.replace("deno test", "deno test --no-check"));
  expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
  expect(all).toMatch(/\b[45] pass|pass [45]\b/);
}

describe.each(pools)("$name", ({ name, runtime }) => {
  // Deno's own way to packages is another.
  it.skipIf(runtime === "deno")("as JavaScript in node_modules", async () => {
    const { folder, item } = makeInForm("js", name, {}, "node_modules/pool");
    await passes(join(folder, "node_modules/pool"), item.run, item.test);
  });

  it.each(["js", "single", "single-js"] as const)("in the form %s", async (form) => {
    const { folder, item } = makeInForm(form, name);
    await passes(join(folder, "pool"), item.run, item.test);
  });

  it.each(["single", "single-js"] as const)("in the form %s, as it shows at its top", async (form) => {
    const { folder, ...project } = makeInForm(form, name);
    const all = writeAsShown({ folder, ...project });
    expect(await runIn(join(folder, "pool"), project.item.run, { seconds: 20 })).toMatchObject({ exitCode: 0, all });
  });
});
