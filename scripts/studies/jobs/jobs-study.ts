/**
 * The comparison of ways to have jobs done elsewhere as a study: once in each block each case, with all its arms right behind each other, each by
 * a program, workers and a server of its own.
 */
import {
  type JobsAmount,
  jobsAnswer,
  type JobsCase,
  type JobsOrder,
  type JobsRecord,
  jobsRecord,
} from "@triathlon/core/results/jobs";
import { NOISE_LIMITS } from "@triathlon/core/results/noise";
import { blankOf } from "@triathlon/core/results/record";
import { TemporaryFolder } from "../../files/temporary-folder.ts";
import { blockOrder } from "../../study/blocks.ts";
import { execute, type Program } from "../../study/execute.ts";
import type { Study } from "../../study/study.ts";
import { type JobsArm, softwareOf } from "./arms.ts";
import { CASES } from "./cases.ts";
import { runWithRestart } from "./restart-server.ts";

export const JOBS = { file: "journal.ndjson", schema: jobsRecord, what: "a record of the comparison of jobs" };

export interface JobsRun {
  runId: string;
  /** By name: the first is measured in each block, the others are tried in the first one. What cannot be run is a reason. */
  runtimes: ReadonlyMap<string, Program | { reason: string }>;
  arms: readonly JobsArm[];
  cases: readonly JobsCase[];
  smoke: boolean;
  blocks: number;
  seed: number;
}

/** What one program does. */
export interface PlannedJobs extends JobsAmount {
  runtime: string;
  arm: JobsArm;
  case: JobsCase;
}

export function jobsStudy(run: JobsRun): Study<PlannedJobs, JobsRecord> {
  const { runId, runtimes, arms, smoke, blocks, seed } = run;
  const order = (block: number): PlannedJobs[] => blockOrder(groupsOf(run, block), seed, block);
  return {
    lines: JOBS,
    runId,
    timeLimitSeconds: Math.max(...run.cases.map((name) => CASES[name].timeLimitSeconds)),
    blocks: () => blocks,
    executions: () => Array.from({ length: blocks }, (_, block) => order(block).length).reduce((a, b) => a + b, 0),
    order,
    nameOf: ({ runtime, arm, case: name }) => [runtime, arm.name, name].join(" "),
    // A server that syncs what it keeps is itself what waits for the disk.
    noise: { limits: { ...NOISE_LIMITS, ioPressureShare: 1 }, probesCapacity: false, watches: () => !smoke },
    untimed: smoke ? [] : firstJobs([...runtimes.keys()], arms),
    notRun: ({ runtime, arm }) => {
      const program = runtimes.get(runtime)!;
      return "reason" in program ? program.reason : (arm.missing ?? null);
    },
    blank: ({ runtime, arm, case: name, jobs, warmups }) => ({
      ...blankOf(jobsRecord),
      seed,
      runtime,
      arm: arm.name,
      software: softwareOf(arm),
      case: name,
      jobs,
      warmups,
    }),
    execute: async ({ runtime, arm, case: name, jobs, warmups }, beside) => {
      using folder = new TemporaryFolder();
      const server = arm.serverIn(folder.path);
      try {
        await server.start();
        const { ending, answer } = await execute(
          {
            program: runtimes.get(runtime) as Program,
            order: ({ path, answer, barrier }): JobsOrder => ({
              do: "jobs",
              arm: arm.module,
              case: name,
              jobs,
              warmups,
              server: server.url,
              folder: path,
              answer,
              barrier,
            }),
            answer: jobsAnswer,
            timeLimitSeconds: CASES[name].timeLimitSeconds,
            start: (command, place, options) => runWithRestart(server, command, place, options),
          },
          beside,
        );
        const { runtimeVersion = null, figures = null } = answer ?? {};
        return { ...ending, runtimeVersion, figures };
      } catch (error) {
        return { outcome: "failed", reason: (error as Error).message };
      } finally {
        await server.stop();
      }
    },
  };
}

/** In each runtime each case with its arms, as far as the block has it. */
function groupsOf({ runtimes, cases, arms, smoke }: JobsRun, block: number): PlannedJobs[][] {
  return [...runtimes.keys()].flatMap((runtime, place) =>
    cases
      .filter((name) => (place === 0 ? block < CASES[name].blocks : block === 0 && CASES[name].inEachRuntime))
      .map((name) => {
        const { amount, smoke: least } = CASES[name];
        const own = arms.filter((arm) => arm.cases.includes(name));
        return own.map((arm) => ({
          runtime,
          arm,
          case: name,
          ...(smoke ? (least ?? { ...amount, jobs: 1 }) : amount),
        }));
      }),
  );
}

/** A few by each arm in each runtime. */
const firstJobs = (runtimes: readonly string[], arms: readonly JobsArm[]): PlannedJobs[] =>
  runtimes.flatMap((runtime) =>
    arms
      .filter(({ cases }) => cases.includes("round-trip"))
      .map((arm) => ({ runtime, arm, case: "round-trip", ...CASES["round-trip"].smoke! })),
  );
