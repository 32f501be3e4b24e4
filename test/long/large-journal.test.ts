import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test, onTestFinished } from "vitest";
import { cellOf, madeUpRun, writeRun } from "../../scripts/report/fixtures/made-up-run.ts";

const REPORT = fileURLToPath(new URL("../../scripts/report.ts", import.meta.url));
const MODELS = ["sequential", "async", "threading", "multiprocessing"] as const;
const MOST_BYTES = 500 * 2 ** 20;

const ITERATIONS = 20;

test(`the report of a journal of 100,000 records with ${ITERATIONS} passes each takes at most 500 MiB`, async () => {
  const folder = mkdtempSync(join(tmpdir(), "triathlon-large-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const cells = ["node", "deno", "bun"].flatMap((runtime) =>
    MODELS.flatMap((model) =>
      Array.from({ length: 8 }, (_, index) => cellOf(runtime, model, { workload: `workload-${index}` })),
    ),
  );
  const change = ({ block, position }: { block: number; position: number }) => ({
    iterationSeconds: Array.from(
      { length: ITERATIONS },
      (_, pass) => 1 + ((block * 7919 + position * 104_729 + pass * 31) % 1000) / 1000,
    ),
  });
  const run = madeUpRun({ cells, timedBlocks: 1041, change });
  expect(run.records.length).toBeGreaterThan(100_000);
  writeRun(folder, run);
  const began = performance.now();
  const program = `await import(${JSON.stringify(REPORT)}); const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); process.stderr.write(JSON.stringify({ bytes: maxRSS * 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));`;
  const { exitCode, stderr } = await execa(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", program, "--", folder],
    { reject: false, stdout: "ignore" },
  );
  console.log(
    `report of ${run.records.length} records: ${((performance.now() - began) / 1000).toFixed(1)} s, ${stderr}`,
  );
  expect(exitCode).toBe(0);
  expect((JSON.parse(stderr) as { bytes: number }).bytes).toBeLessThan(MOST_BYTES);
});
