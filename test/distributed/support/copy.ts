/** A copy of the distributed pool, as `triathlon add` makes it, in a folder of its own. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { assemble, writeItems } from "../../../packages/cli/build/assemble.ts";
import { add } from "../../../packages/cli/src/commands/add.ts";
import { Catalogue, ITEMS } from "../../../packages/cli/src/items/catalogue.ts";
import { inForm } from "../../../packages/cli/src/items/item.ts";
import { REPOSITORY } from "../../../scripts/repository.ts";
import type { AvailableRuntime } from "../../../scripts/study/runtimes.ts";
import { testFolder } from "../../support/test-folder.ts";
import { runCommand } from "./programs.ts";

/**
 * Its worker does what its program submits, by the commands that they name, and its own test passes.
 *
 * @param name of the item, without its runtime
 * @param server where its jobs are kept
 * @param js as JavaScript
 */
export async function tryCopy(runtime: AvailableRuntime, name: CopyName, server: string, js = false): Promise<void> {
  writeItems(ITEMS, assemble(REPOSITORY));
  const folder = testFolder();
  const catalogue = new Catalogue();
  const item = catalogue.findItem(`${runtime.name}/${name}`);
  const { dependencies, run: start, test } = inForm(item, js ? "js" : undefined);
  const end = js ? "js" : "ts";
  add({ folder, catalogue, print: () => {}, fail: () => {} }, [`${runtime.name}/${name}`], { to: "copy", js });
  // As the line that `add` names would have installed them.
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", dependencies }));
  mkdirSync(join(folder, "node_modules"));
  const { client, variable } = COPIES[name];
  symlinkSync(join(REPOSITORY, "packages/core/node_modules", client), join(folder, "node_modules", client));
  const main = readFileSync(join(folder, `copy/main.${end}`), "utf8");
  const worker = /^ \* {5}(.* worker\.[jt]s)$/m.exec(main)?.[1] ?? "";
  const inCopy = (command: string) =>
    runCommand(runtime, command, { folder: join(folder, "copy"), environment: { [variable]: server } });
  const working = inCopy(worker);
  const { stdout, stderr, exitCode } = await inCopy(start);
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  expect(stdout.split("\n")).toHaveLength(11);
  expect(stdout).toContain("primes below 2000000: 148933");
  working.kill("SIGTERM");
  expect(await working).toMatchObject({ exitCode: 0, stderr: "" });
  const tested = await inCopy(test.replace("deno test", "deno test --no-check"));
  expect(tested.exitCode, tested.stdout + tested.stderr).toBe(0);
  expect(tested.stdout + tested.stderr).toMatch(/\b5 pass|pass 5\b/);
}

/** What each imports, and where it is told of its server. */
const COPIES = {
  "distributed-pool": { client: "@nats-io", variable: "NATS_URL" },
  "distributed-pool-postgres": { client: "pg", variable: "DATABASE_URL" },
} as const;
export type CopyName = keyof typeof COPIES;
