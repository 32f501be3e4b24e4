/** How to get a figure again: the commands, and what they are to be compared with. */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plan, PlannedCell } from "@triathlon/core/results/plan";
import type { Cell } from "@triathlon/core/results/record";
import type { Run } from "../analysis/run.ts";
import { estimateOf } from "../analysis/estimate.ts";
import { estimateText, secondsScale } from "../analysis/numbers.ts";
import { Samples, steadySeconds } from "../analysis/samples.ts";
import { DEFAULT_TIME_LIMIT_SECONDS } from "../studies/bench/make-plan.ts";
import { cellName } from "../analysis/cell-name.ts";
import { printable } from "../printable.ts";
import { oneLine } from "../report/text.ts";
import { REPOSITORY } from "../repository.ts";
import { shellQuoted } from "../shell-quoted.ts";
import { ownValue } from "../own-value.ts";

/** @param pnpm as the repository pins it: `pnpm@12.21.0` */
export function recipe(cell: PlannedCell, run: Run, pnpm: string): string {
  const command = ["npx", "-y", pnpm, "bench", ...benchOptions([cell], run.plan, modelsOf(cell, run))]
    .map(asNeeded)
    .join(" ");
  return `${[...about(cell, run), ...checkoutOf(run, pnpm), ...controlNote(cell, run), command].join("\n")}\n`;
}

function about(cell: PlannedCell, { plan, environment, executions }: Run): string[] {
  const samples = new Samples(executions).of(cell);
  const times = [...samples.byBlock(steadySeconds).values()];
  const checksum = samples.timed.at(-1)?.checksum;
  const version = environment.runtimes.find(({ runtime }) => runtime === cell.runtime)?.version;
  const lines = [
    `${cellName(cell)} in run ${plan.runId}: ${estimateText(estimateOf(times), secondsScale) ?? "no time"}, n = ${times.length}`,
    `${cell.runtime} ${version ?? "of an unknown version"}, timer ${environment.timer}, ${environment.cpuModel ?? "unknown CPU"}, ` +
      `${environment.availableParallelism} CPUs usable, ${environment.platform} ${environment.kernel}`,
    `parameters ${JSON.stringify(cell.parameters)}, ${cell.warmups} warm-ups and ${cell.iterations} timed passes in each execution${settling(plan)}`,
    ...(checksum ? [`checksum of the answer: ${checksum}`] : []),
  ];
  // Two lines would be a comment and a command.
  return lines.map((line) => `# ${printable(oneLine(line))}`);
}

const settling = ({ settleSeconds }: Run["plan"]): string =>
  settleSeconds === 0 ? "" : `, and more until they are flat, for at most ${settleSeconds} s`;

function checkoutOf({ environment: { commit, modified } }: Run, pnpm: string): string[] {
  if (commit === null) return ["# the commit is not known"];
  const changed = modified === false ? [] : ["# the run was made with local changes, which this commit does not have"];
  return [...changed, `git checkout ${commit}`, `npx -y ${pnpm} install --frozen-lockfile`];
}

/** Its speed-up is a ratio: what it is measured against has to run in the same blocks. */
function modelsOf(cell: PlannedCell, { plan }: Run): string[] {
  const hasControl = plan.cells.some(
    ({ model, runtime, workload, size }) =>
      model === "sequential" && runtime === cell.runtime && workload === cell.workload && size === cell.size,
  );
  return hasControl && cell.model !== "sequential" ? ["sequential", cell.model] : [cell.model];
}

const controlNote = (cell: PlannedCell, run: Run): string[] =>
  modelsOf(cell, run).length > 1 ? ["# sequential runs beside it: the speed-up is the ratio of the two"] : [];

/**
 * What has `bench` run these cells as the plan has them, and whatever else their runtimes, models, workloads and sizes make.
 *
 * @param models default: those of the cells
 */
export function benchOptions(
  cells: readonly Cell[],
  plan: Plan,
  models: readonly string[] = cells.map(({ model }) => model),
): string[] {
  const list = (values: readonly string[]): string => [...new Set(values)].join(",");
  const withWorkers = cells.find(({ model }) => model === "threading" || model === "multiprocessing");
  return [
    ...(plan.mode === "default" ? [] : [`--${plan.mode}`]),
    ...(plan.profile === "built" ? ["--built"] : []),
    "--runtime",
    list(cells.map(({ runtime }) => runtime)),
    "--model",
    list(models),
    "--workload",
    list(cells.map(({ workload }) => workloadArgument(workload, plan))),
    "--size",
    list(cells.map(({ size }) => size)),
    ...(withWorkers === undefined ? [] : ["--workers", String(withWorkers.workers)]),
    ...(plan.timedBlocks === null ? [] : ["--blocks", String(plan.timedBlocks)]),
    "--seed",
    String(plan.seed),
    ...(plan.timeLimitSeconds === DEFAULT_TIME_LIMIT_SECONDS ? [] : ["--time-limit", String(plan.timeLimitSeconds)]),
    ...(plan.files === null ? [] : ["--files", plan.files]),
  ];
}

/** Its name, or the path of a file from outside. */
function workloadArgument(workload: string, plan: Plan): string {
  const url = ownValue(plan.workloads, workload)?.url;
  if (url === undefined || url.endsWith(`/packages/core/src/workloads/${workload}.ts`)) return workload;
  const path = relative(REPOSITORY, fileURLToPath(url));
  return path.startsWith("..") ? fileURLToPath(url) : `./${path}`;
}

const asNeeded = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : shellQuoted(word));
