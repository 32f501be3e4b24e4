/**
 * One execution: makes the inputs, proves its model, warms up, iterates, checks every answer.
 *
 *      inputs ─▶ proof ─▶ warm-ups ─▶ iterations (timed), until they are flat ─▶ close ─▶ answer
 *                  └────────── every answer's checksum must be the oracle's ──────────┘
 *
 * A task is called here as an executor calls it for anybody; all that is around it while it is timed is a counter (see `tally.ts`), read
 * between the passes. That threads are threads is proven by a pass of its own, the first one, which warms up as well. In the lag pass, which gives no
 * times, the loop is watched during the iterations.
 */
import { AsyncPool } from "../pool/async-pool.ts";
import type { Executor } from "../pool/tasks.ts";
import type { Ability } from "../pool/worker-pool.ts";
import type { MeasureAnswer, MeasureOrder } from "../results/order.ts";
import type { Measurement } from "../results/record.ts";
import type { Io, IterationResult } from "../workloads/workload.ts";
import { waitAt } from "./answer.ts";
import { checksum } from "./checksum.ts";
import { firstDifference } from "./first-difference.ts";
import { type AnyWorkload, loadWorkload, parametersOf } from "./load-workload.ts";
import type { LoopWatch } from "./loop-watch.ts";
import type { Bindings } from "./obey.ts";
import { PlainLoop } from "./plain-loop.ts";
import { PASSES_ADDED, wantsMore } from "./flat-end.ts";
import { cpuSeconds } from "./cpu-seconds.ts";
import { overlapOfTimed, proveModel } from "./prove-model.ts";
import { hearTallies, type Tally } from "./tally.ts";
import { benchTasks } from "./witness.ts";

/** Makes a pool whose workers serve the tasks of the workload named in the environment. */
export type CreatePool = (options: BenchPool) => Executor<object>;

/** Options of a pool that is measured. */
export interface BenchPool {
  workers: number;
  tasksPerWorker: number;
  /** None when measured. */
  abilities?: readonly Ability[] | undefined;
}

export async function measure(order: MeasureOrder, bindings: Bindings): Promise<MeasureAnswer> {
  const workload = await loadWorkload(order.workload);
  const inputs = await workload.inputs(parametersOf(workload, order.size), order.place, bindings.io);
  const executor = await createExecutor(order, workload, bindings);
  const check = (pass: string, result: IterationResult<unknown>) =>
    checkAnswer(pass, result, order, workload, bindings.io);
  const runBy = async (runner: Executor<object>, pass: string): Promise<IterationResult<unknown>> => {
    const result = await workload.run(runner, inputs);
    await check(pass, result);
    return result;
  };
  let firstSeconds: number | null = null;
  const proof = await proveModel(order, executor, async (witnessed) => {
    const began = performance.now();
    await runBy(witnessed, "the first pass");
    firstSeconds ??= (performance.now() - began) / 1000;
  });

  const pass = async (name: string, watch: LoopWatch | null = null): Promise<Pass> => {
    const work = (): Promise<IterationResult<unknown>> => workload.run(executor, inputs);
    const began = performance.now();
    const result = await (watch === null ? work() : watch.during(work));
    const seconds = (performance.now() - began) / 1000;
    await check(name, result);
    const tallies = await hearTallies(name, executor, { workers: order.workers, calls: proof.callsInPass });
    await turn();
    return { seconds, observations: result.observations ?? {}, tallies };
  };

  const warmups: Pass[] = [];
  for (let i = 1; i <= order.warmups; i++) warmups.push(await pass(`warm-up ${i}`));
  const watch = order.pass === "lag" ? new (await import("./loop-watch.ts")).LoopWatch() : null;
  const iterations: Pass[] = [];
  const iterate = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) iterations.push(await pass(`iteration ${iterations.length + 1}`, watch));
  };
  const usedCpu = () => cpuSeconds(executor, proof.workerIds.length, WORKERS_ARE_PROCESSES.has(order.model));
  const isUnsettled = () => wantsMore(secondsOf(warmups), secondsOf(iterations), order.settleSeconds);
  await iterate(order.iterations);
  let added: Measurement["added"] = null;
  if (isUnsettled()) {
    const began = performance.now();
    const before = (await usedCpu()).cpuSeconds;
    while (isUnsettled()) await iterate(PASSES_ADDED);
    const after = (await usedCpu()).cpuSeconds;
    added = {
      wallSeconds: (performance.now() - began) / 1000,
      cpuSeconds: before === null || after === null ? null : after - before,
    };
  }

  const cpu = await usedCpu();
  if (order.barrier !== null) await waitAt(order.barrier);
  await executor.close();
  await bindings.io.closeConnections();

  const measurement: Measurement = {
    runtimeVersion: bindings.version,
    checksum: order.expectedChecksum,
    firstSeconds,
    iterationSeconds: secondsOf(iterations),
    warmupSeconds: secondsOf(warmups),
    added,
    observations: medians(iterations.map(({ observations }) => observations)),
    loopDelay: watch?.summary() ?? null,
    timedOverlapSeconds: overlapOfTimed(
      order,
      iterations.map(({ tallies }) => tallies),
    ),
    ...proof,
    ...cpu,
  };
  return { outcome: "completed", measurement };
}

interface Pass {
  seconds: number;
  observations: Record<string, number>;
  tallies: Tally[];
}

const secondsOf = (passes: readonly Pass[]): number[] => passes.map(({ seconds }) => seconds);

const WORKERS_ARE_PROCESSES: ReadonlySet<MeasureOrder["model"]> = new Set(["multiprocessing", "distributed"]);

/** What the model of the order runs the workload's tasks with. */
export async function createExecutor(
  order: Pick<MeasureOrder, "model" | "workers" | "concurrency"> & Partial<Pick<MeasureOrder, "jobs">>,
  workload: AnyWorkload,
  bindings: Bindings,
  abilities?: readonly Ability[],
): Promise<Executor<object>> {
  const { workers, concurrency } = order;
  const pool: BenchPool = { workers, tasksPerWorker: (concurrency ?? workers) / workers, abilities };
  switch (order.model) {
    case "sequential":
      return new PlainLoop(benchTasks(workload, bindings.io));
    case "async":
      return new AsyncPool(benchTasks(workload, bindings.io), { concurrency: concurrency ?? undefined });
    case "threading":
      return (await bindings.threading())(pool);
    case "multiprocessing":
      return (await bindings.multiprocessing())(pool);
    case "distributed":
      return (await bindings.distributed())({ ...pool, servers: order.jobs ?? "" });
  }
}

/** @throws {Error} when the answer's checksum is not the expected one, saying where the answer first differs from the oracle's */
export async function checkAnswer(
  pass: string,
  { answer }: IterationResult<unknown>,
  { expectedChecksum, size, place }: Pick<MeasureOrder, "expectedChecksum" | "size" | "place">,
  workload: AnyWorkload,
  io: Io,
): Promise<void> {
  if (checksum(answer) === expectedChecksum) return;
  const wanted = await workload.expected(parametersOf(workload, size), place, io);
  throw new Error(`wrong answer in ${pass}: ${firstDifference(wanted, answer)}`);
}

/** One turn of the event loop between passes, as any program has between two pieces of work. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Of each observation, its median over the iterations (the lower of the middle two). */
function medians(observations: Record<string, number>[]): Record<string, number> {
  const names = new Set(observations.flatMap((seen) => Object.keys(seen)));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = observations.flatMap((seen) => seen[name] ?? []).sort((a, b) => a - b);
      return [name, values[Math.floor((values.length - 1) / 2)] ?? 0];
    }),
  );
}
