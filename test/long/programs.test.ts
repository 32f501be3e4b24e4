/** `pnpm bench:pools programs`, once each: every program has a first result, and is in the table. */
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("times copies in two forms, piscina and a bare thread, with Node's compile cache and without", async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "triathlon-programs-test-")));
  try {
    const out = join(folder, "run");
    const args = ["--import", "tsx", "scripts/bench-pools.ts", "programs", "--rounds=1", "--seed=1", `--out=${out}`];
    const { stdout } = await execa(process.execPath, args, { cwd: root });
    const { seconds } = JSON.parse(readFileSync(join(out, "programs.json"), "utf8")) as {
      seconds: Record<string, number[]>;
    };
    const names = ["a copy as `.ts`", "a copy with `--js`", "piscina", "a thread without a pool"];
    expect(Object.keys(seconds)).toEqual(names.flatMap((name) => [name, `${name}, with NODE_COMPILE_CACHE`]));
    for (const [name, [took = 0, ...others]] of Object.entries(seconds)) {
      expect([took > 0, others]).toEqual([true, []]);
      expect(stdout).toContain(`| ${name} | 1 |`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
