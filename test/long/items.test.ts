/** Every example program, copied into an empty folder by our command, runs there by the command in its header, within ten seconds; so does its test. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, it } from "vitest";
import { assemble, writeItems } from "../../packages/cli/build/assemble.ts";
import { add } from "../../packages/cli/src/commands/add.ts";
import { Catalogue, ITEMS } from "../../packages/cli/src/items/catalogue.ts";
import type { Item } from "../../packages/cli/src/items/item.ts";
import { missingPrograms } from "../../scripts/examples/missing-programs.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";
import { testFolder } from "../support/test-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const runtimes = await discoverRuntimes(root);
writeItems(ITEMS, assemble(root));
const catalogue = new Catalogue();
const examples = catalogue.items.filter(({ kind }) => kind === "example");

/** Where programs of other runtimes and servers are: Deno's own file first, since the program in .bin hands no signal on. */
const OTHERS = [join(root, "node_modules/deno"), join(root, "node_modules/.bin"), process.env["PATH"] ?? ""];

/** Starts a command of a copy in its folder. */
function start({ name, runtime, dependencies }: Item, command: string, folder: string) {
  const found = runtimes.find((candidate) => candidate.name === runtime);
  if (!found || !isAvailable(found)) throw new Error(found?.reason ?? runtime);
  add({ folder, catalogue, print: () => {}, fail: () => {} }, [name], { to: join(folder, "copy") });
  if (dependencies) {
    // As the line that `add` names would have installed them; Deno takes what a package.json lists.
    writeFileSync(join(folder, "package.json"), JSON.stringify({ dependencies }));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(root, "packages/core/node_modules/@nats-io"), join(folder, "node_modules/@nats-io"));
  }
  const PATH = [dirname(found.binary), ...OTHERS].join(delimiter);
  return execa(found.binary, command.split(" ").slice(1), {
    cwd: join(folder, "copy"),
    timeout: 10_000,
    all: true,
    env: { PATH, NO_COLOR: "1" },
  });
}

it.for(examples)("$name", async (item, { skip }) => {
  const missing = missingPrograms(item.programs ?? [], OTHERS.join(delimiter));
  if (missing !== undefined) return skip(missing);
  const folder = testFolder();
  const program = start(item, item.run, folder);
  program.stdout.on("data", (text) => {
    if (/^listening on /m.test(String(text))) program.kill("SIGTERM"); // a server serves until it is told to end
  });
  const { all } = await program;
  expect(all).not.toBe("");
  rmSync(folder, { recursive: true });
});

// That of the server takes longer, and has a test of its own.
it.each(examples.filter(({ name, test }) => test !== "none" && !name.endsWith("/server")))(
  "$name passes the test that it brings",
  async (item) => {
    const folder = testFolder();
    expect((await start(item, item.test, folder)).all).toMatch(/\bpass/);
    rmSync(folder, { recursive: true });
  },
);
