import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cellOf, madeUpRecords, writeRun } from "./fixtures/made-up-run.ts";
import { writePageRun } from "./fixtures/page-run.ts";
import { joinedReports } from "./join-reports.ts";
import { publishRun } from "../files/publish-run.ts";
import { BENCH } from "./publish-report.ts";
import { writeReport } from "./write-report.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "triathlon-join-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("runs of two machines have a table each, with where it was measured, and no figure of both", async () => {
  const [one, other] = [join(folder, "one"), join(folder, "other")];
  writePageRun(one);
  await writeReport(one);
  publishRun(one, join(folder, "published"), BENCH, []);
  const cells = [cellOf("node", "sequential"), cellOf("node", "threading")];
  const environment = { cpuModel: "Another CPU", availableParallelism: 16, logicalCpus: 16 };
  writeRun(
    other,
    madeUpRecords({
      cells,
      environment,
      change: ({ model }) => (model === "threading" ? { iterationSeconds: [0.25] } : {}),
    }),
  );
  const [first, second, ...more] = joinedReports([join(folder, "published"), other]).split(/^(?=## )/m);
  expect(more).toEqual([]);
  expect(first).toMatch(/^## Made-up CPU, 2 CPUs usable of 4\n[^]*\| blur-image, small[^]*Measured .* on Made-up CPU/);
  expect(first).not.toContain("Another CPU");
  expect(second).toMatch(/^## Another CPU, 16 CPUs usable of 16\n[^]*\*\*4\.00\*\*[^]*Measured .* on Another CPU/);
  expect(second).not.toContain("blur-image");
});

test("a folder that holds no run is refused", () => {
  expect(() => joinedReports([folder])).toThrow(/plan\.json": wanted a plan, found no readable file/);
});
