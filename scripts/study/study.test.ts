import { appendFileSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { NOISE_LIMITS } from "@triathlon/core/results/noise";
import { beforeEach, describe, expect, test } from "vitest";
import { type FakeRecord, FAKE, fakeStudy, MARK } from "./fixtures/fake-study.ts";
import { leftBehind } from "./fixtures/left-behind.ts";
import { readJournal } from "../files/journal.ts";
import { silent, type Standing } from "./progress.ts";
import { type RunEnd, runStudy, type Study } from "./study.ts";
import { testFolder } from "../../test/support/test-folder.ts";

let folder: string;
beforeEach(() => (folder = testFolder()));

const journal = (): string => join(folder, FAKE.file);
const records = (): FakeRecord[] => [...readJournal(folder, FAKE)];
const outcomes = (how: string): string[] =>
  records()
    .filter((record) => record.how === how)
    .map(({ outcome, reason }) => (reason === null ? outcome : `${outcome}: ${reason}`));

const said: string[] = [];
const standings: Standing[] = [];

function run(study: Study<string, FakeRecord>, signal = new AbortController().signal): Promise<RunEnd> {
  said.length = standings.length = 0;
  const progress = {
    ...silent,
    note: (line: string) => said.push(line),
    step: (line: string) => said.push(line),
    blockFinished: (standing: Standing) => standings.push(standing),
  };
  return runStudy(study, { folder, progress, signal });
}

describe("runStudy()", () => {
  test("gives each setting a record in each block, which say what was seen of the machine", async () => {
    expect(await run(fakeStudy(["one", "other"], { blocks: 3 }))).toEqual({ complete: true, failed: 0 });
    expect(
      records().map(({ runId, block, position, attempt, value }) => [runId, block, position, attempt, value]),
    ).toEqual([0, 1, 2].flatMap((block) => [0, 1].map((position) => ["a-run", block, position, 1, 5])));
    for (const { noise } of records()) expect(noise!.seconds).toBeGreaterThan(0);
  });

  test("goes on past what fails, says so, and gives it up after two failures", async () => {
    expect(await run(fakeStudy(["fine", "crash"], { blocks: 3 }))).toEqual({ complete: true, failed: 2 });
    expect(outcomes("fine")).toEqual(["completed", "completed", "completed"]);
    const crash = "exited with code 7";
    expect(outcomes("crash")).toEqual([`failed: ${crash}`, `failed: ${crash}`, `skipped: failed twice: ${crash}`]);
    expect(said).toContain(`failed: fake crash: ${crash}`);
    expect(said).toContain("failed: fake crash: for the same reason");
    expect(records().find(({ how }) => how === "crash")).toMatchObject({ value: null, stderrTail: "about to crash" });
  });

  test("gives up what hangs under a wider name, and starts nothing else that has it", async () => {
    const study = fakeStudy(["hang", "hang ", "hang  "], { timeLimitSeconds: 1, hangsAs: () => "hang" });
    const all = {
      ...study,
      execute: (_: string, beside: Parameters<typeof study.execute>[1]) => study.execute("hang", beside),
    };
    await run(all);
    expect(records().map(({ outcome, reason }) => `${outcome}: ${reason}`)).toEqual([
      "failed: did not finish within 1 s",
      "failed: did not finish within 1 s",
      "skipped: failed twice: did not finish within 1 s",
    ]);
    if (process.platform === "linux") expect(leftBehind(MARK)).toEqual([]);
  });

  test("skips what is known not to run, with the reason, which is no failure", async () => {
    expect(await run(fakeStudy(["absent", "fine"]))).toEqual({ complete: true, failed: 0 });
    expect(outcomes("absent")).toEqual(["skipped: it is not here"]);
  });

  test("runs what fills caches before the first block, keeps nothing of it, and not again where it goes on", async () => {
    const study = fakeStudy(["fine"], { untimed: ["fine", "absent"] });
    await run(study);
    expect(said).toEqual(["filling caches: fake fine"]);
    expect(records()).toHaveLength(1);
    await run(study);
    expect(said).toEqual([]);
  });

  test("tells how far it is after each block, and what the rest is expected to take", async () => {
    await run(fakeStudy(["fine", "crash"], { blocks: 2 }));
    expect(standings).toMatchObject([
      { blocks: 1, ofBlocks: 2, completed: 1, failed: 1, leftSeconds: expect.any(Number) },
      { blocks: 2, ofBlocks: 2, completed: 2, failed: 2, leftSeconds: 0 },
    ]);
  });

  const always = { limits: { ...NOISE_LIMITS, capacityShare: 100 }, probesCapacity: true, watches: () => true };

  test("repeats what was disturbed at most so often, keeps every attempt, and repeats no more where it goes on", async () => {
    const repeats = { most: 2, counts: (how: string) => how !== "uncounted", hasTime: () => true };
    const study = fakeStudy(["fine", "crash", "uncounted"], { noise: always, repeats });
    expect(await run(study)).toEqual({ complete: true, failed: 1 });
    const attempts = (wanted: string) => records().flatMap(({ how, attempt }) => (how === wanted ? [attempt] : []));
    expect(attempts("fine")).toEqual([1, 2, 3]);
    expect([attempts("crash"), attempts("uncounted")]).toEqual([[1], [1]]);
    for (const { contamination, noise } of records()) {
      expect(contamination).toContain("capacity");
      expect(noise!.capacityAfter).toBeGreaterThan(0);
    }
    await run(study);
    expect(records()).toHaveLength(5);
  });

  test("repeats nothing of a block that is done when it goes on later, though there is time", async () => {
    const repeats = { most: 2, counts: () => true, hasTime: () => false };
    await run(fakeStudy(["fine"], { blocks: 2, noise: always, repeats }));
    await run(fakeStudy(["fine"], { blocks: 2, noise: always, repeats: { ...repeats, hasTime: () => true } }));
    expect(records().map(({ block, attempt }) => [block, attempt])).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  test("repeats nothing when there is no time for it, and looks at no machine where it is told not to", async () => {
    const repeats = { most: 2, counts: () => true, hasTime: () => false };
    await run(fakeStudy(["fine"], { noise: always, repeats }));
    expect(records().map(({ attempt }) => attempt)).toEqual([1]);
    await run(fakeStudy(["fine"], { blocks: 2, noise: { ...always, probesCapacity: false, watches: () => false } }));
    expect(records().at(-1)).toMatchObject({ noise: null, contamination: [] });
  });

  test("goes on behind the journal's last whole line, repeating and losing nothing", async () => {
    const study = fakeStudy(["fine", "silent"], { blocks: 3 });
    await run(study);
    const whole = records();
    const thirdLine = readFileSync(journal(), "utf8").split("\n").slice(0, 3).join("\n").length + 1;
    truncateSync(journal(), thirdLine + 40);
    expect(await run(study)).toEqual({ complete: true, failed: 2 });
    const place = ({ block, position, how, outcome }: FakeRecord) => [block, position, how, outcome];
    expect(records().map(place)).toEqual(whole.map(place));
    expect(records().slice(0, 3)).toEqual(whole.slice(0, 3));
    const before = readFileSync(journal(), "utf8");
    expect(await run(study)).toEqual({ complete: true, failed: 2 });
    expect(readFileSync(journal(), "utf8"), "a complete run runs nothing again").toBe(before);
  });

  test("leaves no record of an interrupted execution, and is not complete", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 500);
    expect(await run(fakeStudy(["hang"]), controller.signal)).toEqual({ complete: false, failed: 0 });
    expect(records()).toEqual([]);
    if (process.platform === "linux") expect(leftBehind(MARK)).toEqual([]);
  });

  test("refuses a journal that is none, and one of another run, rather than write to it", async () => {
    await run(fakeStudy(["fine"]));
    const before = readFileSync(journal(), "utf8");
    await expect(run({ ...fakeStudy(["fine"]), runId: "b-run" })).rejects.toThrow(
      'fake.ndjson:1: wanted a record of run "b-run", found one of run "a-run"',
    );
    appendFileSync(journal(), "not a record\n");
    await expect(run(fakeStudy(["fine"]))).rejects.toThrow("fake.ndjson:2: wanted one JSON record");
    expect(readFileSync(journal(), "utf8")).toBe(`${before}not a record\n`);
  });
});
