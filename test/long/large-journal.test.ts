import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cellOf, madeUpRecords, writeRun } from "../../scripts/report/fixtures/made-up-run.ts";

const REPORT = fileURLToPath(new URL("../../scripts/report.ts", import.meta.url));
const MODELS = ["sequential", "async", "threading", "multiprocessing"] as const;
const CELLS = ["node", "deno", "bun"].flatMap((runtime) =>
  MODELS.flatMap((model) =>
    Array.from({ length: 8 }, (_, index) => cellOf(runtime, model, { workload: `workload-${index}` })),
  ),
);
const MOST_BYTES = 500 * 2 ** 20;

/** With fifty passes in place of one: a journal whose passes were kept would take 40 MB more, and garbage with them. */
const MOST_GROWTH = 1.15;

/** Loaded before the command, and said at its end: the process's peak resident set, and its CPU time. */
const WATCH = `data:text/javascript,${encodeURIComponent(`
  process.on("exit", () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    process.stderr.write(JSON.stringify({ bytes: maxRSS * 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));
  });
`)}`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "triathlon-large-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the report of 100,000 records takes at most 500 MiB, and no more with fifty passes in each than with one", async () => {
  const [one, fifty] = [await peakOfReport(1), await peakOfReport(50)];
  expect(Math.max(one, fifty)).toBeLessThan(MOST_BYTES);
  expect(fifty / one).toBeLessThan(MOST_GROWTH);
});

/** In bytes, of the command in a process of its own. */
async function peakOfReport(passes: number): Promise<number> {
  const run = madeUpRecords({
    cells: CELLS,
    timedBlocks: 1041,
    change: ({ block, position }) => ({
      iterationSeconds: Array.from(
        { length: passes },
        (_, pass) => 1 + ((block * 7919 + position * 104_729 + pass * 31) % 1000) / 1000,
      ),
    }),
  });
  expect(run.records.length).toBeGreaterThan(100_000);
  writeRun(folder, run);
  const began = performance.now();
  const { exitCode, stderr } = await execa(process.execPath, ["--import", "tsx", "--import", WATCH, REPORT, folder], {
    reject: false,
    stdout: "ignore",
  });
  const wallSeconds = (performance.now() - began) / 1000;
  console.log(`${run.records.length} records of ${passes} passes: ${wallSeconds.toFixed(1)} s, ${stderr}`);
  expect(exitCode).toBe(0);
  return (JSON.parse(stderr) as { bytes: number }).bytes;
}
