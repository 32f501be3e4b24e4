/** The main command, for real: every cell, every way to fail, missing runtimes, and being killed at random moments. */
import { randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Plan } from "../../packages/core/src/results/plan.ts";
import type { ExecutionRecord } from "../../packages/core/src/results/record.ts";
import { readJournal } from "../../scripts/files/journal.ts";
import { EXECUTIONS } from "../../scripts/files/journals.ts";
import { totalExecutions } from "../../packages/core/src/results/plan.ts";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const wayward = join(root, "test/long/workloads/wayward.ts");

let out: string;
beforeEach(() => (out = mkdtempSync(join(tmpdir(), "bench-"))));
afterEach(() => rmSync(out, { recursive: true, force: true }));

/** Starts the main command. Everything it starts carries the mark in its environment. */
function bench(args: string[], options: { mark?: string; repository?: string } = {}) {
  const { mark = randomUUID(), repository = root } = options;
  return execa(process.execPath, ["--import", "tsx", "scripts/bench.ts", ...args, "--out", out], {
    cwd: repository,
    env: { BENCH_TEST_MARK: mark },
    reject: false,
  });
}

const latest = (): string => realpathSync(join(out, "latest"));
const records = (): ExecutionRecord[] => [...readJournal(latest(), EXECUTIONS)];
const keyOf = ({ block, position, attempt }: ExecutionRecord): string => `${block} ${position} ${attempt}`;

/** Ids of living processes that carry the mark. */
function marked(mark: string): string[] {
  return readdirSync("/proc").filter((id) => {
    try {
      return /^\d+$/.test(id) && readFileSync(`/proc/${id}/environ`, "utf8").includes(mark);
    } catch {
      return false;
    }
  });
}

describe("bench --smoke", () => {
  it("completes every workload in every model and runtime, with one answer each", async () => {
    const { exitCode, stdout } = await bench(["--smoke"]);
    expect(stdout).toContain("sum-of-squares");
    expect(exitCode).toBe(0);
    const found = records();
    expect(found.filter(({ outcome }) => outcome !== "completed")).toEqual([]);
    const cells = new Set(found.map(({ runtime, model, workload }) => `${runtime} ${model} ${workload}`));
    expect(cells.size).toBe(3 * 4 * 8);
    for (const same of Map.groupBy(found, ({ workload, size }) => `${workload} ${size}`).values()) {
      expect(new Set(same.map(({ checksum }) => checksum)).size).toBe(1);
    }
    const overlapping = found.filter(({ workload, model }) => workload === "sum-of-squares" && model.endsWith("ing"));
    expect(overlapping.filter(({ overlapSeconds }) => overlapSeconds === 0)).toEqual([]);
  });
});

describe("a task that misbehaves", () => {
  it.each([
    ["wrong", /wrong answer/],
    ["crash", /exit(ed)? .*7|WorkerDied/],
    ["hang", /did not finish within 3 s/],
    ["flood", /std(out|err)/], // in a Deno child, logs go to stderr
  ])("is reported as such when it goes %s, and all others complete", async (size, reason) => {
    const args = ["--smoke", "--workload", `${wayward},empty`, "--size", `${size},small`, "--time-limit", "3"];
    const { exitCode } = await bench(args);
    expect(exitCode).toBe(3);
    const [failed, others] = [
      records().filter((r) => r.workload === "wayward"),
      records().filter((r) => r.workload === "empty"),
    ];
    expect(failed).toHaveLength(12);
    for (const record of failed) {
      expect(record, `${record.runtime} ${record.model}`).toMatchObject({
        outcome: "failed",
        reason: expect.stringMatching(reason),
      });
    }
    expect(others).toHaveLength(12);
    expect(others.filter(({ outcome }) => outcome !== "completed")).toEqual([]);
    expect(readFileSync(join(latest(), "report.md"), "utf8")).toContain("wayward");
  });

  it("behaves well otherwise", async () => {
    expect(await bench(["--smoke", "--workload", wayward])).toMatchObject({ exitCode: 0 });
  });
});

describe("a runtime that is not there", () => {
  it.each(["deno", "bun"])("leaves a valid report that says so: %s", async (name) => {
    const repository = mkdtempSync(join(tmpdir(), "without-"));
    try {
      for (const each of ["package.json", "packages", "scripts", "node_modules"]) {
        cpSync(join(root, each), join(repository, each), { recursive: true, verbatimSymlinks: true });
      }
      renameSync(join(repository, "node_modules", name), join(repository, "node_modules", `hidden-${name}`));
      const { exitCode, stdout } = await bench(["--smoke", "--workload", "empty"], { repository });
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(new RegExp(`Not measured: ${name}`, "i"));
      expect(records().filter(({ outcome }) => outcome === "completed")).toHaveLength(8);
      const skipped = records().filter(({ outcome }) => outcome === "skipped");
      expect(skipped.map(({ runtime }) => runtime)).toEqual([name, name, name, name]);
      expect(existsSync(join(latest(), "report.json"))).toBe(true);
    } finally {
      rmSync(repository, { recursive: true });
    }
  });
});

describe.skipIf(!existsSync("/proc/self/environ"))("a run that is ended", () => {
  // Drawn anew each time: the test holds at any moment.
  const moments = (["SIGINT", "SIGTERM", "SIGKILL"] as const).flatMap((signal, index) =>
    Array.from({ length: index === 2 ? 4 : 3 }, () => ({ signal, after: 1500 + Math.round(Math.random() * 12_000) })),
  );

  it.each(moments)("by $signal after $after ms leaves nothing, and can be resumed", async ({ signal, after }) => {
    const mark = randomUUID();
    const args = ["--blocks", "1", "--workload", "sum-of-squares,download-pages,count-words", "--size", "small"];
    const run = bench(args, { mark });
    await sleep(after);
    run.kill(signal);
    await run;
    await sleep(5000);
    expect(marked(mark)).toEqual([]);
    if (!existsSync(join(out, "latest"))) return; // it was ended before it had begun

    const before = existsSync(join(latest(), "journal.ndjson")) ? records() : [];
    const resumed = await bench(["resume"]);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    const after_ = records();
    expect(after_.slice(0, before.length)).toEqual(before);
    expect(new Set(after_.map(keyOf)).size).toBe(after_.length);
    const plan = JSON.parse(readFileSync(join(latest(), "plan.json"), "utf8")) as Plan;
    // Ghosts are executions as well; what was disturbed is there once more.
    expect(after_.filter(({ attempt }) => attempt === 1)).toHaveLength(totalExecutions(plan)!);
    expect(after_.filter(({ outcome }) => outcome !== "completed")).toEqual([]);
  });
});
