/** `triathlon decide` in every runtime, on what would fool or hold up a naive tool. */
import { readdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test, vi } from "vitest";
import { testFolder } from "../support/test-folder.ts";
import { discoverRuntimes, isAvailable } from "../../scripts/study/runtimes.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const runtimes = (await discoverRuntimes(root)).filter(isAvailable);
const PATH = [...runtimes.map(({ binary }) => dirname(binary)), process.env["PATH"]].join(delimiter);

const decide = (folder: string, typed: readonly string[]) =>
  execa(process.execPath, [join(root, "packages/cli/build/from-clone.ts"), "decide", ...typed], {
    cwd: folder,
    env: { PATH, INIT_CWD: folder },
    reject: false,
  });

function project(files: Record<string, string>): string {
  const folder = testFolder();
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
const left = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith("."));

test.each(runtimes.map(({ name }) => name))("a function that computes is given workers in %s", async (runtime) => {
  const folder = project({
    "count.ts": `export function count(limit: number): number {
  let sum = 0;
  for (let i = 0; i < limit; i++) sum = (sum + Math.sqrt(i) * 7) % 1000;
  return sum;
}
export const inputs = [400_000, 400_001, 400_002, 400_003, 400_004, 400_005];`,
  });
  const { stdout } = await decide(folder, ["count.ts", "--runtimes", runtime, "--seconds", "8"]);
  // Where other programs have the cores, workers bring nothing, and the answer says so.
  expect(stdout).toMatch(
    /^(Use|It has not been told apart whether) (threads|processes) in | {2}- The machine was busy with other things/m,
  );
  expect(left(folder)).toEqual([]);
});

test("what one runtime cannot load is left out there, in its own words, and tried in the others", async () => {
  const folder = project({
    "pick.ts":
      "enum Size { Small, Large }\nexport const pick = (x: number) => Size[x % 2];\nexport const inputs = [1, 2, 3];",
  });
  const { stdout } = await decide(folder, ["pick.ts", "--seconds", "4"]);
  expect(stdout).toContain("Node was not tried: SyntaxError: TypeScript enum is not supported in strip-only mode.");
  expect(stdout).toContain("as it is in Deno");
});

test("a function that never ends is given up", async () => {
  const folder = project({ "hang.ts": "export function hang() { for (;;); }\nexport const inputs = [1];" });
  const { stderr, exitCode } = await decide(folder, ["hang.ts", "--runtimes", "node", "--seconds", "1"]);
  expect(stderr).toContain("did not answer within");
  expect(exitCode).toBe(1);
  expect(left(folder)).toEqual([]);
});

test("a function that eats memory is ended before the machine suffers", async () => {
  const folder = project({
    "eat.ts":
      "const all: Uint8Array[] = [];\nexport const eat = () => { for (let i = 0; i < 20; i++) all.push(new Uint8Array(8e6).fill(1)); };\nexport const inputs = [1];",
  });
  const { stderr } = await decide(folder, ["eat.ts", "--runtimes", "node", "--seconds", "2", "--memory", "600"]);
  expect(stderr).toMatch(/was ended at \d+ MiB of memory: at most 600 MiB are allowed/);
});

test("Ctrl-C gives the answer so far, and leaves neither process nor folder", async () => {
  const folder = project({
    "wait.ts":
      "export const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));\nexport const inputs = [3, 4, 5];",
  });
  const program = decide(folder, ["wait.ts", "--runtimes", "node", "--seconds", "20"]);
  await new Promise((resolve) => setTimeout(resolve, 7000));
  program.kill("SIGINT");
  const { stdout, exitCode } = await program;
  expect(stdout).toMatch(/^So far \(it was ended before its time\): /);
  expect(exitCode).toBe(1);
  expect(left(folder)).toEqual([]);
  const { stdout: running } = await execa("ps", ["-eo", "args"]);
  expect(running).not.toContain(folder);
});

test.runIf(process.platform === "linux")(
  "SIGKILL leaves no process, though the function is busy, and the next decide takes the folder away",
  async () => {
    const folder = project({
      "busy.ts":
        "export function busy(ms: number) { if (ms > 0) for (const until = Date.now() + ms; Date.now() < until; ); return ms; }\nexport const inputs = [60_000];",
    });
    const program = decide(folder, ["busy.ts", "--runtimes", "node", "--seconds", "5"]);
    await vi.waitFor(() => expect(left(folder)).toHaveLength(1), 20_000);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    program.kill("SIGKILL");
    await program;
    await vi.waitFor(async () => {
      const { stdout } = await execa("ps", ["-eo", "args"]);
      expect(stdout).not.toContain(folder);
    }, 5000);
    expect(left(folder)).toHaveLength(1);
    await decide(folder, ["busy.ts", "--runtimes", "node", "--seconds", "1", "--input", "0"]);
    expect(left(folder)).toEqual([]);
  },
);

test("a function that remembers its answers is said to", async () => {
  const folder = project({
    "recall.ts": `const known = new Map<number, number>();
export function recall(x: number): number {
  if (!known.has(x)) { let sum = 0; for (let i = 0; i < 3e6; i++) sum += i % (x + 1); known.set(x, sum); }
  return known.get(x)!;
}
export const inputs = Array.from({ length: 50 }, (_, i) => i);`,
  });
  const { stdout } = await decide(folder, ["recall.ts", "--runtimes", "node", "--seconds", "6"]);
  expect(stdout).toContain("It remembers answers");
  expect(stdout).toMatch(/^Leave recall as it is/);
});
