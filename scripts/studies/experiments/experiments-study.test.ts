import { fileURLToPath } from "node:url";
import type { ExperimentRecord } from "@triathlon/core/results/experiment";
import { expect, test } from "vitest";
import { readJournal } from "../../files/journal.ts";
import { EXPERIMENTS, type ExperimentsRun, experimentsStudy } from "./experiments-study.ts";
import type { Program } from "../../study/execute.ts";
import { silent } from "../../study/progress.ts";
import { runStudy } from "../../study/study.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

const runtime: Program = {
  binary: process.execPath,
  entry: fileURLToPath(new URL("fixtures/fake-run.ts", import.meta.url)),
  arguments: ["{entry}"],
  environment: {},
};

interface Ran {
  records: ExperimentRecord[];
  failed: number;
}

async function run(
  places: readonly (string | { place: string; notRun: string })[],
  changes: Partial<ExperimentsRun> = {},
): Promise<Ran> {
  const folder = testFolder();
  const settings = places.map((place) => ({
    ...(typeof place === "string" ? { place } : place),
    setting: {},
    amount: { value: 5 },
  }));
  const fake = { name: "fake", title: "Fake", question: "What?", blocks: 1, timeLimitSeconds: 20 };
  const study = experimentsStudy({
    runId: "a-run",
    selection: {
      runtimes: ["node"],
      experiments: [{ ...fake, settings: () => settings }],
      smoke: true,
      blocks: 1,
    },
    runtimes: new Map([["node", runtime]]),
    seed: 1,
    ...changes,
  });
  const { signal } = new AbortController();
  const { failed } = await runStudy(study, { folder, signal, progress: silent });
  return { records: [...readJournal(folder, EXPERIMENTS)], failed };
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

test("a crash and a failure are outcomes with a reason, and no figures", async () => {
  const ran = await run(["crashes", "fails"]);
  expect(outcomes(ran)).toEqual([
    ["crashes", "failed", "exited with code 7"],
    ["fails", "failed", "Error: wrong answer: wanted 7, found 8"],
  ]);
  expect(ran.records.map(({ figures }) => figures)).toEqual([{}, {}]);
  expect(ran.records.find(({ place }) => place === "crashes")!.stderrTail).toBe("about to crash");
});

test("what there is nothing to run for, and a runtime that is not there, are records with the reason", async () => {
  const known = await run([{ place: "fine", notRun: "shares no memory" }]);
  expect(outcomes(known)).toEqual([["fine", "skipped", "shares no memory"]]);
  expect(known.failed).toBe(0);
  const gone = await run(["fine"], { runtimes: new Map([["node", { reason: "not installed" }]]) });
  expect(outcomes(gone)).toEqual([["fine", "skipped", "not installed"]]);
});
