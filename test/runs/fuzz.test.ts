import { expect, test } from "vitest";
import type { ExecutionRecord } from "../../packages/core/src/results/record.ts";
import { refuserOf } from "../../scripts/report/refuse-record.ts";
import { readJournal } from "../../scripts/files/journal.ts";
import { EXECUTIONS } from "../../scripts/files/journals.ts";
import { exportedRows } from "../../scripts/export/exported-rows.ts";
import type { Report } from "../../scripts/analysis/report.ts";
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

const namesOf = ({ comparisons }: Report): string => comparisons.map(({ workload, size }) => workload + size).join(" ");

const planted: [bug: string, subject: Partial<Subject>, found: RegExp][] = [
  [
    "records of other runs, and records that are there twice, are counted",
    {
      readRun: (folder) => {
        const plan = readPlan(folder);
        const refuse = refuserOf(plan);
        const lenient = (record: ExecutionRecord): string | null =>
          refuse(record)?.replace(/^wanted (each execution once|a record of run).*/s, "") || null;
        const records = readJournal(folder, EXECUTIONS, lenient);
        return runOf({ plan, environment: readEnvironment(folder), records });
      },
    },
    /another run is counted|counted twice/,
  ],
  [
    "the terminal's commands are passed on",
    {
      markdown: (report) => markdown(report) + namesOf(report),
    },
    /commands a terminal|an element of somebody's in Markdown/,
  ],
  [
    "text is not escaped in CSV",
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
    {
      page: (report) => SUBJECT.page(report) + namesOf(report),
    },
    /an element of somebody's in the page|commands a terminal/,
  ],
];

test.each(planted)("cases of the same kind find a bug that is planted: %s", (_, bug, found) => {
  expect(fuzzRuns(2026, { cases: 2000, subject: { ...SUBJECT, ...bug } }).failure).toMatch(found);
});
