import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ServerRecord } from "@triathlon/core/results/server";
import { serverReport } from "@triathlon/core/results/server-report";
import { describe, expect, test } from "vitest";
import { serverLoad } from "../../report/charts/server-load.ts";
import { PANEL_WIDTH } from "../../report/pictures/picture.ts";
import { drawSvg } from "../../report/pictures/draw-svg.ts";
import { analyseServers } from "./analyse-server.ts";
import { ENVIRONMENT, madeUpServers, serverRecordOf } from "./fixtures/made-up-servers.ts";
import { SERVERS, SMOKE } from "./server-study.ts";
import { writeServerReport } from "./write-server-report.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

function runOf(records: readonly ServerRecord[]): string {
  const folder = testFolder();
  writeFileSync(join(folder, "environment.json"), JSON.stringify(ENVIRONMENT));
  writeFileSync(join(folder, SERVERS.file), records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  return folder;
}

const failing = serverRecordOf({ runtime: "node", connections: 1, block: 6, place: "pool" }, 0, 0, {
  outcome: "failed",
  reason: "exited with code 7",
  latencySeconds: [],
  delaySeconds: [],
  loadedSeconds: null,
});

describe("analyseServers()", () => {
  const { rows, ...report } = analyseServers(madeUpServers(), ENVIRONMENT);

  test("has a row for each server and load: runtime by runtime, the handler before the pool", () => {
    expect(rows.map(({ runtime, connections, place }) => `${runtime} ${connections} ${place}`)).toEqual([
      "node 1 inline",
      "node 1 pool",
      "node 10 inline",
      "node 10 pool",
      "bun 1 inline",
      "bun 1 pool",
      "bun 10 inline",
      "bun 10 pool",
    ]);
    expect(report).toMatchObject({ blocks: 6, smoke: false, below: 1_000_000, loadSeconds: 10 });
  });

  test("each figure is one of each block, and the median of these", () => {
    const { answersPerSecond, latency, delay } = rows[2]!;
    expect(answersPerSecond).toMatchObject({ n: 6, median: 10 });
    expect(latency.p50Seconds.median).toBeCloseTo(0.1025, 6);
    expect(latency.p50Seconds.interval).toMatchObject({ low: 0.1, high: expect.closeTo(0.105, 6) });
    // The hundredth of a hundred is ten times the others: a hundredth of the way from the 99th to it.
    expect(latency.p99Seconds.median).toBeCloseTo(0.1025 * 1.09, 6);
    expect(delay.maxSeconds.median).toBeCloseTo(1.025, 6);
  });

  test("what failed is counted with its reason, and gives no figure", () => {
    const [, row] = analyseServers([...madeUpServers(), failing], ENVIRONMENT).rows;
    expect(row).toMatchObject({ completed: 6, failed: 1, reason: "exited with code 7" });
    expect(row!.latency.p50Seconds.n).toBe(6);
  });

  test("a shorter load, or less work, is a smoke run", () => {
    const records = madeUpServers();
    expect(analyseServers([{ ...records[0]!, ...SMOKE }, ...records.slice(1)], ENVIRONMENT).smoke).toBe(true);
  });
});

describe("writeServerReport()", () => {
  test("writes figures, text and picture; the same records give the same bytes", async () => {
    const folder = runOf([...madeUpServers(), failing]);
    const { terminal, files, unfit } = await writeServerReport(folder);
    expect(unfit).toEqual([]);
    expect(files.map((file) => file.slice(folder.length + 1))).toEqual(["server.svg", "server.json", "server.md"]);
    serverReport.parse(JSON.parse(readFileSync(join(folder, "server.json"), "utf8")));
    expect(terminal).toContain("| Node | 10 | in the handler | 10.0 [10.0–10.0] | 103 ms [100–105] |");
    expect(terminal).toContain("- Node, in the pool, 1 connection: failed in 1 block: exited with code 7");
    const before = files.map((file) => readFileSync(file, "utf8"));
    expect(before[2]).toContain("![Does a server stay free while it computes?](server.svg)");
    await writeServerReport(folder);
    expect(files.map((file) => readFileSync(file, "utf8"))).toEqual(before);
  });

  test("a run of which nothing was completed has no picture, and its report says why", async () => {
    const { terminal, files } = await writeServerReport(runOf([failing]));
    expect(files).toHaveLength(2);
    expect(terminal).toContain("exited with code 7");
  });

  test("a folder without a load test is refused", async () => {
    await expect(writeServerReport(runOf([]))).rejects.toThrow('wanted records in "journal.ndjson", found none');
  });
});

describe("the picture", () => {
  const picture = serverLoad(analyseServers(madeUpServers(), ENVIRONMENT));
  if ("absent" in picture) throw new Error(picture.absent);

  test("says how late the loop is with the most requests at a time", () => {
    expect(picture.sentence).toBe(
      "With 10 requests at a time, 99 of 100 timers in the server's loop are late by at most 112 ms with the work in the handler and 1.09 ms with the work in the pool.",
    );
  });

  test("is drawn on the narrowest screen, a panel for each runtime", async () => {
    expect(picture.panels.map(({ title }) => title)).toEqual(["Node", "Bun"]);
    for (const { spec } of picture.panels) {
      const { width, content } = await drawSvg(spec, "server");
      expect(width).toBeLessThanOrEqual(PANEL_WIDTH);
      expect(content).not.toMatch(/NaN|undefined|Infinity|null/);
      for (const words of ["in the handler", "in the pool", "10 at a time"]) expect(content).toContain(words);
    }
    for (const row of picture.table.rows) expect(row).toHaveLength(picture.table.header.length);
  });
});
