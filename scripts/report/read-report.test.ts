import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { analyse } from "../analysis/analyse.ts";
import type { Report } from "../analysis/report.ts";
import type { Verdict } from "../analysis/verdict.ts";
import { cellOf, madeUpRun } from "./fixtures/made-up-run.ts";
import { readReport } from "./read-report.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "triathlon-read-report-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const present = analyse(
  madeUpRun({ cells: ["sequential", "async"].map((model) => cellOf("node", model as "async")), timedBlocks: 9 }),
);

const kept = (value: unknown): Report => {
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify(value));
  return readReport(path);
};

/** The same report as version 3 had it, async with this verdict. */
function version3(verdict: Verdict, low: number, high: number, evidence: { adjustedP: number; margin: number }) {
  const [comparison] = present.comparisons;
  const [control, row] = comparison!.rows;
  const interval = { low, high, coverage: 0.95 };
  const old = { p: 0.01, familySize: 1, secondOpinion: null, ...evidence };
  const speedUp = { ...row!.speedUp, median: Math.sqrt(low * high), interval };
  const { lacks: _, ...rest } = present;
  return {
    ...rest,
    reportVersion: 3,
    comparisons: [{ ...comparison, rows: [control, { ...row, speedUp, verdict, evidence: old }] }],
  };
}

const rowOf = (report: Report) => report.comparisons[0]!.rows[1]!;

test("a report of the present version is read as it is", () => {
  expect(kept(present)).toEqual(present);
});

test.each<[string, Verdict, number, number, number, Verdict]>([
  ["the same within the noise is no longer the same", "equivalent", 0.9, 1.1, 0.6, "inconclusive"],
  ["the same within the margin stays so", "equivalent", 0.99, 1.01, 0.6, "equivalent"],
  ["a sure difference that was undecided leans", "inconclusive", 1.01, 1.1, 0.01, "leans faster"],
  ["and to the other side", "inconclusive", 0.9, 0.99, 0.01, "leans slower"],
  ["what is named stays named", "faster", 1.5, 1.6, 0.01, "faster"],
])("of version 3: %s", (_, was, low, high, adjustedP, is) => {
  const report = kept(version3(was, low, high, { adjustedP, margin: 0.33 }));
  expect(rowOf(report)).toMatchObject({ verdict: is, evidence: { margin: 0.02, threshold: 0.33 } });
  expect(report.comparisons[0]!.sentence).toContain(
    { inconclusive: "not told apart", equivalent: "is as fast as", faster: "times as fast as" }[is as string] ?? is,
  );
  expect(report.lacks).toEqual([
    expect.stringContaining("keeps no ratios of its blocks"),
    expect.stringContaining("Sequential is a pool of one"),
    expect.stringContaining("cache of compiled modules"),
    expect.stringContaining("No passes were added"),
  ]);
});

test("a report of a later version is refused", () => {
  expect(() => kept({ ...present, reportVersion: 99 })).toThrow(/wanted a report, found/);
});
