/**
 * Reads, analyses and shows runs whose files were valid before they were changed, in this process, as the commands do.
 *
 *     a valid run ─▶ one change or two   ─▶ read ─▶ analyse ─▶ every format
 *                                            ╰─ refused by a sentence: well       ╰─ and every promise held: well
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureAnswer, order } from "../../../packages/core/src/results/order.ts";
import type { MeasureAnswer, Order } from "../../../packages/core/src/results/order.ts";
import { poolOrder } from "../../../packages/core/src/results/pools.ts";
import { type ExecutionRecord, record, SCHEMA_VERSION } from "../../../packages/core/src/results/record.ts";
import { analyse } from "../../../scripts/analysis/analyse.ts";
import { type Report, report } from "../../../scripts/analysis/report.ts";
import type { Run } from "../../../scripts/analysis/run.ts";
import { EVERYTHING, madeUpExperiments } from "../../../scripts/studies/experiments/fixtures/made-up-experiments.ts";
import { writeExperimentsReport } from "../../../scripts/studies/experiments/write-experiments-report.ts";
import { render as csv } from "../../../scripts/export/formats/csv.ts";
import { render as exportedMarkdown } from "../../../scripts/export/formats/markdown.ts";
import { EXECUTIONS, LANES } from "../../../scripts/files/journals.ts";
import { EXPERIMENTS } from "../../../scripts/studies/experiments/experiments-study.ts";
import { POOLS } from "../../../scripts/studies/pools/pools-study.ts";
import { cellName, findCells } from "../../../scripts/analysis/cell-name.ts";
import {
  benchStudy,
  executionsOfBlock,
  figuresOf,
  type PlannedExecution,
} from "../../../scripts/studies/bench/bench-study.ts";
import { foreignNames } from "../../../scripts/studies/bench/bench-runs.ts";
import { below, createRandom, type Random } from "../../../packages/core/src/statistics/random.ts";
import { ENVIRONMENT, poolRecordOf } from "../../../scripts/studies/pools/fixtures/made-up-pools.ts";
import { writePoolsReport } from "../../../scripts/studies/pools/write-pools-report.ts";
import { printable } from "../../../scripts/printable.ts";
import { madeUpLanes } from "../../../scripts/report/fixtures/page-run.ts";
import { cellOf, madeUpRecords } from "../../../scripts/report/fixtures/made-up-run.ts";
import { render as json } from "../../../scripts/report/formats/json.ts";
import { render as markdown } from "../../../scripts/report/formats/markdown.ts";
import { render as terminal } from "../../../scripts/report/formats/terminal.ts";
import { render as page } from "../../../scripts/report/formats/html.ts";
import { lanesOf, readRun } from "../../../scripts/report/read-run.ts";
import { recipe } from "../../../scripts/repro/recipe.ts";
import { UsageError } from "../../../scripts/usage-error.ts";
import { HOSTILE_TEXT, mutated, mutatedText } from "./mutate.ts";

/** What is tried: a test hands in one with a bug, and it has to be found. */
export interface Subject {
  readRun: (folder: string) => Run;
  analyse: (run: Run) => Report;
  markdown: (report: Report) => string;
  csv: (report: Report) => string;
  page: (report: Report) => string;
}

export const SUBJECT: Subject = {
  readRun,
  analyse: (run) => report.parse(analyse(run)),
  markdown: (found) => markdown(found),
  csv,
  page: (found) => page(found, []),
};

export interface Fuzzed {
  cases: number;
  /** How many were refused by a sentence; the others have a report. */
  refused: number;
  /** The first promise that was broken, with the seed and the case that show it. */
  failure: string | undefined;
}

/** @param cases how many; each depends on the seed and its own number alone */
export function fuzzRuns(seed: number, { cases, subject = SUBJECT }: { cases: number; subject?: Subject }): Fuzzed {
  const folder = mkdtempSync(join(tmpdir(), "triathlon-fuzz-"));
  let refused = 0;
  try {
    for (let number = 0; number < cases; number++) {
      try {
        const began = performance.now();
        if (tryCase(number, createRandom(seed, number), folder, subject) === "refused") refused++;
        const milliseconds = performance.now() - began;
        if (Object.keys(Object.prototype).length > 0) throw new Broken("changed what all objects have");
        if (milliseconds > MOST_MILLISECONDS) throw new Broken(`kept busy for ${milliseconds.toFixed(0)} ms`);
      } catch (error) {
        const what = error instanceof Broken ? error.message : `not a sentence: ${(error as Error).stack}`;
        return { cases, refused, failure: `seed ${seed}, case ${number}: ${printable(what)}` };
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { cases, refused, failure: undefined };
}

/** Far more than any takes on a machine that has other things to do. */
const MOST_MILLISECONDS = 5000;

class Broken extends Error {}

type Files = Record<string, string>;

function tryCase(number: number, random: Random, folder: string, subject: Subject): "refused" | "reported" {
  const kind = number % 10;
  if (kind === 8) return tryOrder(random);
  if (kind === 9) return tryAnswer(random);
  const [files, look]: [Files, () => string[]] =
    kind === 7
      ? [poolFiles(random), () => [writePoolsReport(folder).terminal]]
      : kind === 6
        ? [experimentFiles(random), () => [writeExperimentsReport(folder).terminal]]
        : [benchFiles(random), () => lookAtBench(folder, subject)];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, text] of Object.entries(changed(files, random))) writeFileSync(join(folder, name), text);
  try {
    const texts = look();
    if (kind < 6) for (const text of texts) expectHarmless(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (!/^Cannot [^]+/.test(error.message) || /^\s+at .*:\d+\)?$/m.test(error.message)) {
      throw new Broken(`refused without a sentence: ${error.message}`);
    }
    return "refused";
  }
  return "reported";
}

/** One change or two: with more, everything is refused at once. */
function changed(files: Files, random: Random): Files {
  const result = below(3, random) === 0 ? renamed(files, random) : { ...files };
  for (let changes = 1 + Number(below(3, random) === 0); changes > 0; changes--) {
    const names = Object.keys(result);
    // The journal is what there is most of, and what most can happen to.
    const journal = names.find((each) => each.endsWith(".ndjson"))!;
    const name = below(2, random) === 0 ? journal : names.at(below(names.length, random))!;
    const text = result[name] ?? "";
    result[name] = below(3, random) === 0 ? mutatedText(text, random) : changedValue(text, random);
  }
  return result;
}

/** One name, in all files alike: then nothing is refused for not being of the same run. */
function renamed(files: Files, random: Random): Files {
  const names = [
    "sum-of-squares",
    "large",
    "2026-01-02-030405",
    "triathlon",
    "overlap",
    "ladder",
    "Made-up CPU",
    "node",
  ];
  const name = JSON.stringify(names.at(below(names.length, random)));
  const other = JSON.stringify(HOSTILE_TEXT.at(below(HOSTILE_TEXT.length, random)));
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [file, text.replaceAll(name, other)]));
}

/** In a journal, one line is changed. What an earlier change left that is no JSON stays so. */
function changedValue(text: string, random: Random): string {
  const lines = text.split("\n").filter((line) => line !== "");
  const at = below(lines.length, random);
  try {
    const line = JSON.stringify(mutated(JSON.parse(lines.at(at)!), random));
    return [...lines.slice(0, at), line, ...lines.slice(at + 1), ""].join("\n");
  } catch {
    return mutatedText(text, random);
  }
}

const linesOf = (records: readonly object[]): string => records.map((each) => `${JSON.stringify(each)}\n`).join("");

function benchFiles(random: Random): Files {
  const models = ["sequential", "async", "threading", "multiprocessing"] as const;
  const cells = ["node", "bun"].flatMap((runtime) =>
    models.slice(0, 1 + below(4, random)).map((model) => cellOf(runtime, model)),
  );
  const made = madeUpRecords({
    cells,
    timedBlocks: 1 + below(8, random),
    memoryBlocks: below(2, random),
    lagBlocks: below(2, random),
    change: ({ runtime }) =>
      runtime === "bun" && below(9, random) === 0
        ? { outcome: "failed", reason: "no", stderrTail: "words", iterationSeconds: [] }
        : { iterationSeconds: [1 + below(100, random) / 100], observations: { requests: below(9, random) } },
  });
  return {
    "plan.json": JSON.stringify(made.plan),
    "environment.json": JSON.stringify(made.environment),
    [EXECUTIONS.file]: linesOf(made.records),
    [LANES.file]: linesOf([
      madeUpLanes(
        { runtime: "node", model: "threading", workload: "sum-of-squares", workers: 2, concurrency: null },
        [5, 7],
      ),
    ]),
  };
}

function experimentFiles(random: Random): Files {
  const names = EVERYTHING.map(({ experiment }) => experiment);
  const chosen = names.at(below(names.length, random))!;
  const made = madeUpExperiments(EVERYTHING.filter(({ experiment }) => experiment === chosen));
  return {
    "plan.json": JSON.stringify(made.plan),
    "environment.json": JSON.stringify(made.environment),
    [EXPERIMENTS.file]: linesOf([...made.records]),
  };
}

function poolFiles(random: Random): Files {
  const blocks = 1 + below(7, random);
  const records = ["triathlon", "piscina", "raw-batched", "raw-one-in-flight"].flatMap((contender) =>
    Array.from({ length: blocks }, (_, block) => poolRecordOf(contender, "at-once", block, 1 + below(9, random) / 10)),
  );
  return { "environment.json": JSON.stringify(ENVIRONMENT), [POOLS.file]: linesOf(records) };
}

/** Everything that is shown of a run. @throws {Broken} where a figure cannot be one of this run */
function lookAtBench(folder: string, subject: Subject): string[] {
  const run = subject.readRun(folder);
  const found = subject.analyse(run);
  lanesOf(folder, run.plan.runId);
  foreignNames(run.plan);
  expectPlausible(found, run);
  if (existsSync(join(folder, EXECUTIONS.file))) {
    expectOwn(readFileSync(join(folder, EXECUTIONS.file), "utf8"), run.plan.runId);
  }
  const first = run.plan.cells.at(0)!;
  findCells(cellName(first), run.plan.cells);
  const recipes = recipe(first, run, "pnpm");
  if (recipes.split("\n").some((line) => line !== "" && !/^(# |git checkout [0-9a-f]+$|npx -y pnpm )/.test(line))) {
    if (!/'[^]*\n/.test(recipes)) throw new Broken(`a recipe with a line of somebody's: ${recipes}`);
  }
  const html = subject.page(found);
  if ((html.match(/<script|<img|<svg/g) ?? []).length !== 1) throw new Broken("an element of somebody's in the page");
  const lines = subject.csv(found).split("\r\n").slice(0, -1);
  const fields = lines.map((line) => [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^",]*)/g)].length);
  if (new Set(fields).size > 1) throw new Broken("lines of CSV of different lengths");
  if (/(^|,)"?[=@]/m.test(lines.join("\n"))) throw new Broken("a formula in CSV");
  const report = subject.markdown(found);
  if (/(^|[^\\])<(?!\/?sub>|br>)/.test(report.replace(/^(`{3,})text\n[^]*?\n\1$/gm, ""))) {
    throw new Broken("an element of somebody's in Markdown");
  }
  return [report, exportedMarkdown(found), terminal(found), json(found), html, lines.join("\n")];
}

/** By the bytes of the journal: every record in it is of this run, and there once. */
function expectOwn(text: string, runId: string): void {
  const seen = new Set<string>();
  for (const line of text.split("\n").slice(0, -1)) {
    const { runId: found, block, ghost, attempt, ...rest } = JSON.parse(line) as ExecutionRecord;
    if (found !== runId) throw new Broken("a record of another run is counted");
    const name = JSON.stringify([cellName(rest), rest.workers, rest.concurrency, block, ghost, attempt]);
    if (seen.has(name)) throw new Broken("a record is counted twice");
    seen.add(name);
  }
}

function expectPlausible(found: Report, { plan, executions }: Run): void {
  if (executions.length > plan.cells.length * 400) throw new Broken("more executions than were planned");
  for (const { rows } of found.comparisons) {
    for (const row of rows) {
      const { steadySeconds, coldSeconds, speedUp } = row;
      const most = plan.timedBlocks ?? 0;
      if (steadySeconds.n > most) throw new Broken(`n = ${steadySeconds.n} of ${most}`);
      const { completed, failed, skipped } = row.outcomes;
      const blocks = most + plan.memoryBlocks + plan.lagBlocks;
      if (completed + failed + skipped > blocks)
        throw new Broken(`${completed + failed + skipped} outcomes in ${blocks} blocks`);
      for (const { median, interval } of [steadySeconds, coldSeconds, speedUp]) {
        if (median !== null && !(Number.isFinite(median) && median >= 0)) throw new Broken(`a median of ${median}`);
        if (interval && !(interval.low <= median! && median! <= interval.high))
          throw new Broken("a median outside of its interval");
      }
    }
  }
}

function expectHarmless(text: string): void {
  const found = /(?![\r\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.exec(text);
  if (found)
    throw new Broken(
      `what commands a terminal is shown: ${JSON.stringify(text.slice(found.index - 20, found.index + 20))}`,
    );
  if (/\bNaN\b|Infinity\b|\[object|\bundefined\b/.test(text.replace(/<script>[^]*<\/script>|data-value="NaN"/g, ""))) {
    throw new Broken(
      `what is no figure is shown: ${/.{0,40}(NaN|Infinity|\[object|undefined).{0,20}/.exec(text)?.[0]}`,
    );
  }
}

const ORDER: Order = {
  do: "measure",
  workload: "file:///w.ts",
  size: "small",
  parameters: {},
  place: { folder: "/f", files: null, site: null },
  answer: "/a.json",
  model: "threading",
  workers: 2,
  concurrency: null,
  pass: "time",
  iterations: 1,
  warmups: 0,
  settleSeconds: 0,
  expectedChecksum: "",
  barrier: null,
  jobs: null,
};

/** An order is what its schema says, or none: nothing else than what it says is in it once it is read. */
function tryOrder(random: Random): "refused" | "reported" {
  const changedOrder = mutated(ORDER, random);
  const parsed = order.safeParse(changedOrder);
  if (poolOrder.safeParse(changedOrder).success) throw new Broken("an order of another study was taken");
  if (!parsed.success) return "refused";
  const known = new Set(Object.keys(ORDER));
  const more = Object.keys(parsed.data).filter((key) => !known.has(key));
  if (more.length > 0) throw new Broken(`an order with more in it: ${more.join()}`);
  return "reported";
}

const ANSWER: MeasureAnswer = {
  outcome: "completed",
  measurement: {
    runtimeVersion: "1.0.0",
    checksum: "ab".repeat(32),
    firstSeconds: 1,
    iterationSeconds: [1, 2],
    warmupSeconds: [1],
    added: { wallSeconds: 1, cpuSeconds: 1 },
    cpuSeconds: 1,
    cpuSecondsReason: null,
    workerIds: ["1"],
    workIntervals: [{ worker: "1", tasks: 1, startedAt: 1, endedAt: 2 }],
    overlapSeconds: 0,
    callsInPass: 1,
    timedOverlapSeconds: null,
    observations: { requests: 1 },
    loopDelay: { ticks: 1, p50Seconds: 1, p99Seconds: 1, maxSeconds: 1 },
  },
};

/** Whatever a program answers, the journal takes the record that is made of it: nothing that it measures ends a run. */
function tryAnswer(random: Random): "refused" | "reported" {
  const parsed = measureAnswer.safeParse(mutated(mutated(ANSWER, random), random));
  const { plan } = madeUpRecords({ cells: [cellOf("node", "threading")] });
  const [setting] = executionsOfBlock(plan, 1) as [PlannedExecution];
  const reason = parsed.success ? null : "answered with what is no answer";
  const ending = { reason, startedAt: 1, wallSeconds: 1, exitCode: 0, signal: null, runnerCpuSeconds: 0 };
  const executed = {
    ending: { ...ending, outcome: "completed" as const, stderrTail: null },
    answer: parsed.success && parsed.data.outcome === "completed" ? parsed.data : null,
    end: { ...ending, stderrTail: "", endedBecause: null },
  };
  const made = {
    ...benchStudy({ folder: "", plan, runtimes: [], workloads: [] }).blank(setting),
    schemaVersion: SCHEMA_VERSION,
    runId: plan.runId,
    block: 1,
    position: 0,
    attempt: 1,
    ...figuresOf("time", executed, { version: "1.0.0", expected: "ab".repeat(32) }),
    startedAt: 1,
  };
  const taken = record.safeParse(made);
  if (!taken.success) throw new Broken(`an answer whose record the journal refuses: ${taken.error.message}`);
  return parsed.success ? "reported" : "refused";
}
