/** A comparison of two runs for a terminal: a line for each cell, then what it comes to. */
import { estimateText, medianText, percentText, secondsScale, timesScale } from "../analysis/numbers.ts";
import { verdict } from "../analysis/verdict.ts";
import { cellName } from "../analysis/cell-name.ts";
import { counted } from "../report/text.ts";
import { aligned, wrapped } from "../report/wrapped.ts";
import type { ComparedCell, RunComparison } from "./run-comparison.ts";

export function comparisonText(comparison: RunComparison): string {
  const { base, new: next, cells, notCompared, lost, tooNoisy } = comparison;
  return [
    wrapped(`Base: ${runText(base)}`),
    wrapped(`New:  ${runText(next)}`),
    wrapped(METHOD[comparison.method], "  "),
    ...(tooNoisy
      ? [wrapped("! Too noisy: a run was disturbed from outside so often that every verdict is inconclusive.", "  ")]
      : []),
    "",
    ...table(cells),
    "",
    ...lost.map((cell) => wrapped(`! ${cellName(cell)} has no time in new: ${cell.reason}`, "  ")),
    ...notCompared.map((cell) => wrapped(`Not compared: ${cellName(cell)}: ${cell.reason}`, "  ")),
    wrapped(`→ ${sentence(cells)}`, "  "),
    ...gateText(comparison).map((line) => wrapped(`→ ${line}`, "  ")),
    "",
  ].join("\n");
}

const METHOD: Record<RunComparison["method"], string> = {
  "paired by block":
    "Made together, block by block: Hodges–Lehmann estimate of the ratios within blocks, with the interval and p of the exact signed-rank test.",
  unpaired:
    "Two runs at two times: Hodges–Lehmann shift between the logarithms of their times, with the interval and p of the rank-sum test. What else changed between the two runs is in it.",
};

const runText = ({ runId, commit, modified }: RunComparison["base"]): string =>
  `${runId}, ${commit === null ? "no commit" : `commit ${commit.slice(0, 12)}`}${modified === true ? " with local changes" : ""}`;

function table(cells: readonly ComparedCell[]): string[] {
  const rows = [
    ["one pass after the first", "base", "new", "new ÷ base", ""],
    ...cells.map((cell) => [
      cellName(cell),
      medianText(cell.base, secondsScale) ?? "–",
      medianText(cell.new, secondsScale) ?? "–",
      estimateText(cell.timeRatio, timesScale) ?? "–",
      cell.gate === "beyond" ? `${cell.verdict}, beyond the gate` : cell.verdict,
    ]),
  ];
  return aligned(rows);
}

function sentence(cells: readonly ComparedCell[]): string {
  const kinds = verdict.options;
  const counts = kinds.flatMap((kind) => {
    const count = cells.filter((cell) => cell.verdict === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return `New against base, ${counted(cells.length, "cell")} in one family: ${counts.join(", ")}.`;
}

function gateText({ gate, cells }: RunComparison): string[] {
  if (gate === null) return [];
  const named = (state: ComparedCell["gate"]): string =>
    counted(cells.filter((cell) => cell.gate === state).length, "cell");
  return [
    `Gate ${percentText(gate)}: ${named("beyond")} slower than that, ${named("within")} not; of ${named("across")} it cannot be told, ` +
      `${named("unjudged")} cannot be judged.`,
  ];
}
