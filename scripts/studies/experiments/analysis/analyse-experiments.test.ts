import { experimentReport } from "@triathlon/core/results/experiment-report";
import { describe, expect, test } from "vitest";
import { createRandom, shuffle } from "@triathlon/core/statistics/random";
import { EVERYTHING, inBlocks, madeUpExperiments, recordOf } from "../fixtures/made-up-experiments.ts";
import { analyseExperiments } from "./analyse-experiments.ts";

const report = analyseExperiments(madeUpExperiments(EVERYTHING));
const only = (records: Parameters<typeof madeUpExperiments>[0]) => analyseExperiments(madeUpExperiments(records));

test("a report of everything is one by its schema", () => {
  expect(experimentReport.parse(report)).toEqual(report);
});

test("the same records in another order give the same bytes", () => {
  for (let seed = 0; seed < 5; seed++) {
    const again = analyseExperiments(madeUpExperiments(shuffle(EVERYTHING, createRandom(seed, 0))));
    expect(JSON.stringify(again)).toBe(JSON.stringify(report));
  }
});

test("an overlap factor is nominal waiting by wall, and its interval spans blocks", () => {
  const row = report.overlap.find(({ model }) => model === "threading")!;
  expect(row).toMatchObject({ waits: 100, workers: 16 });
  expect(row.overlapFactor.median).toBeCloseTo(12.5);
  expect(report.overlap[0]!.overlapFactor.interval!.low).toBeLessThan(report.overlap[0]!.overlapFactor.median!);
});

test("speed-up and cores are ratios within a process, then medians over blocks", () => {
  const row = report.cores.find(({ model }) => model === "threading")!;
  expect(row.speedUp).toMatchObject({ n: 6 });
  expect(row.speedUp.median).toBeCloseTo((2 + 2 / 1.025) / 2, 2);
  expect(report.cores[0]).toMatchObject({ model: "async", coresUsed: { median: 1 } });
});

describe("the ladder", () => {
  test("has a step for each count, and bytes only where a step added enough to tell", () => {
    const [tasks] = report.ladder;
    expect(tasks!.steps.map(({ count, eachBytes }) => [count, eachBytes.median])).toEqual([
      [1, null],
      [2, null],
      [1024, 2048],
    ]);
  });

  test("says what ended it and what failed first", () => {
    expect(report.ladder[1]).toMatchObject({
      endedBy: "failure",
      firstFailure: "Error: no more threads",
      most: { median: 3 },
    });
  });
});

test("what failed first is of the first block in which something did, whatever the order of the records", () => {
  const failing = (block: number, firstFailure: string) =>
    recordOf("ladder", "thread", {}, block, { most: [1] }, { notes: { endedBy: "failure", firstFailure } });
  expect(only([failing(2, "late"), failing(1, "early")]).ladder[0]!.firstFailure).toBe("early");
});

test("runtimes stand in the order of the plan, places and sizes in theirs", () => {
  const at = (runtime: string, place: string, waits: number) =>
    recordOf("overlap", place, { waits, workers: 1 }, 0, { wallSeconds: [1], waitSeconds: [1] }, { runtime });
  const { overlap } = analyseExperiments(
    madeUpExperiments(
      [at("bun", "async", 1), at("node", "sequential", 1), at("node", "async", 100), at("node", "async", 20)],
      { runtimes: ["node", "bun"] },
    ),
  );
  expect(overlap.map(({ runtime, model, waits }) => `${runtime} ${model} ${waits}`)).toEqual([
    "node sequential 1",
    "node async 20",
    "node async 100",
    "bun async 1",
  ]);
});

test("delays of the loop are quantiles of each block, and one distribution that rises to 1", () => {
  const row = report.loopDelay.find(({ place }) => place === "main")!;
  expect(row.medianSeconds.median).toBe(0.002);
  expect(row.maxSeconds).toMatchObject({ median: 0.0425, interval: { low: 0.04, high: 0.045 } });
  expect(row.callSeconds.median).toBe(0.02);
  expect(row.ticks).toBe(3);
  expect(row.distribution[0]!.delaySeconds).toBe(0.001);
  expect(row.distribution.at(-1)).toEqual({ share: 1, delaySeconds: 0.045 });
});

test("a cache of compiled modules is told by pairs of starts, with and without", () => {
  expect(report.compileCache).toMatchObject([
    { place: "threading", byDefault: "off", cpuRatio: { n: 6, median: 3 }, withSeconds: { median: 0.055 } },
  ]);
  expect(report.compileCache[0]!.timeRatio.median).toBeCloseTo((1.5 + 2 + 0.0025 / 0.05) / 2, 2);
});

test("interference has a row for each probe: work alone by work in noise", () => {
  expect(report.interference.map(({ probe }) => probe)).toEqual(["compute", "memory"]);
  expect(report.interference[0]!.slowDown.median).toBe(1);
  expect(report.interference[1]!.slowDown.median).toBeCloseTo(2 + 2.5 / 60);
});

test("creation is the median of a process's samples, and bytes that were not seen are none", () => {
  expect(report.creation.map(({ what, seconds, bytes }) => [what, seconds.median, bytes.median])).toEqual([
    ["promise", 6e-8, 100],
    ["thread", 0.012, null],
  ]);
});

test("a closure that slows down while it runs is seen, and where it does", () => {
  const [direct, closure] = report.freshClosure;
  expect(direct!.slowDown.median).toBe(1);
  expect(closure!.slowDown.median).toBeCloseTo(6);
  expect(closure!.series.find(({ seconds }) => seconds > 2e-4)!.call).toBe(50);
});

test("what was not completed is one line for a reason, and no figure", () => {
  const failed = inBlocks(2, "cores", "threading", { workers: 3 }, () => ({}), {
    outcome: "failed",
    reason: "exited with code 1",
  });
  const { cores, notCompleted, experiments } = only(failed);
  expect(cores).toEqual([]);
  expect(notCompleted).toEqual([
    {
      experiment: "cores",
      runtime: "node",
      outcome: "failed",
      reason: "exited with code 1",
      settings: [{ place: "threading", setting: { workers: 3 }, blocks: [0, 1] }],
    },
  ]);
  expect(experiments.find(({ name }) => name === "cores")!.outcomes).toEqual({ completed: 0, failed: 2, skipped: 0 });
});

describe("What to use?", () => {
  const row = (feature: string) => report.whatToUse[0]!.rows.find((one) => one.feature === feature)!;

  test("answers where the whole interval lies on one side", () => {
    expect(row("Optimise waiting periods").threads).toMatchObject({ answer: "yes", figure: { median: 12.5 } });
    expect(row("Use all CPU cores").threads.answer).toBe("yes");
    expect(row("Use all CPU cores").async).toMatchObject({ answer: "no" });
    expect(row("Use blocking library functions").async).toMatchObject({ answer: "no" });
    expect(row("Use blocking library functions").threads.answer).toBe("yes");
    expect(row("GIL interference").threads).toMatchObject({ answer: "yes" });
    expect(row("GIL interference").threads.text).toContain("memory while another: sweep memory");
  });

  test("shows the figure with every answer, and says what was not measured", () => {
    expect(row("Scalability").async.text).toContain("at least 1,024");
    expect(row("Scalability").processes).toEqual({ answer: null, text: "not measured in this run", figure: null });
  });

  test("takes the best of the figures that are settled, not the largest whatever its interval", () => {
    const speedUps = { 3: [0.77, 1.8, 1.83, 1.83, 1.84, 1.99], 4: [1.8, 1.82, 1.82, 1.82, 1.84, 1.9] };
    const records = Object.entries(speedUps).flatMap(([workers, byBlock]) =>
      inBlocks(6, "cores", "multiprocessing", { workers: Number(workers) }, (block) => ({
        inlineSeconds: [byBlock[block]!],
        wallSeconds: [1],
        cpuSeconds: [1.9],
      })),
    );
    const { processes } = only(records).whatToUse[0]!.rows.find(({ feature }) => feature === "Use all CPU cores")!;
    expect(processes).toMatchObject({
      answer: "yes",
      text: expect.stringMatching(/^1\.82× \[1\.80–1\.90\] as fast with 4/),
    });
  });

  test("says no only where no figure may be beyond the line, and of one that is not known what is known of it", () => {
    const late = (name: string, delays: number[]) =>
      inBlocks(6, "loop-delay", "thread", { function: name }, (block) => ({
        delaySeconds: [delays[block]!],
        callSeconds: [0.01],
      }));
    const of = (records: Parameters<typeof only>[0]) =>
      only(records).whatToUse[0]!.rows.find(({ feature }) => feature === "Use blocking library functions")!.threads;
    const steady = late("steady", [0.002, 0.002, 0.002, 0.002, 0.002, 0.002]);
    const wild = late("wild", [0.001, 0.003, 0.003, 0.003, 0.003, 0.015]);
    const beyond = late("beyond", [0.001, 0.003, 0.003, 0.003, 0.003, 0.03]);
    expect(of([...steady, ...wild])).toMatchObject({ answer: "yes", text: "late: less than 16.7 ms (wild)" });
    expect(of([...steady, ...beyond])).toMatchObject({ answer: null, text: "late: not known here (×30) (beyond)" });
  });

  test("gives no answer below six blocks", () => {
    const few = only([
      recordOf("overlap", "async", { waits: 10, workers: 1 }, 0, { wallSeconds: [0.01], waitSeconds: [0.01] }),
    ]);
    const { async } = few.whatToUse[0]!.rows[0]!;
    expect(async).toMatchObject({ answer: null });
    expect(async.text).toContain("indicative only");
  });
});

test("each experiment has the command that runs it again, with seed and blocks", () => {
  expect(report.experiments[0]!.command).toBe("pnpm experiments --only compile-cache --blocks 6 --seed 7");
});
