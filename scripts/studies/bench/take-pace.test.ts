import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeRun } from "./fixtures/fake-run.ts";
import { cellsToTry, takePace } from "./take-pace.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "triathlon-test-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const paces = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("triathlon-pace-"));

test("the pace is what executions take as a multiple of what was expected", async () => {
  const { plan, ...run } = fakeRun(folder, ["fine"]);
  const [cell] = plan.cells;
  const at = (expectedSeconds: number) =>
    takePace({ ...run, plan: { ...plan, cells: [{ ...cell!, expectedSeconds }] } });
  expect(await at(1000)).toBeLessThan(1);
  expect(await at(0.000_01)).toBeGreaterThan(1);
});

test("there is none where nothing completes or nothing is here, and nothing is left behind", async () => {
  const before = paces();
  expect(await takePace(fakeRun(folder, ["crash"]))).toBeNull();
  const { plan, ...run } = fakeRun(folder, ["crash"]);
  expect(await takePace({ ...run, plan: { ...plan, unavailable: [{ runtime: "node", reason: "gone" }] } })).toBeNull();
  expect(paces()).toEqual(before);
});

test("a few cells are tried, from the shortest to the longest, and no long one more than time allows", () => {
  const { plan } = fakeRun(folder, ["fine"]);
  const lengths = Array.from({ length: 40 }, (_, index) => 4 - 0.1 * index);
  const cells = lengths.map((expectedSeconds) => ({ ...plan.cells[0]!, expectedSeconds }));
  const tried = cellsToTry({ ...plan, cells }).map(({ expectedSeconds }) => expectedSeconds.toFixed(1));
  expect(tried).toEqual(["0.1", "0.6", "1.1", "1.6"]);
});
