/** The README keeps its word: generated parts are up to date, and what it tells to type works. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assemble, writeItems } from "../packages/cli/build/assemble.ts";
import { Catalogue, ITEMS } from "../packages/cli/src/items/catalogue.ts";
import { program } from "../packages/cli/src/program.ts";
import { filledDocuments } from "../scripts/docs/documents.ts";
import { discoverRuntimes, isAvailable } from "../scripts/study/runtimes.ts";

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
    mkdirSync(join(folder, "clone"));
    writeItems(ITEMS, assemble(root));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const block = (name: string): string =>
    new RegExp(`<!-- tested:${name} -->\\s*\`\`\`\\w+\\n([^]*?)\`\`\``).exec(readme)?.[1] ?? "";

  /** In the folder of a clone. @returns what it printed */
  async function triathlon(...args: string[]): Promise<string> {
    let printed = "";
    const print = (text: string): void => void (printed += text);
    const environment = { folder: join(folder, "clone"), catalogue: new Catalogue(), print, fail: () => {} };
    await program(environment, "0.0.0").parseAsync(args, { from: "user" });
    return printed;
  }

  async function runs(...args: string[]): Promise<string> {
    const node = (await discoverRuntimes(root)).find(({ name }) => name === "node");
    if (!node || !isAvailable(node)) throw new Error(node?.reason ?? "node");
    return (await execa(node.binary, args, { cwd: join(folder, "clone"), timeout: 20_000 })).stdout;
  }

  it("gives a pool that runs, an answer to which one, and an update that finds it", { timeout: 120_000 }, async () => {
    writeFileSync(
      join(folder, "my-function.ts"),
      "export const addOne = (x: number) => x + 1;\nexport const inputs = [1, 2];\n",
    );
    const lines = block("copy")
      .trim()
      .split("\n")
      .map((line) => line.replace(/ +#.*$/, "").replace(/^npx -y pnpm@\S+ /, ""));
    const words = lines.map((line) => line.split(" "));
    expect(words.map(([name, command]) => (name === "node" ? name : command))).toEqual([
      "add",
      "node",
      "decide",
      "doctor",
      "update",
    ]);
    const printed: string[] = [];
    for (const [name, ...args] of words) {
      const quick = args[0] === "decide" ? ["--seconds", "1", "--runtimes", "node"] : [];
      printed.push(await (name === "node" ? runs(...args) : triathlon(...args, ...quick)));
    }
    expect(printed[1]).toContain("the sum of all squares below 200,000 is 2666646666700000");
    expect(printed[2]).toContain("Leave addOne as it is");
    expect(printed[4]).toMatch(/Updated node\/thread-pool in \.\.\/pool: .*, as it was/);
  });

  it("gives the first lines of the README a place to run in", async () => {
    await triathlon("add", "node/thread-pool", "--to", "../pool");
    for (const text of block("first").split(/^(?=\/\/ (?:tasks|main)\.ts)/m)) {
      writeFileSync(join(folder, "pool", /^\/\/ (\w+\.ts)/.exec(text)?.[1] ?? ""), text);
    }
    expect(await runs("../pool/main.ts")).toBe("2999997\n5999995\n8999994");
  });
});
