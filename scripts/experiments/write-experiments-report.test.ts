import { mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExperimentJournalWriter } from "@triathlon/core/results/experiment";
import { expect, test } from "vitest";
import { writeJson } from "../launch/write-atomically.ts";
import { EVERYTHING, inBlocks, madeUpExperiments, NAMES } from "./fixtures/made-up-experiments.ts";
import { JOURNAL } from "./run-blocks.ts";
import { writeExperimentsReport } from "./write-experiments-report.ts";

const newFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), "triathlon-experiments-")));

function runOf(records: typeof EVERYTHING): string {
  const folder = newFolder();
  const { plan, environment } = madeUpExperiments(records);
  writeJson(join(folder, "plan.json"), plan);
  writeJson(join(folder, "environment.json"), environment);
  using journal = new ExperimentJournalWriter(join(folder, JOURNAL));
  for (const record of records) journal.append(record);
  return folder;
}

const read = (folder: string, name: string): string => readFileSync(join(folder, name), "utf8");

test("the report lies beside the journal and where it is published, and is the same each time", () => {
  const folder = runOf(EVERYTHING);
  const published = join(folder, "published");
  mkdirSync(published);
  const { files, terminal } = writeExperimentsReport(folder, [published]);
  expect(files).toHaveLength(4);
  expect(files.at(-1)).toBe(join(folder, "experiments.md"));
  const first = read(folder, "experiments.md");
  for (const name of ["experiments.json", "experiments.md"]) expect(read(published, name)).toBe(read(folder, name));
  expect(writeExperimentsReport(folder).terminal).toBe(terminal);
  expect(read(folder, "experiments.md")).toBe(first);
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

test("a line that is no record is refused by file and line", () => {
  const folder = runOf(EVERYTHING.slice(0, 1));
  writeFileSync(join(folder, JOURNAL), '{"schemaVersion":2}\n');
  expect(() => writeExperimentsReport(folder)).toThrow(`${JOURNAL}:1: wanted a record of an experiment`);
});
