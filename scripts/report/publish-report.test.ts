import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Noise } from "@triathlon/core/results/noise";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { madeUpRun as madeUpClaims, nodeTakes } from "../studies/experiments/claims/fixtures/made-up-claims.ts";
import { CLAIMS } from "../studies/experiments/claims/claims-plan.ts";
import { CLAIMS_REPORT, writeClaimsReport } from "../studies/experiments/claims/write-claims-report.ts";
import { EVERYTHING, madeUpExperiments } from "../studies/experiments/fixtures/made-up-experiments.ts";
import { EXPERIMENTS_REPORT, writeExperimentsReport } from "../studies/experiments/write-experiments-report.ts";
import { JournalWriter } from "../files/journal.ts";
import { EXPERIMENTS } from "../studies/experiments/experiments-study.ts";
import { POOLS } from "../studies/pools/pools-study.ts";
import { PUBLISHED, type Published, publishRun } from "../files/publish-run.ts";
import { writeJson } from "../files/write-files.ts";
import { CASES } from "../studies/pools/cases.ts";
import { ENVIRONMENT, poolRecordOf } from "../studies/pools/fixtures/made-up-pools.ts";
import { POOLS_REPORT, writePoolsReport } from "../studies/pools/write-pools-report.ts";
import { writeDecisions } from "../studies/decide/fixtures/made-up-decisions.ts";
import { decideReport, writeDecideReport } from "../studies/decide/write-decide-report.ts";
import { madeUpJobs } from "../studies/jobs/fixtures/made-up-jobs.ts";
import { JOBS } from "../studies/jobs/jobs-study.ts";
import { JOBS_REPORT, writeJobsReport } from "../studies/jobs/write-jobs-report.ts";
import { ENVIRONMENT as SERVERS_ENVIRONMENT, madeUpServers } from "../studies/server/fixtures/made-up-servers.ts";
import { SERVERS } from "../studies/server/server-study.ts";
import { SERVER_REPORT, writeServerReport } from "../studies/server/write-server-report.ts";
import { REPOSITORY } from "../repository.ts";
import { cellOf, madeUpRecords, writeRun } from "./fixtures/made-up-run.ts";
import { writePageRun } from "./fixtures/page-run.ts";
import { render } from "./formats/markdown.ts";
import { drawPictures, isDrawn } from "./pictures/draw-pictures.ts";
import { svgFile } from "./pictures/svg-file.ts";
import { BENCH, readReport } from "./publish-report.ts";
import { writeReport } from "./write-report.ts";

let folder: string;
let published: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "triathlon-publish-"));
  published = join(folder, "published");
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** Draws from the published report again. */
async function expectDrawnFromReport(place: string): Promise<void> {
  const read = (name: string): string => readFileSync(join(place, name), "utf8");
  const own = readReport(join(place, "report.json"));
  expect(read("report.md")).toBe(render(own));
  const pictures = await drawPictures({ report: own, lanes: [], experiments: null });
  const overview = pictures.find(({ name }) => name === "overview");
  expect(read("overview.svg")).toBe(overview && isDrawn(overview) ? svgFile(overview) : "");
}

type Unfit = Promise<readonly string[]>;

/** Of each study: how the report of a run is written again, and a run that never happened. Gives why it is unfit. */
const STUDIES: readonly { study: Published; report: (run: string) => Unfit; make: (run: string) => void }[] = [
  { study: BENCH, report: async (run) => (await writeReport(run)).unfit, make: (run) => writePageRun(run) },
  {
    study: EXPERIMENTS_REPORT.published,
    report: async (run) => writeExperimentsReport(run).unfit,
    make: (run) => makeExperiments(run),
  },
  { study: POOLS_REPORT.published, report: async (run) => writePoolsReport(run).unfit, make: (run) => makePools(run) },
  ...(["node", "deno", "bun"] as const).map((runtime) => ({
    study: decideReport(runtime).published,
    report: async (run: string) => writeDecideReport(run).unfit,
    make: (run: string) => makeDecisions(run, { runtime }),
  })),
  {
    study: SERVER_REPORT.published,
    report: async (run) => (await writeServerReport(run)).unfit,
    make: (run) => makeServers(run),
  },
  {
    study: CLAIMS_REPORT.published,
    report: async (run) => (await writeClaimsReport(run)).unfit,
    make: (run) => makeClaims(run),
  },
  { study: JOBS_REPORT.published, report: async (run) => writeJobsReport(run).unfit, make: (run) => makeJobs(run) },
];

function makeExperiments(run: string, { smoke = false, loadAverage = 0.2, disturbed = 0 } = {}): void {
  const { plan, environment, records } = madeUpExperiments(EVERYTHING);
  writeJson(join(run, "plan.json"), { ...plan, smoke });
  writeJson(join(run, "environment.json"), { ...environment, loadAverage });
  using journal = new JournalWriter(run, EXPERIMENTS);
  for (const [index, record] of records.entries()) journal.append({ ...record, ...seen(index, disturbed) });
}

function makePools(
  run: string,
  { calls = CASES["at-once"].amount.calls, loadAverage = 0.2, disturbed = 0 } = {},
): void {
  writeJson(join(run, "environment.json"), { ...ENVIRONMENT, loadAverage });
  using journal = new JournalWriter(run, POOLS);
  for (let block = 0; block < 10; block++) {
    const record = poolRecordOf("triathlon", "at-once", block, 1 + block, { calls });
    journal.append({ ...record, ...seen(block, disturbed) });
  }
}

function makeDecisions(run: string, { runtime = "node", loadAverage = 0.2, disturbed = 0, workloads = 10 } = {}): void {
  const environment = { ...ENVIRONMENT, loadAverage, runtimes: [{ runtime, version: "2.0.0", engine: null }] };
  writeDecisions(run, { environment, runtime, workloads, of: (index) => seen(index, disturbed) });
}

function makeServers(run: string): void {
  writeJson(join(run, "environment.json"), SERVERS_ENVIRONMENT);
  using journal = new JournalWriter(run, SERVERS);
  for (const [position, record] of madeUpServers().entries()) journal.append({ ...record, position });
}

function makeClaims(run: string): void {
  const { plan, environment, records } = madeUpClaims(nodeTakes(4), undefined, { runtimes: ["node", "bun"] });
  writeJson(join(run, "plan.json"), plan);
  writeJson(join(run, "environment.json"), environment);
  using journal = new JournalWriter(run, CLAIMS);
  for (const record of records) journal.append(record);
}

function makeJobs(run: string): void {
  writeJson(join(run, "environment.json"), SERVERS_ENVIRONMENT);
  using journal = new JournalWriter(run, JOBS);
  for (const [position, record] of madeUpJobs().entries()) journal.append({ ...record, position });
}

test("of a run that was published before nothing stays that the next one has not", () => {
  const what: Published = {
    name: "bench",
    report: ["r.md"],
    documents: ["plan.json"],
    journals: ["a.ndjson", "b.ndjson"],
  };
  const run = (name: string, files: Record<string, string>): string => {
    const place = join(folder, name);
    mkdirSync(place);
    for (const [file, text] of Object.entries({ "r.md": "", "plan.json": "{}", ...files }))
      writeFileSync(join(place, file), text);
    return place;
  };
  publishRun(run("first", { "a.ndjson": "1\n", "b.ndjson": "1\n" }), published, what, []);
  publishRun(run("second", { "a.ndjson": "2\n" }), published, what, []);
  expect(readdirSync(join(published, "bench")).sort()).toEqual(["a.ndjson.gz", "plan.json"]);
});

const NOISE = Object.fromEntries(
  [
    "seconds",
    "stealShare",
    "foreignCpuSeconds",
    "cpuPressureShare",
    "ioPressureShare",
    "memoryPressureShare",
    "throttledSeconds",
    "swappedInPages",
    "majorFaults",
    "contextSwitches",
    "capacityBefore",
    "capacityAfter",
    "capacityAtBest",
  ].map((name) => [name, 0]),
) as Noise;

/** Of ten records so many were disturbed. */
const seen = (index: number, disturbed: number) => ({
  position: index,
  noise: NOISE,
  contamination: index % 10 < disturbed ? ["steal" as const] : [],
});

describe.each(STUDIES)("of $study.name", ({ study, report, make }) => {
  test("a published report is computed again from the samples beside it, to the same bytes", async () => {
    const run = mkdtempSync(join(folder, "run-"));
    make(run);
    const paths = publishRun(run, published, study, await report(run));
    expect(paths).toContain(join(published, study.name, `${study.journals[0]}.gz`));
    expect(paths!.every((path) => existsSync(path))).toBe(true);
    const samples = join(published, study.name);
    const before = readdirSync(samples).map((name) => readFileSync(join(samples, name)));
    await report(samples);
    for (const file of study.report) {
      expect(readFileSync(join(samples, file), "utf8")).toBe(readFileSync(join(run, file), "utf8"));
    }
    // Published once more, from where it is published: nothing changes.
    expect(publishRun(samples, published, study, [])).toEqual(paths);
    expect(paths!.slice(study.report.length).map((path) => readFileSync(path))).toEqual(expect.arrayContaining(before));
  });

  test("nothing is published of a run that calls itself unfit, and why is told", () => {
    const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(publishRun("results/7", published, study, ["Too noisy: 9 of 9."])).toBeNull();
    expect(told).toHaveBeenCalledWith(
      `Cannot publish the run in "results/7": wanted one that calls itself fit, found: Too noisy: 9 of 9. It stays where it is, and "${published}" is what it was.\n`,
    );
    expect(existsSync(published)).toBe(false);
  });

  const samples = join(REPOSITORY, PUBLISHED, study.name);
  test.runIf(existsSync(samples))("what stands in the documents is computed from the samples beside it", async () => {
    cpSync(samples, folder, { recursive: true });
    await report(folder);
    for (const file of study.report) {
      const place = join(REPOSITORY, PUBLISHED, file.replace("pictures/", ""));
      expect(readFileSync(join(folder, file), "utf8")).toBe(readFileSync(place, "utf8"));
    }
  });
});

test("a compressed journal is what was written, and has nothing of the moment or the machine in it", async () => {
  writePageRun(folder);
  publishRun(folder, published, BENCH, (await writeReport(folder)).unfit);
  const bytes = readFileSync(join(published, "bench", "journal.ndjson.gz"));
  expect(gunzipSync(bytes)).toEqual(readFileSync(join(folder, "journal.ndjson")));
  expect([...bytes.subarray(4, 8), bytes[9]]).toEqual([0, 0, 0, 0, 255]);
});

test("a published plan does not say where the repository lies", async () => {
  writePageRun(folder);
  const path = join(folder, "plan.json");
  writeFileSync(path, readFileSync(path, "utf8").replaceAll("file:///triathlon/", `file://${REPOSITORY}/`));
  publishRun(folder, published, BENCH, (await writeReport(folder)).unfit);
  const text = readFileSync(join(published, "bench", "plan.json"), "utf8");
  expect(text).toContain("file:///triathlon/packages/core/src/workloads/");
  expect(text).not.toContain(REPOSITORY);
});

test("a run without an overview is not published in part", async () => {
  writeRun(folder, madeUpRecords({ cells: [cellOf("node", "async")] }));
  const { unfit } = await writeReport(folder);
  expect(() => publishRun(folder, published, BENCH, unfit)).toThrow('wanted "pictures/overview.svg" in it, found none');
  expect(existsSync(published)).toBe(false);
});

describe("unfit is", () => {
  const cells = [cellOf("node", "sequential"), cellOf("node", "threading")];
  const bench = async (run: Parameters<typeof madeUpRecords>[0]): Promise<readonly string[]> => {
    writeRun(folder, madeUpRecords(run));
    return (await writeReport(folder)).unfit;
  };

  test("a bench that was disturbed, one that is not complete, and a smoke run", async () => {
    const disturbed = (share: number) => ({
      cells,
      change: ({ block }: { block: number }) => ({
        noise: NOISE,
        contamination: block > 8 * share ? [] : ["steal" as const],
      }),
    });
    expect(await bench(disturbed(0.1))).toEqual([]);
    expect(await bench(disturbed(0.4))).toEqual([expect.stringMatching(/^Too noisy: \d+ of 14 /)]);
    expect(await bench({ cells, change: ({ block }) => (block === 3 ? null : {}) })).toEqual([
      expect.stringMatching(/^Partial run: 14 of 16/),
    ]);
    expect(await bench({ cells, plan: { mode: "smoke" } })).toEqual([expect.stringMatching(/^A smoke run/)]);
  });

  test("of experiments, pools and decisions what began on a busy machine or was disturbed, a smoke run, and a part of one", () => {
    const busy = [expect.stringMatching(/^The machine was busy when this run began: load average 1\.5 on 2 CPUs/)];
    const smoke = [expect.stringMatching(/^A smoke run/)];
    const run = (make: (folder: string) => void): string => {
      const own = mkdtempSync(join(folder, "run-"));
      make(own);
      return own;
    };
    const experiments = (of: Parameters<typeof makeExperiments>[1]) =>
      writeExperimentsReport(run((own) => makeExperiments(own, of))).unfit;
    const pools = (of: Parameters<typeof makePools>[1]) => writePoolsReport(run((own) => makePools(own, of))).unfit;
    const noisy = [expect.stringMatching(/^Too noisy: \d+ of \d+ executions were .*Do not rely on these figures/)];
    expect([{}, { loadAverage: 1.5 }, { smoke: true }, { disturbed: 2 }, { disturbed: 4 }].map(experiments)).toEqual([
      [],
      busy,
      smoke,
      [],
      noisy,
    ]);
    expect([{}, { loadAverage: 1.5 }, { calls: 100 }, { disturbed: 2 }, { disturbed: 4 }].map(pools)).toEqual([
      [],
      busy,
      smoke,
      [],
      noisy,
    ]);
    const decisions = (of: Parameters<typeof makeDecisions>[1]) =>
      writeDecideReport(run((own) => makeDecisions(own, of))).unfit;
    const partial = [expect.stringMatching(/^Partial run: 10 of 12 workloads are in the journal/)];
    expect([{}, { loadAverage: 1.5 }, { workloads: 12 }, { disturbed: 2 }, { disturbed: 4 }].map(decisions)).toEqual([
      [],
      busy,
      partial,
      [],
      noisy,
    ]);
  });
});

test("what stands in the documents is made of the report that stands there", () =>
  expectDrawnFromReport(join(REPOSITORY, PUBLISHED)));
