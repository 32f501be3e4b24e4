/** The README keeps its word: generated parts are up to date, and what it tells to type works. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
    symlinkSync(join(root, "packages"), join(folder, "packages"), "junction");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const commands = /<!-- tested:copy -->\s*```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const cases = [
    { runtime: "node", model: "threading", args: [] },
    { runtime: "node", model: "multiprocessing", args: [] },
    { runtime: "deno", model: "threading", args: ["run", "--allow-read"] },
    { runtime: "deno", model: "multiprocessing", args: ["run", "--allow-run=deno"] },
    { runtime: "bun", model: "threading", args: [] },
    { runtime: "bun", model: "multiprocessing", args: [] },
  ];

  it.skipIf(process.platform === "win32").each(cases)(
    "gives $runtime a $model that runs",
    async ({ runtime, model, args }) => {
      const found = (await discoverRuntimes(root)).find(({ name }) => name === runtime);
      if (!found || !isAvailable(found)) throw new Error(found?.reason ?? runtime);
      const script = commands.replace("node-examples", `${runtime}-examples`).replace("src/threading", `src/${model}`);
      await execa("sh", ["-e", "-c", script], { cwd: folder });
      unlinkSync(join(folder, "packages")); // the copy stands alone
      const { stdout } = await execa(found.binary, [...args, "thread-pool/square-numbers.ts"], {
        cwd: folder,
        timeout: 20_000,
        env: { PATH: `${dirname(found.binary)}${delimiter}${process.env["PATH"]}`, NO_COLOR: "1" },
      });
      expect(stdout).toContain("sum of all squares below 10,000,000: 333333283333335000000");
    },
  );
});
