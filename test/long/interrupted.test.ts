/** `triathlon add`, killed at any moment, leaves the whole item or nothing, and the next one works. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, it } from "vitest";
import { assemble, writeItems } from "../../packages/cli/build/assemble.ts";
import { Catalogue, ITEMS } from "../../packages/cli/src/items/catalogue.ts";
import { temporaryFolder } from "../cli/support/small-catalogue.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const command = join(root, "packages/cli/src/main.ts");
const args = [command, "add", "node/thread-pool"];

it("is all or nothing when it is killed", async () => {
  writeItems(ITEMS, assemble(root));
  const { files } = new Catalogue().find("node/thread-pool");
  const began = performance.now();
  await execa(process.execPath, args, { cwd: temporaryFolder() });
  const whole = performance.now() - began;
  const ends = { nothing: 0, all: 0 };
  for (let kill = 0; kill < 40; kill++) {
    const folder = temporaryFolder();
    const child = execa(process.execPath, args, { cwd: folder, reject: false });
    // Most of its time it starts; the files come at the end.
    await sleep(whole * (0.6 + kill / 80));
    child.kill("SIGKILL");
    await child;
    const copy = join(folder, "thread-pool");
    ends[existsSync(copy) ? "all" : "nothing"]++;
    if (existsSync(copy)) for (const { path } of files) expect(existsSync(join(copy, path))).toBe(true);
    else await execa(process.execPath, args, { cwd: folder });
    if (existsSync(join(copy, "main.ts"))) await execa(process.execPath, [...args, "--overwrite"], { cwd: folder });
    expect(readdirSync(folder)).toEqual(["thread-pool"]);
  }
  expect(ends.nothing).toBeGreaterThan(0);
});
