import { existsSync, mkdirSync, mkdtempSync, readlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plan } from "@triathlon/core/results/plan";
import { afterEach, expect, test, vi } from "vitest";
import { madeUpRecords } from "../../report/fixtures/made-up-run.ts";
import { finishRun } from "./finish-run.ts";
import { fakeRun } from "./fixtures/fake-run.ts";
import type { Interrupt } from "../../study/interrupt.ts";
import { writeJson } from "../../files/write-files.ts";

afterEach(() => void vi.restoreAllMocks());

/** The exit code of a run, and the lines it leaves, on either stream, in their order. */
async function finish(
  behaviour: string,
  { interruptAt, places, plan: more }: { interruptAt?: string; places?: string[]; plan?: Partial<Plan> } = {},
): Promise<{ code: number; lines: string[]; run: string }> {
  const run = join(mkdtempSync(join(tmpdir(), "triathlon-finish-")), "2026-01-02-030405");
  mkdirSync(run);
  writeJson(join(run, "environment.json"), madeUpRecords({ cells: [] }).environment);
  const controller = new AbortController();
  const interrupt: Interrupt = {
    signal: controller.signal,
    exitCode: () => (controller.signal.aborted ? 130 : null),
    [Symbol.dispose]: () => {},
  };
  let text = "";
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      text += String(chunk);
      if (interruptAt !== undefined && text.includes(interruptAt)) setTimeout(() => controller.abort(), 200);
      return true;
    });
  }
  const { folder, plan, runtimes, workloads } = fakeRun(run, [behaviour], more);
  const code = await finishRun({ folder, plan, runtimes, workloads }, interrupt, places);
  return { code, lines: text.trimEnd().split("\n"), run };
}

test("the last line of a run is the path of its report", async () => {
  const { code, lines, run } = await finish("fine");
  expect(code).toBe(0);
  expect(lines[0]).toBe(`Run: ${run}`);
  expect(lines.at(-1)).toBe(join(run, "report.html"));
  expect(existsSync(lines.at(-1)!)).toBe(true);
  expect(lines.join("\n")).not.toContain("Interrupted");
  expect(readlinkSync(join(run, "..", "latest"))).toBe("2026-01-02-030405");
});

test("an interrupted run says at once how it is continued, and again where its report has not pushed it away", async () => {
  const { code, lines, run } = await finish("hang", { interruptAt: "preparing hang small" });
  expect(code).toBe(130);
  const interrupted = `Interrupted: \`pnpm bench resume ${run}\` continues it`;
  expect(lines.filter((line) => line === interrupted)).toHaveLength(2);
  expect(lines.indexOf(interrupted)).toBeLessThan(lines.findIndex((line) => line.includes("Partial run")));
  expect(lines.slice(-2)).toEqual([interrupted, join(run, "report.html")]);
  expect(existsSync(join(run, "..", "latest")), "it has no figures").toBe(false);
});

test("a run that calls itself unfit is not published: exit code 4, and it stays where it is", async () => {
  const published = join(mkdtempSync(join(tmpdir(), "triathlon-finish-")), "published");
  const { code, lines, run } = await finish("fine", { places: [published], plan: { mode: "smoke" } });
  expect(code).toBe(4);
  expect(lines.at(-2)).toMatch(/^Cannot publish the run in .*: wanted one that calls itself fit, found: A smoke run/);
  expect(lines.at(-1)).toBe(join(run, "report.html"));
  expect(existsSync(published)).toBe(false);
});
