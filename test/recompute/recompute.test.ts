/** A second computation of all figures, in another language and from the journals alone, agrees with the reports. */
import { globSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JobsRecord } from "../../packages/core/src/results/jobs.ts";
import type { Noise } from "../../packages/core/src/results/noise.ts";
import { MODELS } from "../../packages/core/src/results/record.ts";
import type { ExperimentRecord } from "../../packages/core/src/results/experiment.ts";
import type { ServerRecord } from "../../packages/core/src/results/server.ts";
import { createRandom, type Random } from "../../packages/core/src/statistics/random.ts";
import { execaSync } from "execa";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../scripts/analysis/analyse.ts";
import { analyseClaims } from "../../scripts/studies/experiments/claims/analyse-claims.ts";
import { CLAIMS } from "../../scripts/studies/experiments/claims/claims-plan.ts";
import {
  claimOf,
  madeUpRun as madeUpClaims,
  startRecords,
  startsTwiceAsLong,
} from "../../scripts/studies/experiments/claims/fixtures/made-up-claims.ts";
import {
  EVERYTHING,
  inBlocks,
  madeUpExperiments,
} from "../../scripts/studies/experiments/fixtures/made-up-experiments.ts";
import {
  EXPERIMENTS_REPORT,
  writeExperimentsReport,
} from "../../scripts/studies/experiments/write-experiments-report.ts";
import { JournalWriter } from "../../scripts/files/journal.ts";
import { EXPERIMENTS } from "../../scripts/studies/experiments/experiments-study.ts";
import { POOLS } from "../../scripts/studies/pools/pools-study.ts";
import { publishRun } from "../../scripts/files/publish-run.ts";
import { removeQuietly } from "../../scripts/files/write-files.ts";
import { CASE_NAMES, MEMORY_WORKERS } from "../../scripts/studies/pools/cases.ts";
import { ENVIRONMENT, poolRecordOf } from "../../scripts/studies/pools/fixtures/made-up-pools.ts";
import { writePoolsReport } from "../../scripts/studies/pools/write-pools-report.ts";
import { analyseJobs } from "../../scripts/studies/jobs/analyse-jobs.ts";
import { madeUpJobs } from "../../scripts/studies/jobs/fixtures/made-up-jobs.ts";
import { JOBS } from "../../scripts/studies/jobs/jobs-study.ts";
import { analyseServers } from "../../scripts/studies/server/analyse-server.ts";
import {
  ENVIRONMENT as SERVERS_ENVIRONMENT,
  madeUpServers,
} from "../../scripts/studies/server/fixtures/made-up-servers.ts";
import { SERVERS } from "../../scripts/studies/server/server-study.ts";
import { cellOf, madeUpRecords, writeRun } from "../../scripts/report/fixtures/made-up-run.ts";
import { writePageRun } from "../../scripts/report/fixtures/page-run.ts";
import { readRun } from "../../scripts/report/read-run.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SCRIPT = join(root, "test/recompute/recompute.py");
const noPython = execaSync("python3", ["--version"], { reject: false }).failed;
const why = noPython ? " (skipped: no python3 here)" : "";

const made = mkdtempSync(join(tmpdir(), "triathlon-recompute-"));
afterAll(() => removeQuietly(made));

/** What reports of figures were computed from, as far as it stands there. */
const published = ["bench", "*/bench", "experiments", "pools", "server", "claims", "jobs"].flatMap((study) =>
  globSync(join(root, "docs/results", study)),
);

/** A run that never happened, as it is published. */
function publishMadeUp(): string {
  const run = mkdtempSync(join(made, "run-"));
  RUNS["experiments"]?.write(run);
  publishRun(run, join(made, "results"), EXPERIMENTS_REPORT.published, []);
  return join(made, "results", EXPERIMENTS_REPORT.published.name);
}

const share = (random: Random): number => random() / 2 ** 32;

function writeBenchReport(folder: string): void {
  writeFileSync(join(folder, "report.json"), JSON.stringify(analyse(readRun(folder))));
}

/** Runs that never happened, each with its report. */
const RUNS: Record<string, { report: string; write: (folder: string) => void }> = {
  "a page's run": {
    report: "report.json",
    write: (folder) => {
      writePageRun(folder);
      writeBenchReport(folder);
    },
  },
  "a run by chance": { report: "report.json", write: writeRunByChance },
  experiments: {
    report: "experiments.json",
    write: (folder) => {
      const random = createRandom(3, 0);
      const setting = { payloadBytes: 1024, crossing: "cloned", workers: 2 };
      const crossover = inBlocks(12, "crossover", "threading", setting, () => {
        const sizes = Array.from({ length: 30 }, () => 10 ** Math.floor(5 * share(random)));
        return {
          sizes,
          workSeconds: sizes.map((size) => size * 1e-6 * (1 + 0.1 * share(random))),
          speedUp: sizes.map((size) => (size / 100) ** 0.2 * (0.5 + share(random))),
        };
      });
      const { plan, environment, records } = madeUpExperiments([...EVERYTHING, ...crossover]);
      const experiments = plan.experiments.map((one) => ({ ...one, blocks: 12 }));
      writeFileSync(join(folder, "plan.json"), JSON.stringify({ ...plan, experiments }));
      writeFileSync(join(folder, "environment.json"), JSON.stringify(environment));
      using journal = new JournalWriter(folder, EXPERIMENTS);
      for (const record of records) journal.append(record);
      writeExperimentsReport(folder);
    },
  },
  pools: { report: "pools.json", write: writePoolsByChance },
  "a load test": { report: "server.json", write: writeServersByChance },
  claims: { report: "claims.json", write: writeClaimsByChance },
  jobs: { report: "jobs.json", write: writeJobsByChance },
};

/** Noise, ghosts, repeats, failures, a runtime that is not there; few passes and many, flat ones and others. */
function writeRunByChance(folder: string): void {
  const random = createRandom(2, 0);
  const cells = ["sum-of-squares", "load-tables"].flatMap((workload) =>
    ["node", "deno", "bun"].flatMap((runtime) => MODELS.map((model) => cellOf(runtime, model, { workload }))),
  );
  const run = madeUpRecords({
    cells,
    timedBlocks: 10,
    memoryBlocks: 6,
    lagBlocks: 1,
    plan: { unavailable: [{ runtime: "bun", reason: "not on PATH" }], ghostsPerBlock: cells.length },
    change: ({ runtime, model, pass, workload }) => {
      if (runtime === "bun") return null;
      if (share(random) < 0.02) return { outcome: "failed", reason: "crashed", exitCode: 1, iterationSeconds: [] };
      const level = { sequential: 1, async: 0.99, threading: 0.5, multiprocessing: 0.9, distributed: 1.4 }[model];
      const wobble = workload === "load-tables" ? 0.3 : 0.01;
      const passes = Array.from({ length: 3 + Math.floor(40 * share(random)) }, (_, index) => {
        const warming = index < 10 && share(random) < 0.5 ? 1.2 : 1;
        return level * warming * (1 + wobble * share(random));
      });
      const noise: Noise = { ...QUIET, capacityAfter: 1.5 + share(random) / 2 };
      return {
        iterationSeconds: passes,
        warmupSeconds: [2 * level, level],
        wallSeconds: 50 + share(random),
        cpuSeconds: 60 + share(random),
        added: { wallSeconds: 3, cpuSeconds: 4 },
        observations: workload === "load-tables" ? { waitedSeconds: 3 * share(random) } : {},
        ...(pass === "time" && { noise, contamination: share(random) < 0.1 ? ["capacity"] : [] }),
      };
    },
  });
  const ghosts = run.records
    .filter(({ pass, discarded }) => pass === "time" && !discarded)
    .map((record) => ({
      ...record,
      ghost: 1,
      position: record.position + cells.length,
      iterationSeconds: record.iterationSeconds.map((seconds) => seconds * (1 + 0.02 * share(random))),
    }));
  const repeats = run.records
    .filter(({ contamination }) => contamination.length > 0)
    .map((record) => ({ ...record, attempt: 2, contamination: [], iterationSeconds: [0.7] }));
  writeRun(folder, { ...run, records: [...run.records, ...ghosts, ...repeats] });
  writeBenchReport(folder);
}

const QUIET: Noise = {
  seconds: 1,
  stealShare: 0,
  foreignCpuSeconds: 0,
  cpuPressureShare: 0,
  ioPressureShare: 0,
  memoryPressureShare: 0,
  throttledSeconds: 0,
  swappedInPages: 0,
  majorFaults: 0,
  contextSwitches: 0,
  capacityBefore: 2,
  capacityAfter: 2,
  capacityAtBest: 2,
};

function writePoolsByChance(folder: string): void {
  const random = createRandom(4, 0);
  writeFileSync(join(folder, "environment.json"), JSON.stringify(ENVIRONMENT));
  using journal = new JournalWriter(folder, POOLS);
  const contenders = ["triathlon", "piscina", "workerpool", "raw-ping-pong", "raw-batched", "raw-one-in-flight"];
  let position = 0;
  for (let block = 0; block < 7; block++) {
    for (const contender of contenders) {
      for (const poolCase of CASE_NAMES) {
        for (const workers of poolCase === "idle-memory" ? Object.values(MEMORY_WORKERS) : [2]) {
          const record = poolRecordOf(contender, poolCase, block, 0.1, { workers });
          const observations = {
            ...(poolCase === "short-tasks" && { capacity: [9000 + 1000 * share(random), 9500] }),
            ...(poolCase === "mix" && { shortSeconds: Array.from({ length: 150 }, () => share(random)) }),
            ...(poolCase.startsWith("transfer-") && { detached: [Math.floor(40 * share(random))] }),
          };
          const seconds = Array.from({ length: record.repetitions }, () => 0.1 + share(random));
          const failed = contender === "workerpool" && share(random) < 0.1;
          journal.append({
            ...record,
            position: position++,
            noise: QUIET,
            contamination: share(random) < 0.2 ? ["steal"] : [],
            figures: { seconds: poolCase === "idle-memory" ? [] : seconds, observations },
            proportionalMemoryBytes: poolCase === "idle-memory" ? workers * 2 ** 22 + random() : null,
            ...(failed && { outcome: "failed", reason: "it hung", figures: null }),
          });
        }
      }
    }
  }
  writePoolsReport(folder);
}

function writeServersByChance(folder: string): void {
  const random = createRandom(5, 0);
  const chances = (count: number): number[] => Array.from({ length: count }, () => share(random));
  writeFileSync(join(folder, "environment.json"), JSON.stringify(SERVERS_ENVIRONMENT));
  using journal = new JournalWriter(folder, SERVERS);
  const records = madeUpServers().map((record, position): ServerRecord => {
    const seen = { position, noise: QUIET, contamination: share(random) < 0.2 ? ["steal" as const] : [] };
    if (share(random) < 0.1) return { ...record, ...seen, outcome: "failed", reason: "exited with code 7" };
    return {
      ...record,
      ...seen,
      latencySeconds: chances(70),
      delaySeconds: chances(90),
      loadedSeconds: 9 + share(random),
    };
  });
  for (const record of records) journal.append(record);
  writeFileSync(join(folder, "server.json"), JSON.stringify(analyseServers(records, SERVERS_ENVIRONMENT)));
}

function writeClaimsByChance(folder: string): void {
  const random = createRandom(6, 0);
  const runtimes = ["node", "deno", "bun"];
  const pairs = runtimes.flatMap((slower) => runtimes.map((faster) => [slower, faster] as const));
  const claim = claimOf(
    pairs
      .filter(([slower, faster]) => slower !== faster)
      .flatMap(([slower, faster]) =>
        [1, 1.5, 4].map((atLeast) =>
          startsTwiceAsLong({
            name: `${slower} ÷ ${faster} from ${atLeast}`,
            slower: { runtime: slower, place: "hello" },
            faster: { runtime: faster, place: "hello" },
            claimed: atLeast === 1 ? null : { least: atLeast, most: 7 },
            atLeast,
            isCause: atLeast === 4,
            ...(slower === "bun" && { cpus: 8 }),
          }),
        ),
      ),
  );
  const records = runtimes.flatMap((runtime, index) =>
    startRecords(runtime, () => 0.01 * 2 ** index * (1 + share(random) / 5)).map((record): ExperimentRecord => {
      const seen = { noise: QUIET, contamination: share(random) < 0.1 ? ["steal" as const] : [] };
      const failed = { outcome: "failed", reason: "exited with code 7", figures: {} } as const;
      return { ...record, ...seen, position: index, ...(share(random) < 0.05 && failed) };
    }),
  );
  const run = madeUpClaims(records, [claim]);
  writeFileSync(join(folder, "plan.json"), JSON.stringify(run.plan));
  writeFileSync(join(folder, "environment.json"), JSON.stringify(run.environment));
  using journal = new JournalWriter(folder, CLAIMS);
  for (const record of records) journal.append(record);
  writeFileSync(join(folder, "claims.json"), JSON.stringify(analyseClaims(run, [claim])));
}

function writeJobsByChance(folder: string): void {
  const random = createRandom(6, 0);
  writeFileSync(join(folder, "environment.json"), JSON.stringify(SERVERS_ENVIRONMENT));
  using journal = new JournalWriter(folder, JOBS);
  const records = madeUpJobs().map((record, position): JobsRecord => {
    const seen = { position, noise: QUIET, contamination: share(random) < 0.2 ? ["steal" as const] : [] };
    if (share(random) < 0.1)
      return { ...record, ...seen, outcome: "failed", reason: "exited with code 7", figures: null };
    const { seconds, ...counts } = record.figures!;
    return { ...record, ...seen, figures: { seconds: seconds.map((one) => one * (1 + share(random))), ...counts } };
  });
  for (const record of records) journal.append(record);
  writeFileSync(join(folder, "jobs.json"), JSON.stringify(analyseJobs(records, SERVERS_ENVIRONMENT)));
}

const recompute = (folder: string) => execaSync("python3", [SCRIPT, folder], { reject: false });

describe.skipIf(noPython)(`figures computed again in Python${why}`, () => {
  it.each(["made up", ...published])("are those that are published: %s", (place) => {
    const folder = place === "made up" ? publishMadeUp() : place;
    const { stdout, stderr, exitCode } = recompute(folder);
    expect(stdout + stderr).toMatch(/^\d{3,} figures, 0 disagreements$/);
    expect(exitCode).toBe(0);
  });

  describe.each(Object.entries(RUNS))("of %s", (_, { report, write }) => {
    const folder = mkdtempSync(join(made, "run-"));
    write(folder);
    const path = join(folder, report);
    const text = readFileSync(path, "utf8");

    it("are the report's", () => {
      const { stdout, stderr, exitCode } = recompute(folder);
      expect(stdout + stderr).toMatch(/^\d{3,} figures, 0 disagreements$/);
      expect(exitCode).toBe(0);
    });

    it("find each figure that is planted: other by a hundred-thousandth, another word, one that nobody knows, a row too many", () => {
      const changed = JSON.parse(text) as Record<string, unknown>;
      for (const [index, planted] of PLANTED.entries()) plant(changed, planted, index);
      const lists = Object.values(changed).filter((value): value is unknown[] => Array.isArray(value));
      const rows = lists.findLast(({ length }) => length > 0)!;
      rows.push({ planted: 1 });
      writeFileSync(path, JSON.stringify({ ...changed, more: 1 }));
      const { stdout, exitCode } = recompute(folder);
      const lines = stdout.split("\n");
      expect(lines).toContain(`${report}.more: in the report, and not computed here`);
      expect(lines).toContainEqual(
        expect.stringMatching(`: ${rows.length} in the report, ${rows.length - 1} computed$`),
      );
      expect(lines.filter((line) => / in the report, .+ computed$/.test(line))).toHaveLength(PLANTED.length + 1);
      expect(lines.at(-1)).toMatch(new RegExp(` ${PLANTED.length + 2} disagreements$`));
      expect(exitCode).toBe(1);
    });
  });

  it("are not asked of a folder without a journal", () => {
    const { stderr, exitCode } = recompute(made);
    expect(stderr).toMatch(/^Cannot recompute .*: wanted the journal of .*, found none/);
    expect(exitCode).toBe(2);
  });
});

type Change = (name: string, value: unknown) => unknown;

const nudged =
  (wanted: string): Change =>
  (name, value) =>
    name === wanted && typeof value === "number" && value !== 0 ? value * 1.00001 : value;

/** What is made wrong: figures in the middle and at an end of intervals, a count, and what was decided by them. */
const PLANTED: readonly Change[] = [
  nudged("median"),
  nudged("high"),
  (name, value) => (name === "n" && typeof value === "number" ? value + 1 : value),
  (name, value) => (WORDS.has(name) && typeof value === "string" ? `${value}!` : value),
];

const WORDS = new Set(["verdict", "class", "breakEven", "answer", "bestPeer", "place", "arm"]);

/** Changes one of those that can be: with each index one further on in the report. */
function plant(report: unknown, change: Change, index: number): void {
  const places: (() => void)[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, one] of Object.entries(value)) {
      const other = change(name, one);
      if (other !== one) places.push(() => Object.assign(value, { [name]: other }));
      walk(one);
    }
  };
  walk(report);
  places.at(Math.floor((places.length * (2 * index + 1)) / 8))?.();
}
