import { expect, test } from "vitest";
import { analyse } from "../analysis/analyse.ts";
import type { Failure } from "../analysis/report.ts";
import type { Steadiness } from "../analysis/steadiness.ts";
import { cellOf, madeUpRun } from "./fixtures/made-up-run.ts";
import { cautions, failuresAlike, passesText } from "./text.ts";

const settled = (kind: Steadiness["class"], change: number | null) =>
  passesText({
    steadiness: {
      class: kind,
      change: { n: 9, median: change, interval: null, reason: null },
      steadyShare: kind === "too few passes" ? null : 1,
    },
  });

test.each<[Steadiness["class"], number | null, string | null]>([
  ["steady", 1.01, "warm"],
  ["varies", 0.9, "varies"],
  ["slows down", 1.5, "slows down (×1.50)"],
  ["speeds up", 0.5, "still warming (×0.50)"],
  ["too few passes", null, null],
])("passes that are found to be %j with a change of %j are shown as %j", (kind, change, shown) => {
  expect(settled(kind, change)).toBe(shown);
});

test("how many cells are warm is said where not all of them are", () => {
  const warming = ({ model }: { model: string }) => ({
    warmupSeconds: [4, 3, 2],
    iterationSeconds: model === "async" ? [1, 1, 1, 1, 1, 1] : model === "threading" ? [1] : [2, 1.8, 1.6, 1.4, 1.2, 1],
  });
  const cells = (["sequential", "async", "threading"] as const).map((model) => cellOf("node", model));
  const said = cautions(analyse(madeUpRun({ cells, timedBlocks: 9, change: warming })));
  expect(said).toEqual([
    expect.stringMatching(
      /^Warm: 1 of 3 cells; 1 is still warming and 1 had too few passes to tell, so that their times/,
    ),
  ]);
  const steady = () => ({ warmupSeconds: [1, 1, 1], iterationSeconds: [1, 1, 1, 1, 1, 1] });
  expect(cautions(analyse(madeUpRun({ cells, timedBlocks: 9 })))).toEqual([]);
  expect(cautions(analyse(madeUpRun({ cells, timedBlocks: 9, change: steady })))).toEqual([]);
});

test.each([
  [6, [/^No verdicts: they need 9 timed blocks, and 6 were run: select fewer cells \(--workload, --runtime\)/]],
  [9, []],
])("of %i blocks the cautions say whether they are enough for verdicts", (timedBlocks, said) => {
  const cells = ["node", "deno", "bun"].flatMap((runtime) =>
    (["sequential", "async", "threading", "multiprocessing"] as const).map((model) => cellOf(runtime, model)),
  );
  const found = cautions(analyse(madeUpRun({ cells, timedBlocks })));
  expect(found).toEqual(said.map((line) => expect.stringMatching(line)));
});

test("where some families have enough blocks for verdicts, the cautions say that not all have", () => {
  const cells = [
    ...(["sequential", "threading"] as const).map((model) => cellOf("node", model, { workload: "empty" })),
    ...["node", "deno", "bun"].flatMap((runtime) =>
      (["sequential", "async", "threading", "multiprocessing"] as const).map((model) => cellOf(runtime, model)),
    ),
  ];
  expect(cautions(analyse(madeUpRun({ cells, timedBlocks: 7 })))).toEqual([
    expect.stringMatching(/^Not all verdicts: they need 9 timed blocks, and 7 were run/),
  ]);
});

test("what fails of a workload for one reason is told once, with every cell it is of", () => {
  const failed = (model: Failure["model"], reason: string | null, size = "small") =>
    ({ runtime: "node", model, workload: "mine", size, reason }) as Failure;
  const told = failuresAlike([
    failed("async", "wrong"),
    failed("threading", "wrong"),
    failed("async", "wrong"),
    failed("async", null),
    failed("async", "wrong", "large"),
  ]);
  expect(told.map(({ where, reason, executions }) => [where, reason, executions])).toEqual([
    ["mine small in Node, async; Node, threading", "wrong", 3],
    ["Node, async, mine small", "no reason given", 1],
    ["Node, async, mine large", "wrong", 1],
  ]);
});
