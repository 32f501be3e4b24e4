import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ExperimentRecord } from "@triathlon/core/results/experiment";
import { expect, test } from "vitest";
import { leftBehind } from "../../study/fixtures/left-behind.ts";
import { silent } from "../../study/progress.ts";
import type { ProbeRuntime } from "./execute-probe.ts";
import { readJournal } from "../../files/journal.ts";
import { EXPERIMENTS } from "../../files/journals.ts";
import { type ExperimentRun, runBlocks } from "./run-blocks.ts";

const MARK = `mark-${process.pid}`;

const runtime: ProbeRuntime = {
  binary: process.execPath,
  entry: fileURLToPath(new URL("fixtures/fake-run.ts", import.meta.url)),
  arguments: ["{entry}"],
  environment: { FAKE_EXPERIMENTS: MARK },
};

interface Ran {
  records: ExperimentRecord[];
  failed: number;
  said: string[];
}

async function run(
  places: readonly (string | { place: string; notRun: string })[],
  {
    blocks = 1,
    timeLimitSeconds = 20,
    ...changes
  }: Partial<ExperimentRun> & { blocks?: number; timeLimitSeconds?: number } = {},
): Promise<Ran> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "triathlon-experiments-")));
  const said: string[] = [];
  const settings = places.map((place) => ({
    ...(typeof place === "string" ? { place } : place),
    setting: {},
    amount: { value: 5 },
  }));
  const failed = await runBlocks({
    folder,
    runId: "a-run",
    selection: {
      runtimes: ["node"],
      experiments: [
        { name: "fake", title: "Fake", question: "What?", blocks, timeLimitSeconds, settings: () => settings },
      ],
      smoke: true,
      blocks,
    },
    runtimes: new Map([["node", runtime]]),
    seed: 1,
    signal: new AbortController().signal,
    progress: { ...silent, note: (line) => said.push(line) },
    ...changes,
  });
  return { records: [...readJournal(folder, EXPERIMENTS)], failed, said };
}

const outcomes = ({ records }: Ran): [string, string, string | null][] =>
  records
    .map(({ place, outcome, reason }): [string, string, string | null] => [place, outcome, reason])
    .sort(([a], [b]) => (a < b ? -1 : 1));

test("what a probe answers is a record with its figures and notes", async () => {
  const { records, failed } = await run(["fine"]);
  expect(records[0]).toMatchObject({
    runId: "a-run",
    experiment: "fake",
    runtimeVersion: "1.2.3",
    place: "fine",
    figures: { value: [5] },
    notes: { place: "fine" },
  });
  expect(failed).toBe(0);
});

test("what hangs is ended with all it started and reported, and the rest goes on", async () => {
  const ran = await run(["hangs", "fine"], { timeLimitSeconds: 2 });
  expect(outcomes(ran)).toEqual([
    ["fine", "completed", null],
    ["hangs", "failed", "did not finish within 2 s"],
  ]);
  expect(ran.failed).toBe(1);
  if (process.platform === "linux") expect(leftBehind(`FAKE_EXPERIMENTS=${MARK}`)).toEqual([]);
});

test("a crash and a failure are outcomes with a reason, and no figures", async () => {
  const ran = await run(["crashes", "fails"]);
  expect(outcomes(ran)).toEqual([
    ["crashes", "failed", "exited with code 7\nabout to crash"],
    ["fails", "failed", "Error: wrong answer: wanted 7, found 8"],
  ]);
  expect(ran.records.map(({ figures }) => figures)).toEqual([{}, {}]);
  expect(ran.said).toContain("failed: node fake fails: Error: wrong answer: wanted 7, found 8");
});

test("what failed twice is left out of later blocks", async () => {
  const { records } = await run(["fails"], { blocks: 3 });
  expect(records.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "skipped"]);
  expect(records.map(({ block }) => block)).toEqual([0, 1, 2]);
});

test("what there is nothing to run for, and a runtime that is not there, are records with the reason", async () => {
  const known = await run([{ place: "fine", notRun: "shares no memory" }]);
  expect(outcomes(known)).toEqual([["fine", "skipped", "shares no memory"]]);
  expect(known.failed).toBe(0);
  const gone = await run(["fine"], { runtimes: new Map([["node", { reason: "not installed" }]]) });
  expect(outcomes(gone)).toEqual([["fine", "skipped", "not installed"]]);
  expect(gone.said).toContain("not run: node: not installed");
});

test("an abort ends the run, and what was interrupted leaves no record", async () => {
  const controller = new AbortController();
  const running = run(["hangs"], { signal: controller.signal });
  setTimeout(() => controller.abort(), 1500);
  expect((await running).records).toEqual([]);
  if (process.platform === "linux") expect(leftBehind(`FAKE_EXPERIMENTS=${MARK}`)).toEqual([]);
});
