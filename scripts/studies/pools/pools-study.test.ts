import { fileURLToPath } from "node:url";
import { poolCase, type PoolRecord } from "@triathlon/core/results/pools";
import { expect, test } from "vitest";
import { readJournal } from "../../files/journal.ts";
import { POOLS, type PoolsRun, poolsStudy } from "./pools-study.ts";
import type { Program } from "../../study/execute.ts";
import { silent } from "../../study/progress.ts";
import { runStudy } from "../../study/study.ts";
import type { Contender } from "./contenders.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

const runtime: Program = {
  binary: process.execPath,
  entry: fileURLToPath(new URL("fixtures/fake-run.ts", import.meta.url)),
  arguments: ["{entry}"],
  environment: {},
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

async function run(
  contenders: readonly Contender[],
  { cases = ["mix"], ...changes }: Partial<PoolsRun> & { cases?: PoolRecord["case"][] } = {},
): Promise<Ran> {
  const folder = testFolder();
  const said: string[] = [];
  const list = { entry: runtime.entry, arguments: runtime.arguments, contenders };
  const selection = {
    runtimes: [{ name: "node", list }],
    models: ["threading" as const],
    cases,
    contenders: undefined,
    workers: 2,
    smoke: true,
  };
  const study = poolsStudy({
    runId: "a-run",
    selection,
    runtimes: new Map([["node", runtime]]),
    blocks: 1,
    seed: 1,
    timeLimitSeconds: 20,
    ...changes,
  });
  const { signal } = new AbortController();
  const progress = { ...silent, note: (line: string) => said.push(line) };
  const { failed } = await runStudy(study, { folder, signal, progress });
  return { records: [...readJournal(folder, POOLS)], failed, said };
}

const outcomes = ({ records }: Ran): [string, string, string | null][] =>
  records
    .map(({ contender: name, outcome, reason }): [string, string, string | null] => [name, outcome, reason])
    .sort(([a], [b]) => (a < b ? -1 : 1));

test("a crash and a wrong answer are outcomes with a reason, and no samples", async () => {
  const ran = await run([contender("crashes"), contender("lies")]);
  expect(outcomes(ran)).toEqual([
    ["crashes", "failed", "exited with code 7"],
    ["lies", "failed", "Error: wrong answer: wanted 7, found 8"],
  ]);
  expect(ran.records.every(({ figures }) => figures === null)).toBe(true);
  expect(ran.records.find(({ contender: name }) => name === "crashes")!.stderrTail).toBe("about to crash");
});

test("what hangs in two cases is not tried in a third", async () => {
  const { records } = await run([contender("hangs")], { timeLimitSeconds: 1, cases: ["mix", "map", "at-once"] });
  expect(records.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ["failed", "did not finish within 1 s"],
    ["failed", "did not finish within 1 s"],
    ["skipped", "failed twice: did not finish within 1 s"],
  ]);
});

test("what is known not to run is a record with its reason, and no failure", async () => {
  const ran = await run([contender("gone", "is not on npm")], { blocks: 2 });
  expect(outcomes(ran)).toEqual([
    ["gone", "skipped", "is not on npm"],
    ["gone", "skipped", "is not on npm"],
  ]);
  expect(ran.failed).toBe(0);
});

test("what is known not to run in a case is left out of that case alone", async () => {
  const knows = { ...contender("fine"), notRunIn: { mix: "a wrong answer" } };
  const { records } = await run([knows], { cases: ["mix", "map"] });
  expect(records.map((record) => [record.case, record.outcome, record.reason])).toEqual(
    expect.arrayContaining([
      ["map", "completed", null],
      ["mix", "skipped", "a wrong answer"],
    ]),
  );
});

test("a runtime that is not there is a reason for all its contenders", async () => {
  const ran = await run([contender("fine")], { runtimes: new Map([["node", { reason: "not installed" }]]) });
  expect(outcomes(ran)).toEqual([["fine", "skipped", "not installed"]]);
});

test("every execution of a runtime gets the kernel it was calibrated to", async () => {
  const { records } = await run([contender("fine"), contender("also-fine")]);
  expect(records.map(({ figures, kernelSize }) => [figures!.seconds, kernelSize])).toEqual([
    [[37], 37],
    [[37], 37],
  ]);
});

test.runIf(process.platform === "linux")("memory is read while the pool is idle", async () => {
  const { records } = await run([contender("fine")], { cases: ["idle-memory"] });
  expect(new Set(records.map(({ workers }) => workers))).toEqual(new Set([1, 9]));
  for (const { proportionalMemoryBytes } of records) expect(proportionalMemoryBytes).toBeGreaterThan(2 ** 20);
});
