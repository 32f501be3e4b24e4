/** The bench is lied to and disturbed in every way it should notice, live. */
import { environment } from "@triathlon/core/results/environment";
import { z } from "zod";
import { analyse } from "../analysis/analyse.ts";
import type { Execution } from "../analysis/execution.ts";
import type { Run } from "../analysis/run.ts";
import { median } from "@triathlon/core/statistics/median";
import { bytesScale, secondsScale, withUnit } from "../analysis/numbers.ts";
import { findMoreWork } from "./find-more-work.ts";
import { withNeighbours } from "./neighbours.ts";
import { type Bench, runKnownWork } from "./run-known-work.ts";

export const selftestResult = z.object({
  findings: z.array(z.object({ injected: z.string(), found: z.boolean(), detail: z.string() })),
  passed: z.boolean(),
  /** Whether the machine was so disturbed by others that the bench would give no verdicts. */
  tooNoisy: z.boolean(),
  environment,
});

export type SelftestResult = z.infer<typeof selftestResult>;
type Finding = SelftestResult["findings"][number];

export interface SelftestOptions {
  /** Comparisons in which 10 % more work is to be found. */
  trials: number;
  blocks: number;
}

const PARALLEL = ["threading", "multiprocessing"] as const;

/** Null when it was interrupted. */
export async function runSelftest({ trials, blocks }: SelftestOptions, bench: Bench): Promise<SelftestResult | null> {
  const sensitivity = await findMoreWork(trials, blocks, bench);
  const tampered = await runKnownWork(
    "tampered",
    {
      sizes: ["wrong-answer", "half-the-work", "one-by-one"],
      models: ["sequential", ...PARALLEL],
      blocks: 1,
      mostRepeats: 0,
    },
    bench,
  );
  const lag = await runKnownWork(
    "blocked-loop",
    { sizes: ["blocked-loop"], models: ["async"], blocks: 1, lagBlocks: 3, mostRepeats: 0 },
    bench,
  );
  const memory = await runKnownWork(
    "ballast",
    { sizes: ["base", "ballast"], models: ["async"], blocks: 1, memoryBlocks: 1, mostRepeats: 0 },
    bench,
  );
  const disturbed = await withNeighbours(() =>
    runKnownWork("neighbour", { sizes: ["base"], models: ["threading"], blocks: 4, mostRepeats: 0 }, bench),
  );
  if (bench.signal.aborted) return null;
  const findings = [
    sensitivity.finding,
    wrongAnswer(tampered),
    halfTheWork(tampered),
    oneByOne(tampered),
    blockedLoop(lag),
    ballast(memory),
    neighbour(disturbed),
  ];
  return {
    findings,
    passed: findings.every(({ found }) => found),
    tooNoisy: sensitivity.tooNoisy,
    environment: tampered.environment,
  };
}

function wrongAnswer({ executions }: Run): Finding {
  const own = executions.filter(({ size }) => size === "wrong-answer");
  const caught = own.filter(({ outcome, reason }) => outcome === "failed" && reason?.includes("wrong answer"));
  return all("a wrong answer", caught.length, own.length, "executions failed for it");
}

function halfTheWork(run: Run): Finding {
  const half = analyse(run).comparisons.find(({ size }) => size === "half-the-work");
  const named = half?.doubts.filter((doubt) => doubt.includes("not the same work")) ?? [];
  const cells = run.plan.cells.filter(({ size, model }) => size === "half-the-work" && model !== "sequential");
  return all("half the work, with the right answer", named.length, cells.length, "cells named in the report");
}

function oneByOne({ executions }: Run): Finding {
  const own = executions.filter(({ size, model }) => size === "one-by-one" && model !== "sequential");
  const caught = own.filter(({ outcome, reason }) => outcome === "failed" && reason?.includes("workers at work"));
  return all("a parallel executor that is serial", caught.length, own.length, "executions failed for it");
}

/** A timer that is due as the block begins cannot be less late than it lasts, and on a busy machine is later. */
const LEAST_DELAY_SECONDS = 0.045;
const MOST_DELAY_SECONDS = 0.075;

function blockedLoop({ executions }: Run): Finding {
  const delays = executions.filter(({ pass }) => pass === "lag").map(({ loopDelay }) => loopDelay?.maxSeconds ?? 0);
  const seen = delays.filter((delay) => delay >= LEAST_DELAY_SECONDS).length;
  const middle = delays.length === 0 ? 0 : median(delays);
  return {
    injected: "a loop blocked for 50 ms",
    found: delays.length > 0 && seen === delays.length && middle <= MOST_DELAY_SECONDS,
    detail: `${seen} of ${delays.length} executions felt it, by ${withUnit(middle, secondsScale)} in the middle`,
  };
}

/** Of 300 MiB. */
const LEAST_BALLAST_BYTES = 270 * 2 ** 20;

function ballast({ executions }: Run): Finding {
  const peak = (runtime: string, size: string): number =>
    executions.find(
      (execution) => execution.pass === "memory" && execution.runtime === runtime && execution.size === size,
    )?.peakMemoryBytes ?? 0;
  const runtimes = [...new Set(executions.map(({ runtime }) => runtime))];
  const more = runtimes.map((runtime) => peak(runtime, "ballast") - peak(runtime, "base"));
  const { unit, show } = bytesScale(LEAST_BALLAST_BYTES);
  return {
    injected: "300 MiB of ballast",
    found: more.length > 0 && more.every((bytes) => bytes >= LEAST_BALLAST_BYTES),
    detail: `found as ${more.map((bytes) => `${show(bytes)}${unit}`).join(", ")} in ${runtimes.join(", ")}`,
  };
}

function neighbour({ executions }: Run): Finding {
  const timed = executions.filter(({ discarded }) => !discarded);
  const caught = timed.filter(isDisturbed).length;
  return {
    injected: "a busy neighbour on every core",
    found: timed.length > 0 && caught / timed.length >= 0.9,
    detail: `${caught} of ${timed.length} executions marked as disturbed`,
  };
}

const isDisturbed = ({ contamination }: Execution): boolean =>
  contamination.includes("foreign CPU") || contamination.includes("capacity");

const all = (injected: string, caught: number, of: number, what: string): Finding => ({
  injected,
  found: of > 0 && caught === of,
  detail: `${caught} of ${of} ${what}`,
});
