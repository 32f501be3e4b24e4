import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rowsOf } from "@triathlon/core/abilities/timeline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePlan } from "./make-plan.ts";
import { discoverRuntimes } from "../../study/runtimes.ts";
import { discoverWorkloads } from "./workloads.ts";
import { REPOSITORY } from "../../repository.ts";
import { silent } from "../../study/progress.ts";
import { lanesOf } from "../../report/read-run.ts";
import { runLanes } from "./run-lanes.ts";

const runtimes = await discoverRuntimes(REPOSITORY);
const workloads = await discoverWorkloads(join(REPOSITORY, "packages/core/src/workloads"));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "triathlon-lanes-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A run in Node alone. */
async function runOf(names: string[], signal = new AbortController().signal) {
  const choices = { mode: "smoke" as const, runtimes: ["node"], workloads: names, seed: 1 };
  const plan = await makePlan({ ...NOTHING_CHOSEN, ...choices }, { runtimes, workloads, timer: "built-in" }, "run");
  return { folder, plan, runtimes, workloads, progress: silent, signal };
}

const NOTHING_CHOSEN = {
  models: undefined,
  sizes: undefined,
  workers: undefined,
  blocks: undefined,
  budgetSeconds: undefined,
  timeLimitSeconds: undefined,
  files: undefined,
};

test("every model has its lanes: what ran them, and which tasks ran at once", { timeout: 180_000 }, async () => {
  const ranAtOnce = (spans: readonly { began: number; ended: number }[]): boolean =>
    spans.some((one) => spans.some((other) => other.began > one.began && other.began < one.ended));
  const wanted = {
    sequential: { all: true, atOnce: false },
    async: { all: true, atOnce: true },
    threading: { all: true, atOnce: true },
    multiprocessing: { all: true, atOnce: true },
  };
  const found = new Map<string, { all: boolean; atOnce: boolean }>();
  // On a busy machine some workers may be done with all tasks before another has started: then once more.
  const isWhole = (): boolean =>
    ["threading", "multiprocessing"].every((model) => found.get(model)?.all && found.get(model)?.atOnce);
  for (let tries = 0; tries < 3 && !isWhole(); tries++) {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    await runLanes(await runOf(["load-tables"]));
    const lanes = lanesOf(folder, "run");
    expect(lanes.map(({ model, outcome, reason }) => [model, outcome, reason])).toEqual(
      ["sequential", "async", "threading", "multiprocessing"].map((model) => [model, "completed", null]),
    );
    for (const { model, events, passes, workers } of lanes) {
      const rows = rowsOf(events);
      const spans = rows.flatMap((row) => row.spans);
      expect(passes).toHaveLength(2);
      expect(spans).toHaveLength(6);
      const alone = model === "sequential" || model === "async";
      found.set(model, { all: rows.length === (alone ? 1 : workers), atOnce: ranAtOnce(spans) });
    }
  }
  expect(Object.fromEntries(found)).toEqual(wanted);
});

test("what is recorded already is not run again, and what an interrupted run lacks is", async () => {
  const aborted = new AbortController();
  aborted.abort();
  const run = await runOf(["load-tables"], aborted.signal);
  await runLanes(run);
  expect(lanesOf(folder, "run")).toEqual([]);
  const { signal } = new AbortController();
  const first = { ...run.plan, cells: run.plan.cells.slice(0, 1) };
  await runLanes({ ...run, signal, plan: first });
  const path = join(folder, "lanes.ndjson");
  const [line] = readFileSync(path, "utf8").split("\n");
  await runLanes({ ...run, signal, plan: { ...first, cells: run.plan.cells.slice(0, 2) } });
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toBe(line);
});

test("a runtime that is not here has a reason in place of lanes", async () => {
  const run = await runOf(["load-tables"]);
  const [cell] = run.plan.cells;
  const plan = { ...run.plan, cells: [cell!], unavailable: [{ runtime: "node", reason: "it is not here" }] };
  await runLanes({ ...run, plan });
  expect(lanesOf(folder, "run")).toMatchObject([{ outcome: "skipped", reason: "it is not here", events: [] }]);
});

test("a run without the two workloads records none", async () => {
  await runLanes(await runOf(["empty"]));
  expect(existsSync(join(folder, "lanes.ndjson"))).toBe(false);
});
