import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { poolCase, type PoolRecord } from "@triathlon/core/results/pools";
import { expect, test } from "vitest";
import { leftBehind } from "../../study/fixtures/left-behind.ts";
import { silent } from "../../study/progress.ts";
import type { Contender } from "./contenders.ts";
import type { PoolRuntime } from "./execute-pool.ts";
import { readJournal } from "../../files/journal.ts";
import { POOLS } from "../../files/journals.ts";
import { type PoolRun, runRounds } from "./run-rounds.ts";

const MARK = `mark-${process.pid}`;

const runtime: PoolRuntime = {
  binary: process.execPath,
  entry: fileURLToPath(new URL("fixtures/fake-run.ts", import.meta.url)),
  arguments: ["{entry}"],
  environment: { FAKE_POOLS: MARK },
};

const contender = (name: string, notRun: string | null = null): Contender => ({
  name,
  model: "threading",
  role: "peer",
  version: null,
  adapter: name,
  options: {},
  notRun,
  cases: poolCase.options,
  notRunIn: {},
});

interface Ran {
  records: PoolRecord[];
  failed: number;
  said: string[];
}

async function run(contenders: readonly Contender[], changes: Partial<PoolRun> = {}): Promise<Ran> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "triathlon-pools-")));
  const said: string[] = [];
  const list = { entry: runtime.entry, arguments: runtime.arguments, contenders };
  const failed = await runRounds({
    folder,
    selection: {
      runtimes: [{ name: "node", list }],
      models: ["threading"],
      cases: ["mix"],
      contenders: undefined,
      workers: 2,
      smoke: true,
    },
    runtimes: new Map([["node", runtime]]),
    rounds: 1,
    seed: 1,
    timeLimitSeconds: 20,
    signal: new AbortController().signal,
    progress: { ...silent, note: (line) => said.push(line) },
    ...changes,
  });
  return { records: [...readJournal(folder, POOLS)], failed, said };
}

const outcomes = ({ records }: Ran): [string, string, string | null][] =>
  records
    .map(({ contender: name, outcome, reason }): [string, string, string | null] => [name, outcome, reason])
    .sort(([a], [b]) => (a < b ? -1 : 1));

test("what hangs is ended with all it started and reported, and the rest goes on", async () => {
  const ran = await run([contender("hangs"), contender("fine")], { timeLimitSeconds: 2 });
  expect(outcomes(ran)).toEqual([
    ["fine", "completed", null],
    ["hangs", "failed", "did not finish within 2 s"],
  ]);
  expect(ran.failed).toBe(1);
  expect(ran.said).toContain("failed: node threading hangs mix 2 workers: did not finish within 2 s");
  if (process.platform === "linux") expect(leftBehind(`FAKE_POOLS=${MARK}`)).toEqual([]);
});

test("a crash and a wrong answer are outcomes with a reason, and no samples", async () => {
  const ran = await run([contender("crashes"), contender("lies")]);
  expect(outcomes(ran)).toEqual([
    ["crashes", "failed", "exited with code 7"],
    ["lies", "failed", "Error: wrong answer: wanted 7, found 8"],
  ]);
  expect(ran.records.every(({ figures }) => figures === null)).toBe(true);
  expect(ran.records.find(({ contender: name }) => name === "crashes")!.stderrTail).toBe("about to crash");
});

test("what failed twice is left out of later rounds", async () => {
  const ran = await run([contender("crashes"), contender("fine")], { rounds: 3 });
  expect(outcomes(ran).filter(([name]) => name === "crashes")).toEqual([
    ["crashes", "failed", "exited with code 7"],
    ["crashes", "failed", "exited with code 7"],
    ["crashes", "skipped", "failed twice: exited with code 7"],
  ]);
  expect(ran.failed).toBe(2);
  expect(ran.records.filter(({ outcome }) => outcome === "completed").map(({ round }) => round)).toEqual([1, 2, 3]);
});

test("what hangs in two cases is not tried in a third", async () => {
  const list = { entry: runtime.entry, arguments: runtime.arguments, contenders: [contender("hangs")] };
  const { records } = await run([], {
    timeLimitSeconds: 1,
    selection: {
      runtimes: [{ name: "node", list }],
      models: ["threading"],
      cases: ["mix", "map", "at-once"],
      contenders: undefined,
      workers: 2,
      smoke: true,
    },
  });
  expect(records.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ["failed", "did not finish within 1 s"],
    ["failed", "did not finish within 1 s"],
    ["skipped", "failed twice: did not finish within 1 s"],
  ]);
});

test("what is known not to run is a record with its reason, and no failure", async () => {
  const ran = await run([contender("gone", "is not on npm")], { rounds: 2 });
  expect(outcomes(ran)).toEqual([["gone", "skipped", "is not on npm"]]);
  expect(ran.failed).toBe(0);
});

test("what is known not to run in a case is left out of that case alone", async () => {
  const knows = { ...contender("fine"), notRunIn: { mix: "a wrong answer" } };
  const list = { entry: runtime.entry, arguments: runtime.arguments, contenders: [knows] };
  const { records } = await run([], {
    selection: {
      runtimes: [{ name: "node", list }],
      models: ["threading"],
      cases: ["mix", "map"],
      contenders: undefined,
      workers: 2,
      smoke: true,
    },
  });
  expect(records.map((record) => [record.case, record.outcome, record.reason])).toEqual([
    ["mix", "skipped", "a wrong answer"],
    ["map", "completed", null],
  ]);
});

test("a runtime that is not there is a reason for all its contenders", async () => {
  const ran = await run([contender("fine")], { runtimes: new Map([["node", { reason: "not installed" }]]) });
  expect(outcomes(ran)).toEqual([["fine", "skipped", "not installed"]]);
  expect(ran.said).toContain("not run: node: not installed");
});

test("every execution of a runtime gets the kernel it was calibrated to", async () => {
  const { records } = await run([contender("fine"), contender("also-fine")]);
  expect(records.map(({ figures, kernelSize }) => [figures!.seconds, kernelSize])).toEqual([
    [[37], 37],
    [[37], 37],
  ]);
});

test.runIf(process.platform === "linux")("memory is read while the pool is idle", async () => {
  const { records } = await run([contender("fine")], {
    selection: {
      runtimes: [{ name: "node", list: { entry: "", arguments: [], contenders: [contender("fine")] } }],
      models: ["threading"],
      cases: ["idle-memory"],
      contenders: undefined,
      workers: 2,
      smoke: true,
    },
  });
  expect(new Set(records.map(({ workers }) => workers))).toEqual(new Set([1, 9]));
  for (const { proportionalMemoryBytes } of records) expect(proportionalMemoryBytes).toBeGreaterThan(2 ** 20);
});

test("an abort ends the run, and what was interrupted leaves no record", async () => {
  const controller = new AbortController();
  const running = run([contender("hangs")], { signal: controller.signal });
  setTimeout(() => controller.abort(), 1500);
  expect((await running).records).toEqual([]);
});
