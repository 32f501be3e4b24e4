import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeJson } from "../../files/write-files.ts";
import { EVERYTHING, inBlocks, madeUpExperiments, NAMES } from "./fixtures/made-up-experiments.ts";
import { analyseExperiments } from "./analysis/analyse-experiments.ts";
import { experimentSection } from "./experiments-markdown.ts";
import { JournalWriter } from "../../files/journal.ts";
import { EXPERIMENTS } from "./experiments-study.ts";
import { writeExperimentsReport } from "./write-experiments-report.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

function runOf(records: typeof EVERYTHING): string {
  const folder = testFolder();
  const { plan, environment } = madeUpExperiments(records);
  writeJson(join(folder, "plan.json"), plan);
  writeJson(join(folder, "environment.json"), environment);
  using journal = new JournalWriter(folder, EXPERIMENTS);
  for (const record of records) journal.append(record);
  return folder;
}

const read = (folder: string, name: string): string => readFileSync(join(folder, name), "utf8");

test("the report lies beside the journal, and is the same each time", () => {
  const folder = runOf(EVERYTHING);
  const { files, terminal } = writeExperimentsReport(folder);
  expect(files).toEqual(["experiments.json", "experiments.md"].map((name) => join(folder, name)));
  const first = read(folder, "experiments.md");
  expect(writeExperimentsReport(folder).terminal).toBe(terminal);
  expect(read(folder, "experiments.md")).toBe(first);
});

test("a part of a run says so, on its page and on the terminal, and is not fit to be published", () => {
  const folder = runOf(EVERYTHING);
  const { plan } = madeUpExperiments(EVERYTHING);
  writeJson(join(folder, "plan.json"), {
    ...plan,
    experiments: plan.experiments.map((each) => ({ ...each, settings: 1000 })),
  });
  const { terminal, unfit } = writeExperimentsReport(folder);
  const said = /^Partial run: [\d,]+ of [\d,]+ planned executions are in the journal\.$/;
  expect(unfit).toEqual([expect.stringMatching(said)]);
  for (const text of [terminal, read(folder, "experiments.md")]) expect(text).toContain(`> ${unfit[0]}`);
});

test("each experiment is a section with its question, its command and a table", () => {
  const folder = runOf(EVERYTHING);
  writeExperimentsReport(folder);
  const sections = read(folder, "experiments.md").split("\n## ");
  for (const name of NAMES) {
    const section = sections.find((one) => one.startsWith(`Title of ${name}`));
    expect(section, name).toContain(`What of ${name}?`);
    expect(section, name).toContain(`pnpm experiments --only ${name} --blocks 6 --seed 7`);
    expect(section, name).toMatch(/^\| --- \|/m);
  }
});

test("figures stand with their intervals, and a break-even that was not found says on which side it lies", () => {
  const shared = { payloadBytes: 65_536, crossing: "shared", workers: 2 };
  const never = inBlocks(6, "crossover", "threading", shared, () => ({
    sizes: [1, 10],
    workSeconds: [1e-6, 1e-5],
    speedUp: [0.1, 0.5],
  }));
  const folder = runOf([...EVERYTHING, ...never]);
  writeExperimentsReport(folder);
  const markdown = read(folder, "experiments.md");
  expect(markdown).toContain("| threading | none | – | 31.6 µs [31.6–31.6] |");
  expect(markdown).toContain("| threading | 64 KiB | shared | above 10.0 µs |");
  expect(markdown).toContain("| promise | 60 ns [60–60], 100 B [100–100] |");
  expect(markdown).toContain(
    "Node, interference, multiprocessing contend on Atomics: not run: processes share no memory",
  );
});

test("a break-even that some blocks never came to is not known, and the table says of how many that is so", () => {
  const transferred = { payloadBytes: 65_536, crossing: "transferred", workers: 2 };
  const open = inBlocks(6, "crossover", "threading", transferred, (block) => ({
    sizes: [1, 10],
    workSeconds: [1e-6, 1e-5],
    speedUp: [0.5, block === 0 ? 0.9 : 2],
  }));
  const folder = runOf([...EVERYTHING, ...open]);
  writeExperimentsReport(folder);
  const markdown = read(folder, "experiments.md");
  expect(markdown).toContain("| threading | 64 KiB | transferred | not known here (never in some blocks) |");
  expect(markdown).toContain("Of 2 figures 1 are known: 0 have an interval that is too wide, and of 1 no interval");
});

test("interference shows the pairs that differ, how many were tried, and how many chance alone would make", () => {
  const quiet = inBlocks(6, "interference", "threading", { noise: "allocate" }, (block) => ({
    computeAlonePerSecond: [100 + block],
    computeNoisyPerSecond: [102],
    memoryAlonePerSecond: [101],
    memoryNoisyPerSecond: [100],
  }));
  const folder = runOf([...EVERYTHING, ...quiet]);
  writeExperimentsReport(folder);
  const markdown = read(folder, "experiments.md");
  expect(markdown).toContain("Of 4 pairs that were tried 1 differ from 1,");
  expect(markdown).toMatch(/\| Node \| threading \| sweep memory \| ≈ \| 2\.04× \[2\.00–2\.08\] \|/);
  expect(markdown).not.toContain("| allocate |");
});

test("of a few ticks the longest delay is shown, and no percentile beside it", () => {
  const many = inBlocks(6, "loop-delay", "process", { function: "readFileSync" }, () => ({
    delaySeconds: Array.from({ length: 100 }, (_, index) => index / 1e4),
    callSeconds: [0.01],
  }));
  const markdownOf = (records: typeof EVERYTHING): string => {
    const folder = runOf(records);
    writeExperimentsReport(folder);
    return read(folder, "experiments.md");
  };
  expect(markdownOf(EVERYTHING)).not.toContain("99th percentile");
  expect(markdownOf(many)).toContain("| median delay | 99th percentile | longest delay |");
});

test("a section that another page quotes brings the run's warnings, its blocks and its load along", () => {
  const { plan, environment, records } = madeUpExperiments(EVERYTHING);
  const busy = analyseExperiments({ plan, environment: { ...environment, loadAverage: 5.6 }, records });
  for (const name of ["what-to-use", "crossover"]) {
    const section = experimentSection(busy, name)!;
    expect(section).toContain("> The machine was busy when this run began: load average 5.6 on");
    expect(section).toContain("run 2026-01-02-030405, 6 blocks, seed 7, load average 5.6 at the start.");
  }
  expect(experimentSection(analyseExperiments({ plan, environment, records }), "crossover")).not.toContain("> ");
});

test("a line that is no record is refused by file and line", () => {
  const folder = runOf(EVERYTHING.slice(0, 1));
  writeFileSync(join(folder, EXPERIMENTS.file), '{"schemaVersion":2}\n');
  expect(() => writeExperimentsReport(folder)).toThrow(`${EXPERIMENTS.file}:1: wanted a record of an experiment`);
});
