/** Where no server for jobs is, the distributed model is not measured, and the reason stands in the record, the report and before the run. */
import { expect, test, vi } from "vitest";
import { analyse } from "../../analysis/analyse.ts";
import { EXECUTIONS } from "../../files/journals.ts";
import { readJournal } from "../../files/journal.ts";
import { cellOf, madeUpRun } from "../../report/fixtures/made-up-run.ts";
import { cautions } from "../../report/text.ts";
import { testFolder } from "../../../test/support/test-folder.ts";
import { runPlan } from "./bench-study.ts";
import { describeUnavailable } from "./describe.ts";
import { fakeRun } from "./fixtures/fake-run.ts";
import { makePlan } from "./make-plan.ts";

const REASON = "nats-server was not found on PATH: install it";
vi.mock("../../nats-server.ts", () => ({ noServer: "nats-server was not found on PATH: install it" }));

test("a cell of it is skipped for that reason, and the others are measured", async () => {
  const folder = testFolder();
  const { plan, ...run } = fakeRun(folder, ["fine"]);
  const cells = (["sequential", "distributed"] as const).map((model) => ({ ...plan.cells[0]!, model }));
  expect(await runPlan({ ...run, plan: { ...plan, cells } })).toEqual({ complete: true, failed: 0 });
  const records = [...readJournal(folder, EXECUTIONS)];
  expect(Object.fromEntries(records.map(({ model, outcome, reason }) => [model, [outcome, reason]]))).toEqual({
    sequential: ["completed", null],
    distributed: ["skipped", REASON],
  });
  expect(describeUnavailable({ unavailable: [], cells })).toEqual([`Not measured: distributed: ${REASON}`]);
  expect(describeUnavailable({ unavailable: [], cells: plan.cells })).toEqual([]);
});

test("a report says it of the cells", () => {
  const cells = [cellOf("node", "sequential"), cellOf("node", "distributed")];
  const run = madeUpRun({
    cells,
    change: ({ model }) =>
      model === "distributed" ? { outcome: "skipped", reason: REASON, iterationSeconds: [] } : {},
  });
  expect(cautions(analyse(run))).toContainEqual(
    expect.stringMatching(/^Not measured: Node, .* with distributed: .*nats-server was not found on PATH/),
  );
});

test("a run that names no models has none of it", async () => {
  const { workloads, runtimes } = fakeRun(testFolder(), ["fine"]);
  const available = { workloads, runtimes, timer: "built-in" as const };
  const modelsOf = async (models?: string[]) =>
    new Set((await makePlan({ mode: "full", models }, available, "id")).cells.map(({ model }) => model));
  expect([...(await modelsOf())]).toEqual(["sequential", "async", "threading", "multiprocessing"]);
  expect([...(await modelsOf(["sequential", "distributed"]))]).toEqual(["sequential", "distributed"]);
});
