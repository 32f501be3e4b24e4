import { expect, test } from "vitest";
import { cellOf, madeUpRun } from "../report/fixtures/made-up-run.ts";
import { analyse } from "./analyse.ts";

const MODELS = ["sequential", "async", "threading", "multiprocessing"] as const;
const cells = ["node", "bun"].flatMap((runtime) =>
  ["load-tables", "sum-of-squares"].flatMap((workload) => MODELS.map((model) => cellOf(runtime, model, { workload }))),
);

const overviewOf = (change: NonNullable<Parameters<typeof madeUpRun>[0]["change"]>, more = cells) =>
  analyse(madeUpRun({ cells: more, change })).overview;

const cell = (overview: ReturnType<typeof overviewOf>, runtime: string, model: string) =>
  overview.cells.find((one) => one.runtime === runtime && one.model === model)!;

test("a cell's figure is the geometric mean over workloads, so that a slow workload weighs no more than a quick one", () => {
  // Twice as long on one workload, half as long on the other, which takes a thousand times as long: level.
  const overview = overviewOf(({ runtime, model, workload }) => {
    const scale = workload === "load-tables" ? 1 : 1000;
    const aside =
      runtime === "bun" && model === "async" ? (workload === "load-tables" ? 2 : 0.5) : model === "async" ? 1 : 4;
    return { iterationSeconds: [scale * aside] };
  });
  expect(overview.best).toEqual({ runtime: "node", model: "async" });
  expect(cell(overview, "bun", "async").relativeSpeed.median).toBeCloseTo(1);
  expect(cell(overview, "node", "threading").relativeSpeed.median).toBeCloseTo(0.25);
  expect(overview.workloads.map(({ workload, best }) => [workload, best.runtime])).toEqual([
    ["load-tables", "node"],
    ["sum-of-squares", "bun"],
  ]);
});

test("the machine's drift cancels, as figures are taken within a block", () => {
  const overview = overviewOf(({ model, block }) => ({
    iterationSeconds: [(model === "async" ? 1 : 2) * (1 + block)],
  }));
  const { median, interval } = cell(overview, "node", "threading").relativeSpeed;
  expect(median).toBeCloseTo(0.5);
  expect(interval?.low).toBeCloseTo(0.5);
  expect(interval?.high).toBeCloseTo(0.5);
});

test("of a workload with several sizes the last one that all cells were measured at is taken", () => {
  const sizes = ["small", "large"].flatMap((size) =>
    MODELS.map((model) => cellOf("node", model, { workload: "empty", size })),
  );
  const wide = cellOf("node", "async", { workload: "empty", size: "wide" });
  const overview = overviewOf(() => ({}), [...sizes, wide]);
  expect(overview.workloads.map(({ size }) => size)).toEqual(["large"]);
});

test("a workload that one cell failed is left out, and without any there is no best", () => {
  const overview = overviewOf(({ model, workload }) =>
    model === "async" && workload === "load-tables" ? { outcome: "failed", reason: "no", iterationSeconds: [] } : {},
  );
  expect(overview.workloads.map(({ workload }) => workload)).toEqual(["sum-of-squares"]);
  const none = overviewOf(() => ({ outcome: "failed", reason: "no", iterationSeconds: [] }));
  expect(none).toMatchObject({ best: null, workloads: [] });
  expect(none.cells[0]?.relativeSpeed.median).toBeNull();
});

test("a run of sequential alone has nothing to compare", () => {
  const { overview } = analyse(madeUpRun({ cells: [cellOf("node", "sequential")] }));
  expect(overview).toEqual({ workloads: [], best: null, cells: [] });
});
