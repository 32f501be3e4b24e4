import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compareRuns } from "../compare/compare-runs.ts";
import { readRun } from "../report/read-run.ts";
import { writeReport } from "../report/write-report.ts";
import { importHyperfine } from "./import-command.ts";
import { readHyperfineFile } from "./hyperfine-export.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`../launch/fixtures/${name}.json`, import.meta.url));

let out: string;
beforeEach(() => (out = mkdtempSync(join(tmpdir(), "triathlon-import-"))));
afterEach(() => rmSync(out, { recursive: true, force: true }));

function write(name: string, content: unknown): string {
  const path = join(out, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** As 1.18 writes it. */
const ofOne = (...results: { command: string; times: number[]; exit_codes?: (number | null)[] }[]) => ({
  results: results.map((result) => ({
    ...result,
    mean: 1,
    stddev: 0.1,
    user: 0.5,
    system: 0.25,
    exit_codes: result.exit_codes ?? result.times.map(() => 0),
  })),
});

describe("readHyperfineFile()", () => {
  test.each([
    ["hyperfine-1.15", "hyperfine 1.x", { wallSeconds: 0.058314401, cpuSeconds: 0.02736 + 0.01368, exitCode: 3 }],
    ["hyperfine-1.20", "hyperfine 1.x", { wallSeconds: 1.5, cpuSeconds: 1.375, exitCode: 0 }],
    ["hyperfine-2.0", "hyperfine 2.0.0", { wallSeconds: 1.5, cpuSeconds: 1.375, exitCode: 137 }],
  ])("reads the shape of %s", (name, timer, run) => {
    expect(readHyperfineFile(fixture(name))).toMatchObject({
      timer,
      commands: [{ name: "'node' 'entry.ts' 'order.json'", runs: [run] }],
    });
  });

  test("does not share the mean of CPU times out among several runs", () => {
    const path = write("two.json", ofOne({ command: "sleep 1", times: [1, 2] }));
    expect(readHyperfineFile(path).commands[0]!.runs.map(({ cpuSeconds }) => cpuSeconds)).toEqual([null, null]);
  });

  test.each([
    [{ schema_version: 3, results: [] }, "in the shape of 1.x or 2.0, found"],
    [{ results: [] }, "in the shape of 1.x or 2.0, found"],
    ["nonsense", "in the shape of 1.x or 2.0, found"],
  ])("refuses %j", (content, message) => {
    expect(() => readHyperfineFile(write("other.json", content))).toThrow(message);
  });

  test("names the file that is not there", () => {
    expect(() => readHyperfineFile(join(out, "none.json"))).toThrow(`Cannot import "${join(out, "none.json")}"`);
  });
});

describe("bench import hyperfine", () => {
  test("makes a run that can be reported, each command a workload of its own", async () => {
    const path = write(
      "several.json",
      ofOne(
        { command: "node a.js", times: [0.1, 0.11, 0.12, 0.13, 0.14, 0.15] },
        { command: "/usr/bin/bun a.js", times: [0.2, 0.21] },
        { command: "node a.js", times: [0.3, 0.31], exit_codes: [0, 7] },
      ),
    );
    const folder = await importHyperfine(path, join(out, "runs"));
    const run = readRun(folder);
    expect(run.plan.cells.map(({ runtime, workload }) => [runtime, workload])).toEqual([
      ["node", "node a.js"],
      ["bun", "/usr/bin/bun a.js"],
      ["node", "node a.js (2)"],
    ]);
    const { terminal } = await writeReport(folder);
    expect(terminal).not.toContain("Partial run");
    expect(terminal).toMatch(/node a\.js, imported: command, n = 6\n.*\n.*125 ms \[100–150\]/);
    const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
    expect(report.comparisons.map(({ sideBySide }: { sideBySide: unknown[] }) => sideBySide)).toEqual([[], [], []]);
    expect(report.failures).toMatchObject([{ workload: "node a.js (2)", block: 1, exitCode: 7 }]);
  });

  test("makes runs that can be compared, without pairs", async () => {
    const times = Array.from({ length: 12 }, (_, index) => 1 + index / 1000);
    const files = [1, 1.3].map((factor, index) =>
      write(`${index}.json`, ofOne({ command: "make", times: times.map((time) => time * factor) })),
    );
    const runs = [];
    for (const [index, file] of files.entries()) runs.push(readRun(await importHyperfine(file, join(out, `${index}`))));
    const { method, cells } = compareRuns(runs[0]!, runs[1]!, 0.05);
    expect(method).toBe("unpaired");
    expect(cells).toMatchObject([{ runtime: "command", workload: "make", verdict: "slower", gate: "beyond" }]);
  });

  test("refuses what 2.0 says was measured elsewhere", async () => {
    const content = JSON.parse(readFileSync(fixture("hyperfine-2.0"), "utf8"));
    content.metadata.platform = { os: "Plan9", architecture: "mips" };
    const path = write("elsewhere.json", content);
    await expect(importHyperfine(path, out)).rejects.toThrow(
      "found those of Plan9 mips: import it where it was measured",
    );
  });
});
