/** `pnpm bench:server`: every runtime serves under load, and the report is computed again from what was kept. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serverReport } from "../../packages/core/src/results/server-report.ts";
import { execa } from "execa";
import { expect, test } from "vitest";
import { REPOSITORY } from "../../scripts/repository.ts";
import { testFolder } from "../support/test-folder.ts";

const command = (...args: string[]) =>
  execa(process.execPath, ["--import", "tsx", join(REPOSITORY, "scripts/bench-server.ts"), ...args], {
    cwd: REPOSITORY,
    reject: false,
  });

test("a smoke run puts the servers of all runtimes under load", async () => {
  const out = join(testFolder(), "run");
  const { exitCode, stdout, stderr } = await command("--smoke", "--seed=7", `--out=${out}`);
  expect(exitCode, stderr).toBe(0);
  expect(stdout.split("\n").at(-1)).toBe(join(out, "server.md"));
  const report = serverReport.parse(JSON.parse(readFileSync(join(out, "server.json"), "utf8")));
  expect(report.rows).toHaveLength(12);
  for (const { reason, latency, delay } of report.rows) {
    expect(reason).toBeNull();
    expect(latency.p50Seconds.median).toBeGreaterThan(0);
    expect(delay.p50Seconds.n).toBe(1);
  }
  const again = await command("report", out);
  expect(again.stdout).toBe(stdout);
  expect((await command("report", out, "--publish")).exitCode).toBe(4);
});

test.each([
  [["--runtime", "rhino"], '--runtime must be among node, deno, bun: found "rhino"'],
  [["report", "/nowhere"], 'wanted a load test, found no "journal.ndjson"'],
])("%s is refused with exit code 2", async (args, message) => {
  const { exitCode, stderr } = await command(...args);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});
