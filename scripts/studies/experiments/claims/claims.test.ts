/** The claims themselves: what they say of themselves, and that each side of them runs in every runtime. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { claimsReport } from "@triathlon/core/results/claims-report";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { testFolder } from "../../../../test/support/test-folder.ts";
import { claimedAndSeen } from "../../../report/charts/claims.ts";
import { drawSvg } from "../../../report/pictures/draw-svg.ts";
import { PANEL_WIDTH } from "../../../report/pictures/picture.ts";
import { REPOSITORY } from "../../../repository.ts";
import { discoverClaims } from "./discover-claims.ts";

const command = (...args: string[]) =>
  execa(process.execPath, ["--import", "tsx", join(REPOSITORY, "scripts/claims.ts"), ...args], {
    cwd: REPOSITORY,
    reject: false,
  });

describe("every claim", async () => {
  const claims = await discoverClaims();

  test.each(claims)("$name compares what it runs, under names of their own", ({ settings, comparisons }) => {
    for (const smoke of [true, false]) {
      const planned = settings({ smoke });
      for (const { place } of comparisons.flatMap(({ slower, faster }) => [slower, faster])) {
        expect(planned.map((one) => one.place)).toContain(place);
      }
    }
    const all = comparisons.map(({ name }) => name);
    expect(new Set(all).size).toBe(all.length);
  });

  test.each(claims)("$name names where it was published, and holds from no more than is claimed", (claim) => {
    expect(claim.source.address).toMatch(/^https:\/\//);
    for (const text of [claim.says, claim.kept, claim.changed, claim.why]) expect(text).toMatch(/\.”?$/);
    for (const { atLeast, claimed } of claim.comparisons.filter(({ isCause }) => !isCause)) {
      expect(atLeast).toBeGreaterThanOrEqual(1);
      expect(atLeast).toBeLessThanOrEqual(claimed?.least ?? 1);
    }
  });
});

test(
  "the smallest run of all claims gives a record of each side, and a report that is the same again",
  { timeout: 180_000 },
  async () => {
    const out = join(testFolder(), "run");
    const { exitCode, stdout, stderr } = await command("--smoke", "--seed=7", `--out=${out}`);
    expect(exitCode, stderr).toBe(0);
    const read = (name: string): string => readFileSync(join(out, name), "utf8");
    const report = claimsReport.parse(JSON.parse(read("claims.json")));
    expect(report.notCompleted).toEqual([]);
    for (const claim of await discoverClaims()) {
      const reported = report.claims.find(({ name }) => name === claim.name)!;
      const sides = claim
        .settings({ smoke: true })
        .flatMap(({ place }) => ["node", "deno", "bun"].map((runtime) => `${runtime} ${place}`));
      expect(reported.arms.map(({ runtime, place }) => `${runtime} ${place}`).sort()).toEqual(sides.sort());
      // One block says nothing.
      expect(reported.outcome).toBe("not known");
    }
    const picture = claimedAndSeen(report);
    if ("absent" in picture) throw new Error(picture.absent);
    for (const { spec } of picture.panels) {
      expect((await drawSvg(spec, "claims")).width).toBeLessThanOrEqual(PANEL_WIDTH);
    }
    const before = ["claims.json", "claims.md", "claims.svg"].map(read);
    const again = await command("report", out);
    expect(again.stdout).toBe(stdout);
    expect(["claims.json", "claims.md", "claims.svg"].map(read)).toEqual(before);
  },
);

test("--dry-run shows each process of a block, and runs none", async () => {
  const { exitCode, stdout } = await command("--dry-run", "--claim=bun-start", "--runtime=node,bun", "--blocks=3");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("bun-start: Starting Bun");
  expect(stdout.match(/^ {2}(node|bun) bun-start hello$/gm)).toHaveLength(2);
  expect(stdout).toMatch(/^6 processes in all; nothing was run\.$/m);
});

test("list shows the claims with their addresses", async () => {
  const { exitCode, stdout } = await command("list");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /^cpu-work-in-node +How much slower .*\? https:\/\/doi\.org\/10\.60797\/IRJ\.2025\.156\.109$/m,
  );
});

test.each([
  [["--claim", "everything"], /--claim must be among bun-post-string, .*found "everything"/],
  [["report", "/nowhere"], "is this the folder of a run of `pnpm claims`?"],
])("%s is refused with exit code 2 and a message that says what was wanted", async (args, message) => {
  const { exitCode, stderr } = await command(...args);
  expect(stderr).toMatch(message);
  expect(exitCode).toBe(2);
});
