/** Puts into words what there is to measure, and what a plan would do. */
import { type Plan, totalExecutions } from "@triathlon/core/results/plan";
import { blocksForVerdicts } from "../../analysis/families.ts";
import { LOCAL_MODELS } from "@triathlon/core/results/record";
import { type Available, expectedBlockSeconds, ghostFactor } from "./make-plan.ts";
import { noServer } from "../../nats-server.ts";
import { humanSeconds } from "../../study/progress.ts";
import { MODES, timedBlocksThatFit, untimedBlocks } from "./modes.ts";
import { isAvailable } from "../../study/runtimes.ts";

/** What `bench --list` prints. */
export function describeAvailable({
  runtimes,
  guests = [],
  workloads,
}: Pick<Available, "runtimes" | "guests" | "workloads">): string {
  const names = runtimes.map((runtime) => runtime.name);
  const width = Math.max(...names.map((name) => name.length), ...workloads.map((each) => each.description.name.length));
  const row = (name: string, text: string): string => `  ${name.padEnd(width)}  ${text}`;
  return [
    "Runtimes",
    ...runtimes.map((runtime) => {
      const where = guests.includes(runtime.name) ? ", where it is named" : "";
      return row(runtime.name, isAvailable(runtime) ? runtime.version + where : `not measured: ${runtime.reason}`);
    }),
    "",
    "Models",
    `  ${LOCAL_MODELS.join(", ")}`,
    `  distributed, where it is named: ${noServer === undefined ? "nats-server is here" : `not measured here: ${noServer}`}`,
    "",
    "Workloads (sizes; * in a default run)",
    ...workloads.map(({ description: { name, kind, sizes, defaultSizes } }) => {
      const marked = Object.keys(sizes).map((size) => (defaultSizes.includes(size) ? `${size}*` : size));
      return row(name, `${kind}: ${marked.join(", ")}`);
    }),
    "",
  ].join("\n");
}

export interface Prediction {
  /** What an execution takes here, as a multiple of what was expected; null where nobody tried. */
  pace: number | null;
  /** What is expected of what comes after the last block, in seconds. */
  lanesSeconds: number;
}

/** What `bench --dry-run` prints. */
export function describePlan(plan: Plan, { pace, lanesSeconds }: Prediction): string {
  const cells = plan.cells.filter(({ runtime }) => isMeasured(plan, runtime));
  const block = expectedBlockSeconds({ ...plan, cells }) * (pace ?? 1);
  const timedBlocks =
    plan.timedBlocks ??
    timedBlocksThatFit({
      budgetSeconds: plan.budgetSeconds,
      spentSeconds: block * plan.discardedBlocks,
      blockSeconds: block * ghostFactor(plan),
      memoryBlocks: plan.memoryBlocks,
      lagBlocks: plan.lagBlocks,
      wantedBlocks: blocksForVerdicts(plan.cells),
      mostTimedBlocks: MODES[plan.mode].mostTimedBlocks,
    });
  const executions = totalExecutions({ ...plan, timedBlocks })!;
  const blocks = plan.discardedBlocks + timedBlocks * ghostFactor(plan) + untimedBlocks(plan);
  const seconds = block * blocks + lanesSeconds * (pace ?? 1);
  return [
    `Cells: ${plan.cells.length}`,
    ...plan.cells.map((cell) => `  ${cell.runtime} ${cell.model} ${cell.workload} ${cell.size} ${inFlight(cell)}`),
    ...describeUnavailable(plan),
    ...describeLeftOut(plan),
    `Blocks: ${plan.discardedBlocks} thrown away, ${plan.timedBlocks === null ? "about " : ""}${timedBlocks} timed, ${plan.memoryBlocks} for memory, ${plan.lagBlocks} for the delay of the loop`,
    `Expected: about ${humanSeconds(seconds)} of at most ${humanSeconds(plan.budgetSeconds)}, ${executions} executions, ${paceText(pace)}`,
    `Verdicts: ${verdictsText(blocksForVerdicts(cells), timedBlocks, plan)}`,
    `Noise: ${noiseText(plan)}`,
    `Profile: ${plan.profile}`,
    `Seed: ${plan.seed}`,
    `Timer: ${plan.timer}`,
    "",
  ].join("\n");
}

/** What there is no time for, and how it can be had; nothing where all is measured. */
export const describeLeftOut = ({ leftOut, budgetSeconds }: Pick<Plan, "leftOut" | "budgetSeconds">): string[] =>
  leftOut.length === 0
    ? []
    : [
        `Left out, so that what is measured in ${humanSeconds(budgetSeconds)} can have verdicts: ${leftOut.join(", ")}: --full takes all, --workload those that are named, --budget more time`,
      ];

const paceText = (pace: number | null): string =>
  pace === null
    ? "as a current machine has it: nothing was tried here"
    : `by a few that were tried: they took ${pace.toFixed(2)} times what a current machine takes`;

function verdictsText(needed: number, timedBlocks: number, { timedBlocks: fixed }: Plan): string {
  if (timedBlocks >= needed) return `from ${needed} timed blocks on`;
  const advice = fixed === null ? ": select fewer cells (--workload, --runtime), or raise --budget" : "";
  return `none, they need ${needed} timed blocks${advice}`;
}

function noiseText({ ghostsPerBlock, mostRepeats, probesCapacity }: Plan): string {
  if (ghostsPerBlock === 0 && mostRepeats === 0 && !probesCapacity) return "not looked at";
  return `${ghostsPerBlock} ${ghostsPerBlock === 1 ? "ghost" : "ghosts"} in each timed block, disturbed executions repeated at most ${mostRepeats} times`;
}

/** E.g. `Not measured: deno: wanted version 2.9.0 or newer, found 2.8.9: …`; also of a model whose server is not here. */
export const describeUnavailable = ({ unavailable, cells }: Pick<Plan, "unavailable" | "cells">): string[] => [
  ...unavailable.map(({ runtime, reason }) => `Not measured: ${runtime}: ${reason}`),
  ...(noServer !== undefined && cells.some(({ model }) => model === "distributed")
    ? [`Not measured: distributed: ${noServer}`]
    : []),
];

const isMeasured = (plan: Plan, runtime: string): boolean => !plan.unavailable.some((each) => each.runtime === runtime);

function inFlight({ model, workers, concurrency }: Plan["cells"][number]): string {
  if (model === "sequential") return "";
  const held = concurrency === null ? "" : `${concurrency} in flight`;
  return model === "async" ? `(${held})` : `(${[`${workers} workers`, held].filter(Boolean).join(", ")})`;
}
