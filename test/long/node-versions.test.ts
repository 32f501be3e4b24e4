/**
 * The oldest versions of Node that pools say they run in: the whole conformance in that of TypeScript, and in that of JavaScript, whose
 * syntax has no `await using`, what a copy brings: its program, its own test, and those of all abilities. npm fetches both into a
 * temporary folder; without a network all of this is left out, and says why.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, describe, expect, it } from "vitest";
import { inForm, takesAbilities } from "../../packages/cli/src/items/item.ts";
import { discoverScenarios, runScenario } from "../../scripts/conformance/run-scenario.ts";
import { MODELS } from "../../scripts/plan/choices.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/plan/runtimes.ts";
import { REPOSITORY } from "../../scripts/repository.ts";
import { temporaryFolder } from "../cli/support/small-catalogue.ts";
import type { Ran } from "../landing/support/offline.ts";
import { makeInForm } from "../landing/support/in-form.ts";
import { catalogue, expectAnswer, home, makeProject } from "../landing/support/project.ts";

afterAll(() => rmSync(home, { recursive: true, maxRetries: 5 }));

const { minimumPoolVersion, minimumJavaScriptVersion } = JSON.parse(
  readFileSync(join(REPOSITORY, "packages/node-examples/runtime.json"), "utf8"),
) as Record<string, string>;
const node = (await discoverRuntimes(REPOSITORY)).find(({ name }) => name === "node");
const scenarios = await discoverScenarios();
const fetched = await fetchNodes({ typescript: minimumPoolVersion, javascript: minimumJavaScriptVersion });

/** @returns the folder of the binaries by the names of the versions, or why there are none */
async function fetchNodes(versions: Record<string, string | undefined>): Promise<((name: string) => string) | string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "package.json"), "{}");
  const wanted = Object.entries(versions).map(([name, version]) => `${name}@npm:node@${version}`);
  const { failed, shortMessage, stderr } = await execa(
    "npm",
    ["install", "--no-audit", "--no-fund", "--loglevel=error", ...wanted],
    { cwd: folder, reject: false, timeout: 5 * 60_000 },
  );
  if (failed) return `npm could not fetch ${wanted.join(", ")}: ${stderr.split("\n")[0] || shortMessage}`;
  return (name) => join(folder, "node_modules", name, process.platform === "win32" ? "bin/node.exe" : "bin/node");
}

const why = typeof fetched === "string" ? `: left out: ${fetched}` : "";
const binaryOf = (name: string): string => {
  if (typeof fetched === "string") throw new Error(fetched);
  return fetched(name);
};

describe.skipIf(why !== "")(`in Node ${minimumPoolVersion}, TypeScript${why}`, () => {
  it("is that version", async () => {
    expect((await execa(binaryOf("typescript"), ["--version"])).stdout).toBe(`v${minimumPoolVersion}`);
  });

  describe.each(MODELS)("%s", (model) => {
    it.each(scenarios.filter(({ models }) => models.includes(model)))("keeps the contract: $name", async (scenario) => {
      if (!node || !isAvailable(node)) throw new Error(node?.reason);
      const checks = await runScenario({ ...node, binary: binaryOf("typescript") }, model, scenario);
      expect(checks.flatMap(({ ok, check, detail }) => (ok ? [] : [`${check}: ${detail}`]))).toEqual([]);
    });
  });
});

describe.skipIf(why !== "")(`in Node ${minimumJavaScriptVersion}, without await using${why}`, () => {
  const pools = catalogue.items.filter(({ kind, runtime }) => kind === "pool" && runtime === "node");
  async function run(folder: string, command: string): Promise<Ran> {
    const options = { cwd: folder, all: true, reject: false, timeout: 5 * 60_000 } as const;
    const { exitCode, timedOut, all } = await execa(binaryOf("javascript"), command.split(" ").slice(1), options);
    return { exitCode, timedOut, all };
  }

  it("is that version", async () => {
    expect((await execa(binaryOf("javascript"), ["--version"])).stdout).toBe(`v${minimumJavaScriptVersion}`);
  });

  it.each(pools)("$name as JavaScript passes its own test, and those of all abilities", async (pool) => {
    const abilities = takesAbilities(pool) ? catalogue.abilities.map(({ name }) => name) : [];
    const options = { js: true, ...(abilities.length > 0 && { with: abilities }) };
    const { folder, item } = makeProject(pool.name, {}, "pool", options);
    expectAnswer(await run(join(folder, "pool"), item.run));
    const tests = abilities.map((name) => `abilities/${name}.test.js`);
    const { exitCode, all } = await run(join(folder, "pool"), [item.test, ...tests].join(" "));
    expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
  });

  it.each(pools)("$name as one file runs, in JavaScript and in TypeScript beside JavaScript", async ({ name }) => {
    const { folder } = makeInForm("single-js", name, { type: "module" });
    const place = join(folder, "pool");
    expectAnswer(await run(place, "node main.js"));
    const file = name.replace(/^.*\//, "");
    const single = inForm(catalogue.findItem(name), "single");
    writeFileSync(join(place, `${file}.ts`), catalogue.read(single, `${file}.ts`));
    rmSync(join(place, `${file}.js`));
    for (const path of readdirSync(place).filter((path) => path.endsWith(".js"))) {
      const text = readFileSync(join(place, path), "utf8");
      writeFileSync(join(place, path), text.replaceAll(`./${file}.js`, `./${file}.ts`));
    }
    expectAnswer(await run(place, "node main.js"));
  });
});
