import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { testFolder } from "../../../test/support/test-folder.ts";
import { noServer } from "../../nats-server.ts";
import { REPOSITORY } from "../../repository.ts";
import { createJobsCommand } from "./jobs-command.ts";
import { jobsReport } from "./jobs-report.ts";

const command = (...args: string[]) =>
  execa(process.execPath, ["--import", "tsx", join(REPOSITORY, "scripts/bench-jobs.ts"), ...args], {
    cwd: REPOSITORY,
    reject: false,
  });

test("a smoke run gives a journal, a report and a table, or the reason why there is none, and is not published", async () => {
  const out = join(testFolder(), "run");
  const which = ["--runtime=node", "--arm=pool-nats,jetstream", "--case=round-trip"];
  const { exitCode, stdout, stderr } = await command("--smoke", ...which, `--out=${out}`);
  expect(exitCode, stderr).toBe(0);
  expect(stdout.split("\n").at(-1)).toBe(join(out, "jobs.md"));
  const { rows } = jobsReport.parse(JSON.parse(readFileSync(join(out, "jobs.json"), "utf8")));
  expect(rows.map(({ arm, reason }) => [arm, reason])).toEqual([
    ["pool-nats", noServer ?? null],
    ["jetstream", noServer ?? null],
  ]);
  const again = await command("report", out);
  expect(again.stdout).toBe(stdout);
  expect((await command("report", out, "--publish")).exitCode).toBe(4);
});

test.each([
  [["--runtime", "rhino"], '--runtime must be among node, deno, bun: found "rhino"'],
  [["--arm", "rabbit"], /--arm must be among pool-nats, .*found "rabbit"/],
  [["--case", "nothing"], /--case must be among round-trip, .*found "nothing"/],
  [["--arm", "bullmq-default", "--case", "large"], "wanted at least one arm that has a case, found none"],
  [["--blocks", "0"], '--blocks must be a whole number from 1: found "0"'],
  [["report", "/nowhere"], 'wanted a comparison of jobs, found no "journal.ndjson"'],
])("%j is refused before anything begins", async (args, message) => {
  await expect(createJobsCommand().parseAsync(["node", "bench:jobs", ...args])).rejects.toThrow(message);
});
