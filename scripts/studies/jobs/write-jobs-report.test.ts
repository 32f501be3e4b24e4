import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JobsRecord } from "@triathlon/core/results/jobs";
import { describe, expect, test } from "vitest";
import { testFolder } from "../../../test/support/test-folder.ts";
import { analyseJobs } from "./analyse-jobs.ts";
import { CASES } from "./cases.ts";
import { ENVIRONMENT, jobsRecordOf, madeUpJobs } from "./fixtures/made-up-jobs.ts";
import { jobsReport } from "./jobs-report.ts";
import { JOBS } from "./jobs-study.ts";
import { writeJobsReport } from "./write-jobs-report.ts";

function runOf(records: readonly JobsRecord[]): string {
  const folder = testFolder();
  writeFileSync(join(folder, "environment.json"), JSON.stringify(ENVIRONMENT));
  writeFileSync(join(folder, JOBS.file), records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  return folder;
}

describe("analyseJobs()", () => {
  const { rows, ...report } = analyseJobs(madeUpJobs(), ENVIRONMENT);

  test("has a row for each runtime, case and arm, in the order of their lists", () => {
    expect(rows.map(({ runtime, case: name, arm }) => `${runtime} ${name} ${arm}`)).toEqual([
      "node round-trip pool-nats",
      "node round-trip jetstream",
      "node at-once pool-nats",
      "node at-once jetstream",
      "node recovery jetstream",
      "node restart bullmq-default",
      "bun round-trip jetstream",
    ]);
    expect(report).toMatchObject({ blocks: 6, smoke: false, seed: 1 });
  });

  test("a figure is the median over the blocks, and a ratio that to JetStream by hand in the same block", () => {
    expect(rows[2]).toMatchObject({ completed: 6, seconds: { n: 6, median: 6, interval: { low: 6, high: 12 } } });
    expect(rows[2]!.beside).toMatchObject({ n: 6, median: expect.closeTo(3, 6) });
    expect(rows[3]!.beside.median).toBeNull();
    expect(rows.at(-1)!.seconds).toMatchObject({ n: 1, median: 0.002, interval: null });
  });

  test("each killed worker and all lost jobs are told, and are no times of jobs", () => {
    expect(rows[4]).toMatchObject({ recoverySeconds: [29.5, 28, 30], seconds: { n: 0 } });
    expect(rows[5]).toMatchObject({ completed: 3, accepted: 3003, lost: 3000, seconds: { n: 0 } });
  });

  test("fewer jobs than a case has are a smoke run", () => {
    const small = jobsRecordOf({ arm: "jetstream", case: "large", ...CASES.large.smoke }, { seconds: [1, 1] });
    expect(analyseJobs([small], ENVIRONMENT).smoke).toBe(true);
  });
});

describe("writeJobsReport()", () => {
  const reason = "redis-server was not found on PATH: install it";
  const missing = (["round-trip", "large"] as const).map((name) =>
    jobsRecordOf({ arm: "bullmq", case: name, outcome: "skipped", reason }, null),
  );

  test("writes figures and text; the same records give the same bytes", () => {
    const folder = runOf([...madeUpJobs(), ...missing]);
    const { terminal, files, unfit } = writeJobsReport(folder);
    expect(unfit).toEqual([]);
    expect(files.map((file) => file.slice(folder.length + 1))).toEqual(["jobs.json", "jobs.md"]);
    jobsReport.parse(JSON.parse(readFileSync(join(folder, "jobs.json"), "utf8")));
    expect(terminal).toContain(
      "| Node | `DistributedPool`, NATS | 3.00 ms [3.00–6.00] | 3.00× [3.00–3.00] | 6.00 s [6.00–12.0] | 3.00× [3.00–3.00] |  |  |",
    );
    expect(terminal).toContain(
      "| runtime | jobs by | one there and back | beside JetStream by hand | 10,000 at once |",
    );
    expect(terminal).toContain("| Bun | JetStream by hand | 2.00 ms | – |  |  |  |  |");
    expect(terminal).toContain("| Node | JetStream by hand | `ack_wait` 30 s | 3 | 28.0 to 30.0 s |");
    expect(terminal).toMatch(/\| Node \| BullMQ, Redis as it comes \| .*`save .*` \| 3 \| 3,003 \| 3,000 \|/);
    const before = files.map((file) => readFileSync(file, "utf8"));
    writeJobsReport(folder);
    expect(files.map((file) => readFileSync(file, "utf8"))).toEqual(before);
  });

  test("what was not measured, or failed, is told once for a reason with all its cases", () => {
    const failed = jobsRecordOf(
      { arm: "bullmq", case: "at-once", runtime: "bun", outcome: "failed", reason: "did not finish within 30 s" },
      null,
    );
    const { terminal } = writeJobsReport(runOf([...madeUpJobs(), ...missing, failed]));
    expect(terminal).toContain(
      "- Node, BullMQ, Redis with its append-only file, one there and back and 1 MiB there and back: not measured: redis-server was not found on PATH: install it",
    );
    expect(terminal).toMatch(/- Bun, BullMQ, .*, all at once: failed: did not finish within 30 s/);
    expect(terminal).toContain("| Bun | BullMQ, Redis with its append-only file |  |  | failed | – |  |  |");
  });

  test("a folder without a comparison of jobs is refused", () => {
    expect(() => writeJobsReport(runOf([]))).toThrow('wanted records in "journal.ndjson", found none');
    expect(() => writeJobsReport(testFolder())).toThrow(/wanted a comparison of jobs, found no "journal.ndjson"/);
  });
});
