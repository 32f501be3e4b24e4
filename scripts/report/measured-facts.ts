/** How a run was measured, and how its figures are to be read: for the formats that say it in full. */
import { bytesScale, NOT_KNOWN_MEANS, withUnit } from "../analysis/numbers.ts";
import type { Report } from "../analysis/report.ts";
import { MARGIN } from "../analysis/verdict.ts";
import { runtimeTitle } from "../analysis/words.ts";
import { commitText, machineText, momentText } from "./text.ts";

export interface MeasuredFacts {
  /** Name and value. */
  facts: [string, string][];
  /** One sentence or more each; bold as Markdown marks it. */
  howToRead: string[];
}

const PROFILES: Readonly<Record<Report["profile"], string>> = {
  source: "each runtime runs the .ts itself, as people copy it",
  built: "JavaScript emitted by tsc, as people deploy it",
};

export function measuredFacts(report: Report): MeasuredFacts {
  const { environment, executions } = report;
  const engines = environment.runtimes.map(
    ({ runtime, version, engine }) => `${runtimeTitle(runtime)} ${version}${engine === null ? "" : ` (${engine})`}`,
  );
  const facts: [string, string][] = [
    ["run", `${report.runId}, ${report.mode}, begun ${momentText(environment.startedAt)}`],
    ["runtimes", engines.join(", ")],
    ["machine", `${machineText(report)}, ${withUnit(environment.memoryBytes, bytesScale)} of memory`],
    ["system", `${environment.platform} ${environment.architecture}, ${environment.kernel}`],
    [
      "at the start",
      `load average ${environment.loadAverage ?? "unknown"}, frequency governor ${environment.governor ?? "unknown"}`,
    ],
    ["repository", commitText(report)],
    ["timer", environment.timer],
    ["profile", `${report.profile}: ${PROFILES[report.profile]}`],
    ["seed", String(report.seed)],
    [
      "blocks",
      `${report.timedBlocks ?? "not yet decided"} timed, ${report.memoryBlocks} for memory, ${report.lagBlocks} for the delay of the loop`,
    ],
    [
      "executions",
      `${executions.recorded} recorded of ${executions.planned ?? "?"} planned: ${executions.completed} completed, ${executions.failed} failed, ${executions.skipped} skipped`,
    ],
  ];
  return { facts, howToRead: howToRead(report) };
}

function howToRead({ timer }: Report): string[] {
  const clock = timer === "hyperfine" ? "hyperfine" : "the runner's own timer";
  return [
    "An **execution** is one fresh process; n counts executions, never the passes inside one. Every cell runs once in each block, in random order.",
    "**One pass** is the median over executions of each one's median timed pass, of the flat end of its passes where they have one; it is *warm* only where **passes** says so; [low–high] is its 95 % interval from order statistics, which needs six executions.",
    "**× sequential** is sequential's time divided by this one's in the same block and runtime, so that the machine's drift cancels: the Hodges–Lehmann estimate over the blocks, with the interval of the exact signed-rank test.",
    `A difference is named only where p stays below 5 % after Holm's adjustment for all comparisons of its kind in that workload, and the whole interval lies beyond the threshold: ${MARGIN * 100} %, or this run's noise floor where that is higher. **=** has been shown to lie within ${MARGIN * 100} %, a margin that no noise widens; **↗** and **↘** lean: p says that they differ, the interval does not say by more than the threshold; **≈** has not been shown to be either; **?** has too few executions for so many comparisons.`,
    "**Passes** says whether the cell is *warm*: where the passes of four of five processes have a flat end (of fewer than thirty the last five lie within 2 %, of more the last quarter has no changepoint that matters) and these ends show no further change. *Still warming* and *slows down* are cells whose last third takes less or longer than the first third by more than 5 % with its whole interval, the others *vary*. A dash stands for fewer than five passes in a process.",
    "**First pass** is that of a fresh process, its pool still to be started.",
    `**Cold** is the whole process, from start to exit, by ${clock}, without the passes that were added until they were flat, so that all cells did as much. **CPU** is user and system time of the process tree over the same time, **cores used** is CPU divided by the time of the whole process.`,
    "**Peak memory** is the sum of the peak resident sets of the process tree: pages that several processes share count in each. **Own memory** is the sum of the pages that no other process has, the runner included, once the work is done. Both are from executions of their own that are not timed, fewer than n: the column says how many.",
    "**Longest loop delay** is how late a timer that is due every 10 ms was at most on the caller's loop, from executions of their own that are not timed. Whatever else the caller's thread has to do waits as long.",
    NOT_KNOWN_MEANS,
    "A dash was not measured; report.json has the reason beside it.",
  ];
}
