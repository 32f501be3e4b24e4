import { fileURLToPath } from "node:url";
import type { JobsRecord } from "@triathlon/core/results/jobs";
import { expect, test } from "vitest";
import { readJournal } from "../../files/journal.ts";
import { LocalServer } from "../../local-server.ts";
import type { Program } from "../../study/execute.ts";
import { silent } from "../../study/progress.ts";
import { runStudy } from "../../study/study.ts";
import { testFolder } from "../../../test/support/test-folder.ts";
import { ARMS, type JobsArm, softwareOf } from "./arms.ts";
import { CASE_NAMES, CASES } from "./cases.ts";
import { JOBS, type JobsRun, jobsStudy } from "./jobs-study.ts";

/** @param kind how it behaves: see the fixture */
const programOf = (kind: string): Program => ({
  binary: process.execPath,
  entry: fileURLToPath(new URL("fixtures/fake-jobs.ts", import.meta.url)),
  arguments: ["{entry}", kind],
  environment: {},
});

/** An arm whose server does nothing, and what was done to that. */
function fakeArm({ fails = "" }: { fails?: string } = {}): { arm: JobsArm; done: string[] } {
  const done: string[] = [];
  const doing = (what: string) => async (): Promise<void> => {
    done.push(what);
    if (what === fails && done.length > 1) throw new Error(`no ${what}`);
  };
  class FakeServer extends LocalServer {
    readonly urlAt = (): string => "fake://1";
    readonly start = doing("start");
    override readonly kill = doing("kill");
    override readonly stop = doing("stop");
  }
  const arm = { ...ARMS[0]!, missing: undefined, serverIn: () => new FakeServer() };
  return { arm, done };
}

const runOf = (changes: Partial<JobsRun>): JobsRun => ({
  runId: "a-run",
  runtimes: new Map([["node", programOf("fine")]]),
  arms: [fakeArm().arm],
  cases: CASE_NAMES,
  smoke: true,
  blocks: 1,
  seed: 1,
  ...changes,
});

async function run(changes: Partial<JobsRun>): Promise<JobsRecord[]> {
  const folder = testFolder();
  await runStudy(jobsStudy(runOf(changes)), { folder, signal: new AbortController().signal, progress: silent });
  return [...readJournal(folder, JOBS)];
}

test("the first runtime is measured in each block, the others are tried in the first one, with what is timed", () => {
  const runtimes = new Map(["deno", "bun"].map((name) => [name, programOf("fine")]));
  const study = jobsStudy(runOf({ runtimes, arms: ARMS, smoke: false, blocks: 6 }));
  const has = (block: number, runtime: string): string[] =>
    [...new Set(study.order(block).flatMap((one) => (one.runtime === runtime ? [one.case] : [])))].sort();
  expect(has(0, "deno")).toEqual([...CASE_NAMES].sort());
  expect(has(0, "bun")).toEqual(["at-once", "large", "round-trip"]);
  expect(has(2, "deno")).toEqual(["at-once", "large", "restart", "round-trip"]);
  expect(has(5, "deno")).toEqual(["at-once", "large", "round-trip"]);
  expect(has(5, "bun")).toEqual([]);
  const all = Array.from({ length: 6 }, (_, block) => study.order(block).length);
  expect(study.executions()).toBe(all.reduce((a, b) => a + b));
});

test("an arm is in the cases that it has", () => {
  const study = jobsStudy(runOf({ arms: ARMS.filter(({ name }) => name === "bullmq-default") }));
  expect(study.order(0).map((one) => one.case)).toEqual(["restart"]);
});

test("each execution has a server of its own, which is killed and started again where the case is its loss", async () => {
  const { arm, done } = fakeArm();
  const records = await run({ arms: [arm], cases: ["round-trip", "restart"] });
  const {
    "round-trip": [timed],
    restart: [lost],
  } = Object.groupBy(records, (one) => one.case) as Record<"round-trip" | "restart", JobsRecord[]>;
  expect(timed).toMatchObject({
    outcome: "completed",
    runtimeVersion: "1.2.3",
    arm: arm.name,
    warmups: 1,
    software: softwareOf(arm),
  });
  expect(timed!.figures).toEqual({ seconds: [0.5, 0.5, 0.5, 0.5, 0.5], accepted: null, lost: null });
  expect(lost!.figures).toMatchObject({ accepted: CASES.restart.smoke!.jobs, lost: 1 });
  expect(done.join(" ")).toMatch(/^(start stop start kill start stop|start kill start stop start stop)$/);
});

test("a program that ends without an answer is a failure, and so is a server that cannot be started again", async () => {
  const [crashed] = await run({ runtimes: new Map([["node", programOf("crashes")]]), cases: ["large"] });
  expect(crashed).toMatchObject({ outcome: "failed", reason: "exited with code 7", figures: null });
  const [gone] = await run({ arms: [fakeArm({ fails: "start" }).arm], cases: ["restart"] });
  expect(gone).toMatchObject({ outcome: "failed", reason: "its server could not be started again: no start" });
});

test("what is not here is skipped with the reason", async () => {
  const arm = { ...fakeArm().arm, missing: "redis-server was not found on PATH" };
  const [record] = await run({ arms: [arm], cases: ["large"] });
  expect(record).toMatchObject({ outcome: "skipped", reason: "redis-server was not found on PATH", figures: null });
});
