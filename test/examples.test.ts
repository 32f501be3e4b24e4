/** Every example runs by the command in its header, in a process of its own, prints what it says, and ends by itself. */
import { globSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { discoverRuntimes, isAvailable } from "../scripts/plan/runtimes.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const runtimes = await discoverRuntimes(root);

/** By the example's name: what must be true of its lines, whatever the scheduling. */
const wanted: Record<string, (lines: string[]) => void> = {
  "load-tables": (lines) => {
    expect(lines.slice(0, 3)).toEqual(["A after 1", "B after 2", "C after 5"].map((text) => `table ${text} units`));
    expect(lines[3]).toMatch(/^8 units in /);
  },
  "square-numbers": (lines) => {
    const parts = lines.filter((line) => line.startsWith("part "));
    expect(parts.sort()).toEqual(Array.from({ length: 10 }, (_, i) => `part ${i} is done`));
    const n = 10_000_000n;
    expect(lines.at(-1)).toBe(`sum of all squares below 10,000,000: ${((n - 1n) * n * (2n * n - 1n)) / 6n}`);
  },
};

const examples = runtimes.flatMap((runtime) => {
  const folder = join(root, "packages", `${runtime.name}-examples`);
  return globSync("src/{async,threading,multiprocessing}/*.ts", { cwd: folder }).flatMap((path) => {
    const run = /^ \* Run: (.+)$/m.exec(readFileSync(join(folder, path), "utf8"))?.[1];
    return run === undefined ? [] : [{ runtime, folder, path, run }];
  });
});

describe("the examples", () => {
  it("are there in all three runtimes", () => {
    expect(examples.length).toBe(3 * Object.keys({ async: 1, threading: 1, multiprocessing: 1 }).length);
  });

  it.each(examples)("$runtime.name: $path", async ({ runtime, folder, path, run }) => {
    if (!isAvailable(runtime)) throw new Error(runtime.reason);
    const [, ...args] = run.split(" ");
    expect(args.at(-1)).toBe(path);
    const { stdout } = await execa(runtime.binary, args, {
      cwd: folder,
      timeout: 20_000,
      // `--allow-run=deno` means the one on PATH.
      env: { PATH: `${dirname(runtime.binary)}${delimiter}${process.env["PATH"]}`, NO_COLOR: "1" },
    });
    const check = wanted[/([\w-]+)\.ts$/.exec(path)?.[1] ?? ""];
    if (!check) throw new Error(`Cannot judge ${path}: say in this test what it must print`);
    check(stdout.split("\n"));
  });
});
