/**
 * Runs random schedules in one cell, many to a process, and finds out which of them it was when a process does not survive them.
 *
 *      seeds ──▶ batch ──▶ one line a schedule ──▶ wrong? the story, and the command that does it again
 *                  ╰─ lines are missing: what was under way is tried alone, the rest goes on in the next batch
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CheckLine } from "@triathlon/core/conformance/check";
import type { ExecutionModel } from "@triathlon/core/workloads/workload";
import { TemporaryFolder } from "../files/temporary-folder.ts";
import type { AvailableRuntime } from "../study/runtimes.ts";
import { REPOSITORY } from "../repository.ts";
import { type FoundScenario, runScenario } from "./run-scenario.ts";

/** So many seeds, from the first on. */
export interface Seeds {
  first: number;
  count: number;
  /** What every pool has, by name, separated by commas, or `all`. Default: none. */
  abilities?: string;
}

export interface Verdict {
  passed: number;
  failures: Failure[];
}

export interface Failure {
  seeds: Seeds;
  /** What was broken and, for a single schedule, all that was done and came of it. */
  story: string;
}

/** Of a process; small enough that little is lost with one, large enough that starting it costs little. */
const BATCH = 64;
/** Schedules under way at once: they mostly wait for workers. */
const AT_ONCE = 8;

/**
 * Runs one schedule for each seed.
 *
 * @param timeLimitMilliseconds of one process. Default: alone, a schedule takes a tenth of a second; and one that hangs is given up
 *   by the process itself after 20 s
 */
export async function runSchedules(
  runtime: AvailableRuntime,
  model: ExecutionModel,
  seeds: Seeds,
  timeLimitMilliseconds: number = 60_000 + 5_000 * Math.min(BATCH, seeds.count),
): Promise<Verdict> {
  const verdict: Verdict = { passed: 0, failures: [] };
  const add = ({ passed, failures }: Verdict): void => {
    verdict.passed += passed;
    verdict.failures.push(...failures);
  };
  const end = seeds.first + seeds.count;
  for (let first = seeds.first; first < end;) {
    const batch = { ...seeds, first, count: Math.min(BATCH, end - first) };
    const found = await runBatch(runtime, model, batch, timeLimitMilliseconds);
    add(found);
    const guilty: Failure[] = [];
    if (found.ofProcess !== undefined && batch.count > 1) {
      for (const seed of found.underWay) {
        const alone = await runSchedules(runtime, model, { ...seeds, first: seed, count: 1 }, timeLimitMilliseconds);
        add(alone);
        guilty.push(...alone.failures);
      }
    }
    if (found.ofProcess !== undefined && guilty.length === 0) {
      verdict.failures.push({ seeds: batch, story: found.ofProcess });
    }
    first = found.next;
  }
  return verdict;
}

interface BatchVerdict extends Verdict {
  /** What was wrong with the process itself, and the schedules it was at; undefined when nothing was. */
  ofProcess: string | undefined;
  /** Seeds that it had begun and did not come to judge. */
  underWay: number[];
  /** The first seed it did not begin. */
  next: number;
}

async function runBatch(
  runtime: AvailableRuntime,
  model: ExecutionModel,
  seeds: Seeds,
  timeLimitMilliseconds: number,
): Promise<BatchVerdict> {
  using folder = new TemporaryFolder();
  const extras = { folder: folder.path, timeLimitMilliseconds };
  const checks = await runScenario(runtime, model, program(seeds, folder.path), extras);
  return judgeBatch(checks, plansIn(folder.path), seeds);
}

/** The schedules that were under way when the program ended, by seed. */
function plansIn(folder: string): Map<number, string> {
  const files = readdirSync(folder).filter((name) => name.endsWith(PLAN));
  return new Map(files.map((name) => [Number(name.slice(0, -PLAN.length)), readFileSync(join(folder, name), "utf8")]));
}

const PLAN = ".schedule";

function program({ first, count, abilities = "" }: Seeds, folder: string): FoundScenario {
  const url = pathToFileURL(join(REPOSITORY, "packages/core/src/conformance/schedules/program.ts"));
  const order = { seed: String(first), schedules: String(count), atOnce: String(AT_ONCE), folder, with: abilities };
  url.search = String(new URLSearchParams(order));
  return { name: "schedules", url: url.href, models: [] };
}

/** Sorts a batch's checks: those of its schedules, and those of its process. */
function judgeBatch(checks: readonly CheckLine[], plans: ReadonlyMap<number, string>, seeds: Seeds): BatchVerdict {
  const { first, count } = seeds;
  const [ofSchedules, others] = [checks.filter(isOfSchedule), checks.filter((line) => !isOfSchedule(line))];
  const failures = ofSchedules.filter(({ ok }) => !ok);
  const judged = new Set(ofSchedules.map(seedOf));
  const underWay = [...plans.keys()].filter((seed) => !judged.has(seed)).sort((a, b) => a - b);
  const missing = count - judged.size;
  const wrong = [
    ...others.filter(({ ok }) => !ok).map(({ check, detail }) => `not true: ${check}: ${detail}`),
    ...(missing > 0 ? [`${missing} of ${count} schedules were not judged`] : []),
  ];
  const stories = underWay.map((seed) => `under way was schedule ${seed}\n${plans.get(seed)}`);
  return {
    passed: judged.size - failures.length,
    failures: failures.map((line) => ({
      seeds: { ...seeds, first: seedOf(line), count: 1 },
      story: line.detail ?? "",
    })),
    ofProcess: wrong.length === 0 ? undefined : [...wrong, ...stories].join("\n"),
    underWay,
    // They are begun in order. One that never began any will not do better with the rest.
    next: judged.size + underWay.length === 0 ? first + count : first + judged.size + underWay.length,
  };
}

const PREFIX = "schedule ";
const isOfSchedule = ({ check }: CheckLine): boolean => check.startsWith(PREFIX);
const seedOf = ({ check }: CheckLine): number => Number(check.slice(PREFIX.length));

/** The command that does it again. */
export function replay(runtime: string, model: string, { first, count, abilities }: Seeds): string {
  const command = `npx -y pnpm@12.21.0 conformance --runtime ${runtime} --model ${model} --seed ${first} --schedules ${count}`;
  return abilities ? `${command} --abilities ${abilities}` : command;
}
