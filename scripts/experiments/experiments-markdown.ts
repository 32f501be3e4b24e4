/** The report of experiments as Markdown: one section for each experiment that was run, with the command that runs it again. */
import type { ExperimentReport } from "@triathlon/core/results/experiment-report";
import { listed, runtimeTitle } from "../analysis/words.ts";
import { plain, table } from "../report/markdown.ts";
import { commitText, counted, machineText, momentText, oneLine, runtimeVersions } from "../report/text.ts";
import { TABLES } from "./experiment-tables.ts";

/** `experiments.md`. */
export function experimentsMarkdown(report: ExperimentReport): string {
  return [
    "# Experiments",
    provenance(report),
    ...cautions(report),
    HOW_TO_READ,
    "## What to use?",
    whatToUse(report, "###"),
    ...sections(report),
    ...notCompleted(report),
    "",
  ].join("\n\n");
}

/** What the terminal shows. */
export function experimentsSummary(report: ExperimentReport): string {
  return [provenance(report), ...cautions(report), ...sections(report), ...notCompleted(report)].join("\n\n");
}

const HOW_TO_READ =
  "Every figure is the median over blocks, each block a fresh process; in brackets its 95 % interval, by order statistics. Fewer than " +
  "six blocks give no interval. Figures of one row that are compared were taken in the same process.";

function provenance(report: ExperimentReport): string {
  const runtimes = report.whatToUse.map(({ runtime }) => runtime);
  const versions = runtimeVersions({ runtimes, environment: report.environment });
  return (
    `Measured ${momentText(report.environment.startedAt)} with ${listed(versions)} on ${plain(machineText(report))}, ` +
    `${commitText(report)}: run ${report.runId}, seed ${report.seed}.`
  );
}

function cautions({ smoke, environment: { loadAverage, availableParallelism } }: ExperimentReport): string[] {
  const busy = loadAverage !== null && loadAverage >= availableParallelism / 2;
  return [
    ...(smoke ? ["> A smoke run: it says that everything works, not how fast."] : []),
    ...(busy
      ? [
          `> The machine was busy when this run began: load average ${loadAverage.toFixed(1)} on ${counted(availableParallelism, "CPU")}. Do not rely on these figures.`,
        ]
      : []),
  ];
}

function whatToUseTable(rows: ExperimentReport["whatToUse"][number]["rows"]): string {
  const text = ({ answer, text }: (typeof rows)[number]["async"]): string =>
    answer === null ? plain(text) : `**${answer}**: ${plain(text)}`;
  return table(
    ["feature", "processes", "threads", "async", "figure"],
    rows.map((row) => [row.feature, text(row.processes), text(row.threads), text(row.async), row.source]),
  );
}

/**
 * What a document shows of one experiment, without a heading; undefined when it was not run.
 *
 * @param name the experiment's, or `what-to-use`
 */
export function experimentSection(report: ExperimentReport, name: string): string | undefined {
  if (name === "what-to-use") return [provenance(report), whatToUse(report, "####")].join("\n\n");
  const experiment = report.experiments.find((one) => one.name === name);
  return experiment && [...body(report, experiment), provenance(report)].join("\n\n");
}

const whatToUse = (report: ExperimentReport, heading: string): string =>
  report.whatToUse
    .flatMap(({ runtime, rows }) => [`${heading} ${runtimeTitle(runtime)}`, whatToUseTable(rows)])
    .join("\n\n");

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
    TABLES[name]?.(report) ?? "No table shows this experiment: its figures are in the journal.",
  ];
}

function notCompleted({ notCompleted }: ExperimentReport): string[] {
  if (notCompleted.length === 0) return [];
  const lines = notCompleted.map(({ experiment, runtime, outcome, reason, settings }) => {
    const which = settings.map(({ place, setting }) => [place, ...Object.values(setting)].join(" "));
    const named = which.length > 3 ? counted(which.length, "setting") : listed(which);
    const what = outcome === "skipped" ? "not run" : "failed";
    return `- ${runtimeTitle(runtime)}, ${experiment}, ${plain(named)}: ${what}: ${plain(oneLine(reason))}`;
  });
  return ["## Not run, and failed", lines.join("\n")];
}
