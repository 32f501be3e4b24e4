/** What a run of `bench:decide` says of itself, and with what it is not gone on with. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeQuietly } from "../../files/write-files.ts";
import type { Beside } from "../../study/execute.ts";
import type { AvailableRuntime } from "../../study/runtimes.ts";
import { ENVIRONMENT } from "../pools/fixtures/made-up-pools.ts";
import { refuseOther } from "./bench-decide-command.ts";
import { decideStudy } from "./decide-study.ts";
import { writeDecisions } from "./fixtures/made-up-decisions.ts";
import { writeDecideReport } from "./write-decide-report.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "triathlon-decisions-"));
});
afterEach(() => removeQuietly(folder));

test("a run goes on at the commit and in the version in which it began, and says what is other", () => {
  const refused = (now: Partial<typeof ENVIRONMENT>) => () =>
    refuseOther("run", ENVIRONMENT, { ...ENVIRONMENT, ...now });
  expect(refused({ startedAt: 1, loadAverage: 9 })).not.toThrow();
  expect(refused({ commit: "fedcba9876543210" })).toThrow(
    'Cannot go on with the run in "run": wanted commit 0123456789ab, as it began with, found commit fedcba987654: ',
  );
  expect(refused({ modified: true })).toThrow("found commit 0123456789ab with local changes");
  expect(refused({ runtimes: [{ runtime: "node", version: "26.11.0", engine: null }] })).toThrow(
    "wanted Node 26.10.0, as it began with, found Node 26.11.0",
  );
});

test("the page says where, when and at which commit it was measured, and what was left out", () => {
  const failed = { outcome: "failed" as const, reason: "as it is, it did not end in time" };
  const of = (index: number) => (index === 3 ? failed : {});
  writeDecisions(folder, { environment: ENVIRONMENT, runtime: "node", workloads: 10, of });
  const { terminal } = writeDecideReport(folder);
  expect(terminal).toContain(
    "Measured 2026-01-02 03:04 UTC with Node 26.10.0 on Made-up CPU, 2 CPUs usable of 2, commit 0123456789ab: run 2026-01-02-030405, 10 workloads of seed 1, 8 seconds for each advice, load average 0.0 at the start.",
  );
  expect(terminal).toContain(
    "Left out: 1 workload that could not be measured: json 5 µs (as it is, it did not end in time).",
  );
  expect(terminal).toMatch(/^\| decide \| 9 \| 100 % \|/m);
  expect(readFileSync(join(folder, "decide-node.md"), "utf8")).toBe(terminal);
});

test("what fails ends the run, which can be gone on with; what fails because it was interrupted is no error", async () => {
  const file = join(folder, "no-folder");
  writeFileSync(file, "");
  const plan = { runId: "run", runtime: "node" as const, workloads: 1, seconds: 1, truthSeconds: 1, seed: 1 };
  // Nothing else of a runtime and of what runs beside is looked at before it fails.
  const study = decideStudy(file, plan, { binary: "node" } as AvailableRuntime);
  const execute = (signal: AbortSignal) => study.execute(0, { signal } as Beside);
  await expect(execute(new AbortController().signal)).rejects.toThrow();
  expect(await execute(AbortSignal.abort())).toEqual({ outcome: "failed", reason: "interrupted" });
});
