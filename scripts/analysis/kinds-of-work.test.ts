import { expect, test } from "vitest";
import type { ExecutionRecord } from "@triathlon/core/results/record";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { analyse } from "./analyse.ts";
import { kindsOfWork, leadersText, ownSentences, workLine } from "./kinds-of-work.ts";

const MODELS = ["sequential", "async", "threading", "multiprocessing"] as const;
const cellsOf = (workload: string, size = "large", runtimes = ["node", "bun"]) =>
  runtimes.flatMap((runtime) => MODELS.map((model) => cellOf(runtime, model, { workload, size })));

const worksOf = (cells: ReturnType<typeof cellsOf>, seconds: (record: ExecutionRecord) => number, timedBlocks = 9) =>
  kindsOfWork(
    analyse(madeUpRun({ cells, timedBlocks, change: (record) => ({ iterationSeconds: [seconds(record)] }) }))
      .comparisons,
  );

test("each kind of work has a row, one's own first, and what a call costs has none", () => {
  const cells = ["empty", "sum-of-squares", "mine", "load-tables"].flatMap((workload) => cellsOf(workload));
  const run = madeUpRun({ cells, timedBlocks: 9 });
  run.plan.workloads["mine"]!.kind = "parsing";
  const works = kindsOfWork(analyse(run).comparisons);
  expect(works.map(({ kind }) => kind)).toEqual(["parsing", "waiting", "CPU"]);
});

test("two workloads of one kind have one row together: the first one's", () => {
  const run = madeUpRun({
    cells: ["download-pages", "fetch-pages"].flatMap((workload) => cellsOf(workload)),
    timedBlocks: 9,
  });
  run.plan.workloads["fetch-pages"]!.kind = run.plan.workloads["download-pages"]!.kind;
  expect(kindsOfWork(analyse(run).comparisons).map(({ workload }) => workload)).toEqual(["download-pages"]);
});

test("one's own workload comes first, by its name, and a sentence says which model, in which runtime, by how much", () => {
  const cells = ["sum-of-squares", "mine"].flatMap((workload) => cellsOf(workload));
  const seconds = ({ runtime, model }: ExecutionRecord): number =>
    (model === "threading" ? 0.5 : 1) * (runtime === "bun" ? 0.8 : 1);
  const run = madeUpRun({ cells, timedBlocks: 9, change: (record) => ({ iterationSeconds: [seconds(record)] }) });
  run.plan.workloads["mine"]!.url = "file:///somewhere/mine.ts";
  const { comparisons } = analyse(run);
  expect(comparisons.map(({ workload }) => workload)).toEqual(["mine", "sum-of-squares"]);
  expect(kindsOfWork(comparisons).map(workLine)).toEqual(["mine: threading (2.00×)", "CPU: threading (2.00×)"]);
  expect(ownSentences(comparisons)).toEqual([
    "For mine, threading (2.00 times as fast as sequential); Bun is the fastest runtime with threading.",
  ]);
});

test("a workload is shown at the last size that has sequential beside it", () => {
  const wide = [cellOf("node", "async", { workload: "load-tables", size: "wide" })];
  const works = worksOf([...cellsOf("load-tables", "small"), ...cellsOf("load-tables", "large"), ...wide], () => 1);
  expect(works.map(({ size }) => size)).toEqual(["large"]);
});

test("the leaders are said with their figures, once where the runtimes agree and by runtime where they do not", () => {
  const gain = ({ model, runtime }: ExecutionRecord): number =>
    model === "threading" ? 0.5 : model === "async" && runtime === "bun" ? 0.25 : 1;
  const [agreeing] = worksOf(cellsOf("sum-of-squares"), (record) => (record.model === "threading" ? 0.5 : 1));
  expect(leadersText(agreeing!)).toBe("threading (2.00×)");
  const [differing] = worksOf(cellsOf("sum-of-squares"), gain);
  expect(leadersText(differing!)).toBe("threading (2.00×) in Node; async (4.00×) in Bun");
});

test("a tie is said to be none, and so is what does not beat sequential", () => {
  const [tie] = worksOf(cellsOf("sum-of-squares"), ({ model }) => (model === "sequential" ? 1 : 0.5));
  expect(leadersText(tie!)).toBe("async, threading and multiprocessing (2.00×, not told apart)");
  const [none] = worksOf(cellsOf("sum-of-squares"), () => 1);
  expect(leadersText(none!)).toBe("nothing is shown to beat sequential");
  const [few] = worksOf(cellsOf("sum-of-squares"), ({ model }) => (model === "threading" ? 0.5 : 1), 5);
  expect(leadersText(few!)).toBe("too few executions to judge");
});

test("models that differ by less than can be named are no tie, and what leans beside sequential is not said to gain nothing", () => {
  const leaning = ({ block }: ExecutionRecord): number => 1 + 0.004 * (block + 1);
  const [two] = worksOf(cellsOf("sum-of-squares"), (record) =>
    record.model === "threading" ? 0.5 : record.model === "multiprocessing" ? 0.5 * leaning(record) : 1,
  );
  expect(leadersText(two!)).toMatch(/^threading and multiprocessing \(1\.9\d–2\.00×, none named the faster\)$/);
  const [none] = worksOf(cellsOf("sum-of-squares"), (record) =>
    record.model === "threading" ? 1 / leaning(record) : 1,
  );
  expect(leadersText(none!)).toBe("nothing is shown to beat sequential by enough to be named");
});

test("a factor that is not known is not said", () => {
  const [work] = worksOf(cellsOf("sum-of-squares"), ({ model, block }) =>
    model === "threading" ? 0.5 / (1 + block) ** 2 : 1,
  );
  expect(leadersText(work!)).toBe("threading (not known here)");
});

test("a winner over unlike work is named nowhere: leaving one workload out changes no other's leaders", () => {
  const seconds = ({ workload, model }: ExecutionRecord): number =>
    workload === "download-pages" && model === "async" ? 0.08 : model === "threading" ? 0.5 : 1;
  const all = worksOf([...cellsOf("download-pages"), ...cellsOf("sum-of-squares")], seconds);
  const without = worksOf(cellsOf("sum-of-squares"), seconds);
  expect(all.map(leadersText)).toEqual(["async (12.5×)", "threading (2.00×)"]);
  expect(without.map(leadersText)).toEqual(["threading (2.00×)"]);
});
