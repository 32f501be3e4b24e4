/** The report of experiments as Markdown: one section for each experiment that was run, with the command that runs it again. */
import type { ExperimentReport } from "@triathlon/core/results/experiment-report";
import { NOT_KNOWN, NOT_KNOWN_MEANS } from "../../analysis/numbers.ts";
import { listed, runtimeTitle } from "../../analysis/words.ts";
import { noisyText } from "../../report/noise-text.ts";
import { plain, table } from "../../report/markdown.ts";
import { provenanceText } from "../../report/provenance.ts";
import { busyText, counted, oneLine, SMOKE } from "../../report/text.ts";
import { TABLES } from "./experiment-tables.ts";
import { ownValue } from "../../own-value.ts";

/** `experiments.md`. @param unfit why it is not to be published */
export function experimentsMarkdown(report: ExperimentReport, unfit = cautions(report)): string {
  return [
    "# Experiments",
    provenance(report),
    ...quotes(unfit),
    HOW_TO_READ,
    "## What to use?",
    whatToUse(report),
    ...sections(report),
    ...notCompleted(report),
    "",
  ].join("\n\n");
}

/** What the terminal shows. */
export function experimentsSummary(report: ExperimentReport, unfit: readonly string[]): string {
  return [provenance(report), ...quotes(unfit), ...sections(report), ...notCompleted(report)].join("\n\n");
}

const HOW_TO_READ =
  "Every figure is the median over blocks, each block a fresh process; in brackets its 95 % interval, by order statistics. Fewer than " +
  `six blocks give no interval. Figures of one row that are compared were taken in the same process. ${NOT_KNOWN_MEANS}`;

function provenance(report: ExperimentReport): string {
  const { environment, runId, seed } = report;
  const runtimes = report.whatToUse.map(({ runtime }) => runtime);
  return provenanceText({ environment, runtimes, run: [`run ${runId}`, blocksText(report), `seed ${seed}`] });
}

/** `6 blocks`, or `3 to 6 blocks` where experiments differ. */
function blocksText({ experiments }: ExperimentReport): string {
  const counts = experiments.map(({ blocks }) => blocks);
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  return low === high ? counted(low, "block") : `${low} to ${counted(high, "block")}`;
}

/** Why its figures are not to be relied on: a sentence each. */
export const cautions = (report: ExperimentReport): string[] => [
  ...(report.smoke ? [SMOKE] : []),
  ...busyText(report),
  ...noisyText(report.noise),
];

const quotes = (lines: readonly string[]): string[] => lines.map((line) => `> ${line}`);
const quoted = (report: ExperimentReport): string[] => quotes(cautions(report));

function whatToUseTable(rows: ExperimentReport["whatToUse"][number]["rows"]): string {
  const text = ({ answer, text }: (typeof rows)[number]["async"]): string =>
    answer === null ? plain(text) : `**${answer}**: ${plain(text)}`;
  return table(
    ["feature", "processes", "threads", "async", "figure"],
    rows.map((row) => [row.feature, text(row.processes), text(row.threads), text(row.async), row.source]),
  );
}

/**
 * What a document shows of one experiment, without a heading, and always with what the run warns of; undefined when it was not run.
 *
 * @param name the experiment's, or `what-to-use`
 */
export function experimentSection(report: ExperimentReport, name: string): string | undefined {
  if (name === "what-to-use") {
    return explained([provenance(report), ...quoted(report), whatToUse(report)]);
  }
  const experiment = report.experiments.find((one) => one.name === name);
  return experiment && explained([...quoted(report), ...body(report, experiment), provenance(report)]);
}

/** With what is not known explained, where something is. */
function explained(parts: readonly string[]): string {
  const isNeeded = parts.some((part) => part.includes(NOT_KNOWN));
  return [...parts, ...(isNeeded ? [NOT_KNOWN_MEANS] : [])].join("\n\n");
}

const whatToUse = (report: ExperimentReport): string =>
  report.whatToUse.flatMap(({ runtime, rows }) => [`### ${runtimeTitle(runtime)}`, whatToUseTable(rows)]).join("\n\n");

function sections(report: ExperimentReport): string[] {
  return report.experiments.flatMap((experiment) => [
    // Other documents link to it by its name.
    `<a id="${experiment.name}"></a>\n\n## ${experiment.title}`,
    ...body(report, experiment),
  ]);
}

function body(
  report: ExperimentReport,
  { name, question, command, blocks }: ExperimentReport["experiments"][number],
): string[] {
  return [
    question,
    `\`${command}\` (${counted(blocks, "block")})`,
    ownValue(TABLES, name)?.(report) ?? "No table shows this experiment: its figures are in the journal.",
  ];
}

function notCompleted({ notCompleted }: ExperimentReport): string[] {
  if (notCompleted.length === 0) return [];
  const lines = notCompleted.map(({ experiment, runtime, outcome, reason, settings }) => {
    const which = settings.map(({ place, setting }) => [place, ...Object.values(setting)].join(" "));
    const named = which.length > 3 ? counted(which.length, "setting") : listed(which);
    const what = outcome === "skipped" ? "not run" : "failed";
    return `- ${runtimeTitle(runtime)}, ${plain(experiment)}, ${plain(named)}: ${what}: ${plain(oneLine(reason))}`;
  });
  return ["## Not run, and failed", lines.join("\n")];
}
