/** The comparison of pools as a study: once in each block each case, with all its contenders right behind each other. */
import {
  type Amount,
  calibrateAnswer,
  poolAnswer,
  type PoolCase,
  type PoolModel,
  type PoolOrder,
  type PoolRecord,
  poolRecord,
} from "@triathlon/core/results/pools";
import { blankOf } from "@triathlon/core/results/record";
import { blockOrder } from "../../study/blocks.ts";
import { type Beside, execute, type Program } from "../../study/execute.ts";
import type { Progress } from "../../study/progress.ts";
import type { Study } from "../../study/study.ts";
import { runAtBarrier } from "../../study/tree-memory.ts";
import { CASES } from "./cases.ts";
import { type Contender, type RuntimeContenders, takesPart } from "./contenders.ts";

export const POOLS = { file: "journal.ndjson", schema: poolRecord, what: "a record of the comparison of pools" };

export interface Selection {
  runtimes: readonly { name: string; list: RuntimeContenders }[];
  models: readonly PoolModel[];
  cases: readonly PoolCase[];
  /** Names; undefined picks all. */
  contenders: readonly string[] | undefined;
  workers: number;
  smoke: boolean;
}

export interface PoolsRun {
  runId: string;
  selection: Selection;
  /** By name; a runtime that cannot be run is a reason. */
  runtimes: ReadonlyMap<string, Program | { reason: string }>;
  blocks: number;
  seed: number;
  timeLimitSeconds: number;
}

/** One contender, one case: what one process does. */
export interface PlannedPool extends Amount {
  runtime: string;
  contender: Contender;
  case: PoolCase;
  workers: number;
  timeLimitSeconds: number;
}

/** Cells and cases are in random order, and within each its contenders, so that none is always behind the same. */
export function poolsStudy(run: PoolsRun): Study<PlannedPool, PoolRecord> {
  const groups = groupsOf(run);
  /** The kernel's size in each runtime: every execution gets the same kernel. */
  const kernels = new Map<string, { kernelSize: number } | { reason: string }>();
  const programOf = (runtime: string): Program => run.runtimes.get(runtime) as Program;

  return {
    lines: POOLS,
    runId: run.runId,
    timeLimitSeconds: run.timeLimitSeconds,
    blocks: () => run.blocks,
    executions: () => run.blocks * groups.flat().length,
    order: (block) => blockOrder(groups, run.seed, block),
    nameOf,
    // One that hangs in case after case would take the time limit for each.
    hangsAs: ({ runtime, contender }) => `${runtime} ${contender.model} ${contender.name}`,
    untimed: run.selection.smoke ? [] : firstResults(groups.flat()),
    prepare: calibrateAll,
    notRun: ({ contender, runtime, case: poolCase }) => {
      const missing = [run.runtimes.get(runtime), kernels.get(runtime)].find((one) => one && "reason" in one);
      if (missing) return (missing as { reason: string }).reason;
      return contender.notRun ?? contender.notRunIn[poolCase] ?? null;
    },
    blank: ({ contender, runtime, case: poolCase, workers, repetitions, calls, warmups }) => {
      const { name, model, role, version } = contender;
      const what = { runtime, model, contender: name, role, version, case: poolCase, workers };
      return { ...blankOf(poolRecord), seed: run.seed, ...what, repetitions, calls, warmups };
    },
    execute: async (planned, beside) => {
      const { kernelSize } = kernels.get(planned.runtime) as { kernelSize: number };
      const { contender, repetitions, calls, warmups, workers, timeLimitSeconds } = planned;
      const looksAtMemory = planned.case === "idle-memory";
      const { ending, answer, end } = await execute(
        {
          program: programOf(planned.runtime),
          order: (folder): PoolOrder => ({
            do: "measure-pool",
            contender: contender.name,
            model: contender.model,
            adapter: contender.adapter,
            options: contender.options,
            case: planned.case,
            workers,
            repetitions,
            calls,
            warmups,
            kernelSize,
            answer: folder.answer,
            barrier: looksAtMemory ? folder.barrier : null,
          }),
          answer: poolAnswer,
          timeLimitSeconds,
          ...(looksAtMemory ? { start: runAtBarrier } : {}),
        },
        beside,
      );
      return {
        ...ending,
        kernelSize,
        runtimeVersion: answer?.runtimeVersion ?? null,
        figures: answer?.figures ?? null,
        proportionalMemoryBytes: answer ? (end.memory?.proportionalBytes ?? null) : null,
        memoryReason: end.memory?.reason ?? null,
      };
    },
  };

  /** Once for each runtime. */
  async function calibrateAll(planned: readonly PlannedPool[], beside: Beside, progress: Progress): Promise<void> {
    for (const { runtime } of planned) {
      if (kernels.has(runtime) || beside.signal.aborted) continue;
      progress.step(`calibrating ${runtime}`);
      const { ending, answer } = await execute(
        {
          program: programOf(runtime),
          order: (folder): PoolOrder => ({ do: "calibrate", answer: folder.answer }),
          answer: calibrateAnswer,
          timeLimitSeconds: run.timeLimitSeconds,
        },
        beside,
      );
      const why = [ending.reason, ending.stderrTail].filter(Boolean).join("\n");
      kernels.set(runtime, answer ?? { reason: `could not be calibrated: ${why}` });
      if (answer === null) progress.note(`not run: ${runtime}: could not be calibrated: ${why}`);
    }
  }
}

/** Everything of one block, each cell and case with its contenders. */
export function groupsOf({ selection, timeLimitSeconds }: Pick<PoolsRun, "selection" | "timeLimitSeconds">) {
  const { runtimes, models, cases, contenders, workers, smoke } = selection;
  return runtimes.flatMap(({ name, list }) =>
    models.flatMap((model) =>
      cases.map((poolCase): PlannedPool[] => {
        const { amount, smoke: least, workers: fixed } = CASES[poolCase];
        return list.contenders
          .filter((one) => one.model === model && takesPart(one, poolCase))
          .filter((one) => contenders === undefined || contenders.includes(one.name))
          .flatMap((contender) =>
            (fixed ?? [workers]).map((count) => ({
              runtime: name,
              contender,
              case: poolCase,
              workers: count,
              timeLimitSeconds,
              ...(smoke ? least : amount),
            })),
          );
      }),
    ),
  );
}

/** Each contender once, in the first case that it is run in. */
function firstResults(all: readonly PlannedPool[]): PlannedPool[] {
  const runnable = all.filter(({ contender, case: name }) => !contender.notRun && !contender.notRunIn[name]);
  const each = Map.groupBy(runnable, ({ runtime, contender }) => JSON.stringify([runtime, contender]));
  return [...each.values()].map(([first]) => ({
    ...first!,
    ...({ case: "first-result", repetitions: 1, calls: 1, warmups: 0 } as const),
    timeLimitSeconds: Math.min(first!.timeLimitSeconds, 10),
  }));
}

const nameOf = ({ runtime, contender, case: poolCase, workers }: PlannedPool): string =>
  [runtime, contender.model, contender.name, poolCase, `${workers} workers`].join(" ");
