/** Every command that writes, while a disk is full, fails or takes a byte at a time, at each of its calls to the system in turn. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { publishOutputs } from "../../scripts/examples/outputs.ts";
import { EVERYTHING, madeUpExperiments } from "../../scripts/studies/experiments/fixtures/made-up-experiments.ts";
import { EXPERIMENTS, experimentsStudy } from "../../scripts/studies/experiments/experiments-study.ts";
import {
  EXPERIMENTS_REPORT,
  writeExperimentsReport,
} from "../../scripts/studies/experiments/write-experiments-report.ts";
import { createExportCommand } from "../../scripts/export/export-command.ts";
import { type Fault, withEveryFault } from "../../scripts/files/fixtures/faults.ts";
import { readJournal } from "../../scripts/files/journal.ts";
import { EXECUTIONS } from "../../scripts/files/journals.ts";
import { POOLS, poolsStudy } from "../../scripts/studies/pools/pools-study.ts";
import { WriteError } from "../../scripts/files/write-files.ts";
import { lockMachine } from "../../scripts/study/machine-lock.ts";
import { OrderFolder } from "../../scripts/study/execute.ts";
import { fakeRun } from "../../scripts/studies/bench/fixtures/fake-run.ts";
import { silent } from "../../scripts/study/progress.ts";
import { runPlan } from "../../scripts/studies/bench/bench-study.ts";
import { ENVIRONMENT, poolRecordOf } from "../../scripts/studies/pools/fixtures/made-up-pools.ts";
import { runStudy } from "../../scripts/study/study.ts";
import { POOLS_REPORT, writePoolsReport } from "../../scripts/studies/pools/write-pools-report.ts";
import { cellOf, madeUpRecords, writeRun } from "../../scripts/report/fixtures/made-up-run.ts";
import { type Published, publishRun } from "../../scripts/files/publish-run.ts";
import { BENCH } from "../../scripts/report/publish-report.ts";
import { writeReport } from "../../scripts/report/write-report.ts";
import { createRunFolder, nameLatest } from "../../scripts/run-folder.ts";

/** How many calls further it fails next; `test/long` tries each. */
const STEP = process.env["EVERY_FAULT"] === undefined ? 5 : 1;

let place: string;
let kept: string;
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), "triathlon-faults-"));
  kept = join(place, "kept");
  writeRun(join(kept, "run"), madeUpRecords({ cells: [cellOf("node", "sequential"), cellOf("node", "threading")] }));
  const experiments = madeUpExperiments(EVERYTHING.filter(({ experiment }) => experiment === "overlap"));
  const pools = [0, 1].map((block) => poolRecordOf("triathlon", "at-once", block, 1));
  write("experiments/plan.json", experiments.plan);
  write("experiments/environment.json", experiments.environment);
  write(`experiments/${EXPERIMENTS.file}`, ...experiments.records);
  write("pools/environment.json", ENVIRONMENT);
  write(`pools/${POOLS.file}`, ...pools);
  await writeReport(join(kept, "run"));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

function write(path: string, ...documents: readonly object[]): void {
  mkdirSync(join(kept, path, ".."), { recursive: true });
  writeFileSync(join(kept, path), documents.map((each) => `${JSON.stringify(each)}\n`).join(""));
}

let folder: string;
beforeEach(() => (folder = join(place, "now")));

/** A folder with what was kept, anew. */
function start(): void {
  rmSync(folder, { recursive: true, force: true });
  cpSync(kept, folder, { recursive: true });
}

const filesIn = (root: string): Map<string, string> =>
  new Map(
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(root, path)).isFile())
      .map((path) => [path, readFileSync(join(root, path), "utf8")]),
  );

/** Once without a fault; then with each: what there is in the end is what was there before, or what is there without a fault. */
async function expectWhole(work: () => unknown): Promise<number> {
  start();
  await work();
  const wanted = filesIn(folder);
  const before = filesIn(kept);
  return withEveryFault(
    async () => {
      start();
      await work();
    },
    (fault, at, error) => {
      const name = `${fault} at call ${at}`;
      expectSentence(error, fault, name);
      for (const [path, content] of filesIn(folder)) {
        const isWhole = content === wanted.get(path) || content === before.get(path);
        expect(isWhole, `${name}: ${path} is whole`).toBe(true);
      }
    },
    STEP,
  );
}

function expectSentence(error: unknown, fault: Fault, name: string): void {
  if (fault === "short write" || fault === "EINTR") expect(error, name).toBe(null);
  if (error === null) return;
  expect(error, name).toBeInstanceOf(WriteError);
  expect((error as Error).message, name).toMatch(/^Cannot [^]+ \((ENOSPC|EIO)\): /);
}

describe("files are whole, or what they were, and the fault is told in a sentence", () => {
  test("report", { timeout: 300_000 }, async () => {
    expect(await expectWhole(() => writeReport(join(folder, "run")))).toBeGreaterThan(80 / STEP);
  });

  test("report --publish", async () => {
    const cases = await expectWhole(() => {
      mkdirSync(join(folder, "run", "pictures"), { recursive: true });
      writeFileSync(join(folder, "run", "pictures", "overview.svg"), "<svg/>");
      publish("run", BENCH);
    });
    expect(cases).toBeGreaterThan(40 / STEP);
  });

  const publish = (run: string, study: Published) =>
    publishRun(join(folder, run), join(folder, "docs", "results"), study, []);

  test("bench export", async () => {
    const args = ["run", "--runs", folder, "--format", "csv", "--out", join(folder, "figures.csv")];
    expect(await expectWhole(() => createExportCommand().parseAsync(args, { from: "user" }))).toBeGreaterThan(
      15 / STEP,
    );
  });

  test("experiments report --publish", async () => {
    const run = (): void => {
      writeExperimentsReport(join(folder, "experiments"));
      publish("experiments", EXPERIMENTS_REPORT.published);
    };
    expect(await expectWhole(run)).toBeGreaterThan(60 / STEP);
  });

  test("bench:pools report --publish", async () => {
    const run = (): void => {
      writePoolsReport(join(folder, "pools"));
      publish("pools", POOLS_REPORT.published);
    };
    expect(await expectWhole(run)).toBeGreaterThan(60 / STEP);
  });

  test("examples check --publish", async () => {
    const run = (): void => {
      mkdirSync(join(folder, "docs", "results"), { recursive: true });
      publishOutputs(
        folder,
        { "node/async/a": "text" },
        madeUpRecords({ cells: [cellOf("node", "async")] }).environment,
      );
    };
    expect(await expectWhole(run)).toBeGreaterThan(15 / STEP);
  });

  test("a run's folder, and the name of the latest", async () => {
    const run = (): void => nameLatest(folder, createRunFolder(folder, "run-2").split("/").at(-1)!);
    expect(await expectWhole(run)).toBeGreaterThan(10 / STEP);
  });
});

test("the lock is taken, or nobody's, and nothing is left of it", async () => {
  const path = join(place, "bench.lock");
  await withEveryFault(
    async () => {
      using _lock = await lockMachine({ path, noWait: true });
    },
    async (fault, at, error) => {
      expectSentence(error, fault, `${fault} at call ${at}`);
      // One that could not be let go of is this process's until it ends.
      if (error === null) rmSync(path, { force: true });
      using _next = await lockMachine({ path, noWait: true });
    },
  );
});

test("an order lies in its folder whole, or there is none", async () => {
  await withEveryFault(
    () => {
      using orders = new OrderFolder();
      orders.write({ do: "calibrate", answer: orders.answer });
      JSON.parse(readFileSync(orders.order, "utf8"));
    },
    (fault, at, error) => expectSentence(error, fault, `${fault} at call ${at}`),
  );
});

describe("records are whole lines, and a run goes on after them", () => {
  const signal = new AbortController().signal;

  /** Nothing is started: the runtime is not here, and every execution is skipped. */
  const bench = async (): Promise<unknown> => {
    const cells = ["a", "b"].map((workload) => cellOf("deno", "sequential", { workload }));
    const run = fakeRun(folder, [], { cells, unavailable: [{ runtime: "deno", reason: "it is not here" }] });
    return runPlan({ ...run, runtimes: [...run.runtimes], workloads: [] });
  };
  const experiments = (): Promise<unknown> =>
    runStudy(
      experimentsStudy({
        runId: "run",
        selection: {
          runtimes: ["deno"],
          experiments: [
            {
              name: "fake",
              title: "Fake",
              question: "What?",
              blocks: 2,
              timeLimitSeconds: 1,
              settings: () => [{ place: "thread", setting: {}, amount: {} }],
            },
          ],
          smoke: true,
          blocks: 2,
        },
        runtimes: new Map([["deno", { reason: "it is not here" }]]),
        seed: 1,
      }),
      { folder, signal, progress: silent },
    );
  const pools = (): Promise<unknown> => {
    const contender = {
      name: "triathlon",
      model: "threading" as const,
      role: "own" as const,
      version: null,
      adapter: null,
      options: {},
      notRun: null,
      cases: ["mix" as const, "map" as const],
      notRunIn: {},
    };
    const study = poolsStudy({
      runId: "run",
      selection: {
        runtimes: [{ name: "deno", list: { entry: "", arguments: [], contenders: [contender] } }],
        models: ["threading"],
        cases: ["mix", "map"],
        contenders: undefined,
        workers: 2,
        smoke: true,
      },
      runtimes: new Map([["deno", { reason: "it is not here" }]]),
      blocks: 1,
      seed: 1,
      timeLimitSeconds: 1,
    });
    return runStudy(study, { folder, signal, progress: silent });
  };
  const recordsIn = {
    bench: () => [...readJournal(folder, EXECUTIONS)].length,
    experiments: () => [...readJournal(folder, EXPERIMENTS)].length,
    pools: () => [...readJournal(folder, POOLS)].length,
  };

  test.each([
    ["bench", bench, 2],
    ["experiments", experiments, 2],
    ["pools", pools, 2],
  ] as const)("%s", { timeout: 300_000 }, async (study, run, all) => {
    const cases = await withEveryFault(
      async () => {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder);
        await run();
      },
      async (fault, at, error) => {
        const name = `${fault} at call ${at}`;
        expectSentence(error, fault, name);
        const found = recordsIn[study]();
        expect(found, name).toBeLessThanOrEqual(all);
        if (error === null) expect(found, name).toBe(all);
        await run(); // goes on where the journal ends
        expect(recordsIn[study](), name).toBe(all);
      },
      STEP,
    );
    expect(cases).toBeGreaterThan(20 / STEP);
  });
});
