/** The README keeps its word: generated parts are up to date, and what it tells to type works. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assemble, writeItems } from "../packages/cli/build/assemble.ts";
import { Catalogue, ITEMS } from "../packages/cli/src/items/catalogue.ts";
import { program } from "../packages/cli/src/program.ts";
import { filledDocuments } from "../scripts/docs/documents.ts";
import { discoverRuntimes, isAvailable } from "../scripts/plan/runtimes.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");

describe("generated parts of documents", () => {
  it("are what their sources say", async () => {
    const documents = await filledDocuments(root);
    const stale = documents.filter(({ current, wanted }) => current !== wanted).map(({ document }) => document);
    expect(stale, "run: pnpm docs:fill").toEqual([]);
    expect(documents.map(({ document }) => document)).toContain("README.md");
  });
});

describe("copying a pool as the README says", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "copy-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const commands = /<!-- tested:copy -->\s*```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";

  it("gives a pool that runs, and an update that finds it", async () => {
    const node = (await discoverRuntimes(root)).find(({ name }) => name === "node");
    if (!node || !isAvailable(node)) throw new Error(node?.reason ?? "node");
    writeItems(ITEMS, assemble(root));
    const catalogue = new Catalogue();
    let printed = "";
    const environment = { folder, catalogue, print: (text: string) => void (printed += text), fail: () => {} };
    const lines = commands
      .trim()
      .split("\n")
      .map((line) => line.replace(/ +#.*$/, ""));
    for (const [name, ...args] of lines.map((line) => line.split(" "))) {
      if (name === "npx") await program(environment, "0.0.0").parseAsync(args.slice(1), { from: "user" });
      else printed += (await execa(node.binary, args, { cwd: folder, timeout: 20_000 })).stdout;
    }
    expect(lines.map((line) => line.split(" ")[0])).toEqual(["npx", "node", "npx"]);
    expect(printed).toContain("the sum of all squares below 200,000 is 2666646666700000");
    expect(printed).toMatch(/Updated node\/thread-pool in thread-pool: .*, as it was/);
  });
});
