import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { analyse } from "../analysis/analyse.ts";
import { cellOf, type MadeUp, madeUpRecords, madeUpRun, writeRun } from "../report/fixtures/made-up-run.ts";
import { createExportCommand, formatNames, loadFormat } from "./export-command.ts";
import { testFolder } from "../../test/support/test-folder.ts";

const CELLS = [cellOf("node", "sequential"), cellOf("node", "threading"), cellOf("bun", "sequential")];
const MADE: MadeUp = {
  cells: CELLS,
  memoryBlocks: 1,
  lagBlocks: 1,
  change: ({ runtime, model, block }) =>
    runtime === "bun"
      ? { outcome: "failed", reason: 'a "quoted", reason', iterationSeconds: [] }
      : { iterationSeconds: [(model === "threading" ? 0.5 : 1) + block / 100] },
};
const exported = async (format: string): Promise<string> => (await loadFormat(format)).render(analyse(madeUpRun(MADE)));

test("there are the four formats", () => {
  expect(formatNames()).toEqual(["bencher", "csv", "github-action-benchmark", "markdown"]);
});

/** As Bencher's JSON Schema has it. */
const metric = z.strictObject({
  value: z.number(),
  lower_value: z.number().optional(),
  upper_value: z.number().optional(),
});
const bmf = z.record(z.string().min(1).max(1024), z.record(z.string().regex(/^[a-z-]{1,64}$/), metric));

test("bencher: nanoseconds with their bounds, and nothing of a cell without a time", async () => {
  const metrics = bmf.parse(JSON.parse(await exported("bencher")));
  expect(Object.keys(metrics)).toEqual(["node/sequential/sum-of-squares/large", "node/threading/sum-of-squares/large"]);
  expect(metrics["node/threading/sum-of-squares/large"]).toEqual({
    latency: { value: 0.54e9, lower_value: expect.closeTo(0.51e9), upper_value: expect.closeTo(0.57e9) },
    "whole-process": { value: 2e9, lower_value: 2e9, upper_value: 2e9 },
    "cpu-time": { value: 2e9, lower_value: 2e9, upper_value: 2e9 },
    "peak-memory": { value: 50 * 2 ** 20 },
    "loop-delay": { value: 0.02e9 },
  });
});

test("github-action-benchmark: an entry for each time, the interval as its range", async () => {
  expect(JSON.parse(await exported("github-action-benchmark"))).toEqual([
    expect.objectContaining({ name: "node/sequential/sum-of-squares/large", unit: "s", value: 1.04 }),
    {
      name: "node/threading/sum-of-squares/large",
      unit: "s",
      value: 0.54,
      range: "[510–570]",
      extra: "n = 7\nwhole process: 2.00 s\nCPU: 2.00 s\nrun 2026-01-02-030405",
    },
  ]);
});

test("csv: a line for each cell, empty where nothing was measured", async () => {
  const [header, ...lines] = (await exported("csv")).split("\r\n");
  expect(header!.split(",").slice(0, 12)).toEqual(
    "runtime,model,workers,concurrency,workload,size,verdict,checksum,completed,failed,skipped,steadySeconds".split(
      ",",
    ),
  );
  expect(lines).toHaveLength(4); // and the end of the last one
  expect(new Set(lines.slice(0, 3).map((line) => line.split(",").length))).toEqual(
    new Set([header!.split(",").length]),
  );
  const figure = (name: string): string | undefined => lines[0]!.split(",")[header!.split(",").indexOf(name)];
  expect([figure("loopDelayP99Seconds"), figure("loopDelayMaxSeconds")]).toEqual(["0.02", "0.03"]);
  expect(lines[2]).toMatch(/^bun,sequential,1,,sum-of-squares,large,,,0,9,0,,,,0,/);
});

test("markdown: a table with what has no time named as failed", async () => {
  const lines = (await exported("markdown")).trim().split("\n");
  expect(lines).toHaveLength(5);
  expect(lines[3]).toContain("| node/threading/sum-of-squares/large | 540 ms [510–570] |");
  expect(lines[3]).toContain("| 50.0 MiB | 30.0 ms | 7 |");
  expect(lines[4]).toContain("| bun/sequential/sum-of-squares/large | failed |");
});

test("cells that differ in their workers alone have them in their names", async () => {
  const several = madeUpRun({ cells: [2, 4].map((workers) => cellOf("node", "threading", { workers })) });
  const { render } = await loadFormat("bencher");
  expect(Object.keys(JSON.parse(render(analyse(several))))).toEqual([
    "node/threading/sum-of-squares/large/2",
    "node/threading/sum-of-squares/large/4",
  ]);
});

describe("bench export", () => {
  let out: string;
  beforeAll(() => {
    out = testFolder();
    writeRun(join(out, "run-1"), madeUpRecords(MADE));
  });
  const parse = (...args: string[]) =>
    createExportCommand().parseAsync(["run-1", "--runs", out, ...args], { from: "user" });

  test("writes the file it is told to", async () => {
    const file = join(out, "figures.csv");
    await parse("--format", "csv", "--out", file);
    expect(readFileSync(file, "utf8")).toBe(await exported("csv"));
  });

  test("names the formats there are when it is asked for another", async () => {
    await expect(parse("--format", "xml")).rejects.toThrow(
      'Cannot export: --format must be among bencher, csv, github-action-benchmark, markdown: found "xml"',
    );
  });
});
