import { expect, test } from "vitest";
import { readJournal } from "../../scripts/files/journal.ts";
import { EXECUTIONS } from "../../scripts/files/journals.ts";
import { exportedRows } from "../../scripts/export/exported-rows.ts";
import { runOf } from "../../scripts/analysis/run.ts";
import { render as markdown } from "../../scripts/report/formats/markdown.ts";
import { readEnvironment, readPlan } from "../../scripts/report/read-run.ts";
import { fuzzRuns, type Subject, SUBJECT } from "./support/fuzz-runs.ts";

// `test/long` tries ten thousand.
test("whatever is done to the files of a run, it is refused by a sentence, or shown with nothing of it obeyed: 300 cases", () => {
  const { failure, refused, cases } = fuzzRuns(2026, { cases: 300 });
  expect(failure).toBe(undefined);
  // Were nearly all refused, nothing would be tried of what is shown.
  expect(refused / cases).toBeGreaterThan(0.2);
  expect(refused / cases).toBeLessThan(0.8);
});

const planted: [bug: string, seed: number, subject: Partial<Subject>, found: RegExp][] = [
  [
    "records of other runs, and records that are there twice, are counted",
    3,
    {
      readRun: (folder) =>
        runOf({
          plan: readPlan(folder),
          environment: readEnvironment(folder),
          records: readJournal(folder, EXECUTIONS),
        }),
    },
    /outcomes in \d+ blocks|n = \d+ of \d+|kept busy/,
  ],
  [
    "the terminal's commands are passed on",
    5,
    {
      markdown: (report) => `${markdown(report)}${report.environment.cpuModel}${report.runId}`,
    },
    /commands a terminal|an element of somebody's in Markdown/,
  ],
  [
    "text is not escaped in CSV",
    3,
    {
      csv: (report) =>
        exportedRows(report)
          .map(({ name, workload }) => `${name},${workload}\r\n`)
          .join(""),
    },
    /CSV|commands a terminal/,
  ],
  [
    "text is not escaped in the page",
    2026,
    {
      page: (report) =>
        `${SUBJECT.page(report)}${report.comparisons.map(({ summary, kind }) => summary + kind).join("")}`,
    },
    /an element of somebody's in the page|commands a terminal/,
  ],
];

test.each(planted)("so many cases find a bug that is planted: %s", (_, seed, bug, found) => {
  expect(fuzzRuns(seed, { cases: 300, subject: { ...SUBJECT, ...bug } }).failure).toMatch(found);
});
