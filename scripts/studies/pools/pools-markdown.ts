/** The comparison as Markdown: an overview for terminal, file and documents, and all figures for the file alone. */
import {
  bytesScale,
  NOT_KNOWN_MEANS,
  ratioText,
  significant,
  timesScale,
  secondsScale,
} from "../../analysis/numbers.ts";
import { listed, runtimeTitle } from "../../analysis/words.ts";
import { noisyText } from "../../report/noise-text.ts";
import { plain } from "../../report/markdown.ts";
import { provenanceText } from "../../report/provenance.ts";
import { busyText, counted, oneLine } from "../../report/text.ts";
import type { ComparedCase, PoolCell, PoolRow, PoolsReport } from "./pools-report.ts";
import { blockText } from "./block-estimate.ts";

/** Our pool as it is copied; with an ability, whose name follows. */
const PLAIN = "triathlon";
const WITH = `${PLAIN}-`;

/** `pools.md`. */
export function poolsMarkdown(report: PoolsReport): string {
  return [
    "# Pools compared",
    provenance(report),
    overview(report, "##"),
    "## Every contender",
    "Time of one call, or of the whole pass; in brackets as above. What failed or was not run has its reason above.",
    ...report.cells.map((cell) => [`### ${cellTitle(cell)}`, ...cell.cases.map(allRows)].join("\n\n")),
    "",
  ].join("\n\n");
}

/** What the terminal, `pools.md` and the documents show alike. */
export function overview(report: PoolsReport, heading = "###"): string {
  return [
    ...cautions(report).map((line) => `> ${line}`),
    howToRead(report),
    ...report.cells.flatMap((cell) => [`${heading} ${cellTitle(cell)}`, cellTable(cell)]),
    ...memoryAndStart(report, heading),
    ...notCompleted(report, heading),
  ].join("\n\n");
}

/** Why its figures are not to be relied on: a sentence each. */
export const cautions = (report: PoolsReport): string[] => [...busyText(report), ...noisyText(report.noise)];

/** One line: where, when and with what. */
export function provenance({ environment, cells, blocks, workers, seed }: PoolsReport): string {
  const runtimes = [...new Set(cells.map(({ runtime }) => runtime))];
  const peers = cells
    .flatMap(({ cases }) => cases.flatMap(({ rows }) => rows))
    .flatMap(({ contender, version }) => (version === null ? [] : [`${contender.split("-")[0]} ${version}`]));
  const software = [...new Set(peers)].sort();
  const run = [counted(blocks, "block"), counted(workers, "worker"), `seed ${seed}`];
  return provenanceText({ environment, runtimes, software, run });
}

function howToRead({ blocks, cells }: PoolsReport): string {
  const rows = cells.flatMap(({ cases }) => cases.filter(isTimed).flatMap(({ rows }) => rows));
  const lacks = rows.some(({ completed }) => completed > 1 && completed < 6);
  const spread =
    blocks >= 6
      ? `In brackets the 95 % interval of the median over the blocks${lacks ? "; of fewer than six blocks the lowest and the highest" : ""}.`
      : "In brackets the lowest and the highest block: fewer than six blocks give no interval.";
  return (
    "Each contender is put through each case once in a block, by a process of its own, in random order. Times are medians over the " +
    "blocks; ratios are medians of the ratios within a block, and smaller is faster. *Raw* is workers and messages without a pool: " +
    "one message at a time where calls wait for each other, else batches of up to 64 calls. *Plain* is our pool as it is copied; " +
    "beside it is our pool with the ability that is named. " +
    `*Efficiency* is throughput divided by that of workers which are told once what to do. ${spread} ${NOT_KNOWN_MEANS}`
  );
}

const cellTitle = ({ runtime, model }: PoolCell): string =>
  `${runtimeTitle(runtime)}, ${model === "threading" ? "threads" : "processes"}`;

/** Start and memory have a table of their own. */
const isTimed = ({ case: name }: ComparedCase): boolean => !["start", "first-result", "idle-memory"].includes(name);

function cellTable({ cases }: PoolCell): string {
  const rows = cases.filter(isTimed).flatMap((compared) => {
    const plainPool = rowOf(compared, PLAIN);
    const withAbility = compared.rows.find((row) => row.contender.startsWith(WITH) && row.completed > 0);
    const peer = rowOf(compared, compared.bestPeer ?? "");
    const floor = rowOf(compared, compared.floor);
    const named = (row: PoolRow | undefined, what: string, name = row?.contender): string =>
      row ? `${what} ${plain(name ?? "")}` : "–";
    const ability = withAbility?.contender.slice(WITH.length);
    const times = [
      compared.title,
      timeText(plainPool),
      named(withAbility, timeText(withAbility), ability),
      named(peer, timeText(peer)),
      ratio(plainPool?.toBestPeer),
      timeText(floor),
      ratio(plainPool?.toFloor),
    ];
    if (compared.case !== "short-tasks") return [times];
    const efficiency = (row: PoolRow | undefined): string => ratio(row?.efficiency, "");
    const shares = [
      `${compared.title}: efficiency`,
      efficiency(plainPool),
      named(withAbility, efficiency(withAbility), ability),
      named(peer, efficiency(peer)),
      "–",
      efficiency(floor),
      "–",
    ];
    return [times, shares];
  });
  return aligned(["case", "plain", "with an ability", "best peer", "plain ÷ peer", "raw", "plain ÷ raw"], rows);
}

/** Of what was not measured there is neither a column nor a sentence. */
const MEMORY_AND_START = [
  { case: "start", title: "all ready", text: timeText, what: "from constructing a pool to all its workers ready" },
  {
    case: "first-result",
    title: "first result",
    text: timeText,
    what: "from constructing a pool to its first result (a lazy pool then has one worker)",
  },
  {
    case: "idle-memory",
    title: "idle worker",
    text: bytesText,
    what: "what one more idle worker adds to the memory of the process and its children (PSS, nine workers against one)",
  },
];

function memoryAndStart({ cells }: PoolsReport, heading: string): string[] {
  const columns = MEMORY_AND_START.filter((column) =>
    cells.some(({ cases }) => cases.some((compared) => compared.case === column.case)),
  );
  const rows = cells.flatMap((cell) => {
    const figures = columns.map((column) => ({
      ...column,
      compared: cell.cases.find((compared) => compared.case === column.case),
    }));
    const contenders = figures.flatMap(({ compared }) => compared?.rows ?? []);
    const names = new Set(contenders.filter(({ completed }) => completed > 0).map(({ contender }) => contender));
    return [...names].map((name) => [
      cellTitle(cell),
      plain(name),
      ...figures.map(({ compared, text }) => text(rowOf(compared, name))),
    ]);
  });
  if (rows.length === 0) return [];
  return [
    `${heading} Memory and start`,
    columns.map(({ title, what }) => `*${title[0]!.toUpperCase()}${title.slice(1)}*: ${what}.`).join(" "),
    aligned(["cell", "pool", ...columns.map(({ title }) => title)], rows),
  ];
}

function notCompleted(report: PoolsReport, heading: string): string[] {
  if (report.notCompleted.length === 0) return [];
  const lines = report.notCompleted.map(({ runtime, model, contender, outcome, reason, cases }) => {
    const where = `${runtimeTitle(runtime)}, ${model}, ${plain(contender)}`;
    const left = report.cells.find((cell) => cell.runtime === runtime && cell.model === model)!.cases.length;
    const which = outcome === "skipped" && cases.length === left ? "" : ` in ${listed(cases)}`;
    const what = `${outcome === "skipped" ? "not run" : "failed"}${which}`;
    return `- ${where}: ${what}: ${plain(oneLine(reason))}`;
  });
  return [`${heading} Not run, and failed`, lines.join("\n")];
}

function allRows({ title, rows, floor, bestPeer, case: name }: ComparedCase): string {
  const extra = EXTRA[name];
  const header = [
    "contender",
    extra?.inPlaceOfTime ?? "time",
    `÷ ${floor}`,
    `÷ ${plain(bestPeer ?? "best peer")}`,
    "blocks",
  ];
  return [
    `**${title}**`,
    aligned(
      extra?.column === undefined ? header : [...header, extra.column],
      rows.map((row) => {
        const cells = [
          plain(row.contender),
          extra?.inPlaceOfTime ? bytesText(row) : timeText(row),
          ratio(row.toFloor),
          ratio(row.toBestPeer),
          row.failed > 0 ? `${row.completed}, ${row.failed} failed` : String(row.completed),
        ];
        return extra?.text === undefined ? cells : [...cells, extra.text(row)];
      }),
    ),
  ].join("\n\n");
}

/** What some cases show besides. */
const EXTRA: Partial<
  Record<ComparedCase["case"], { column?: string; text?: (row: PoolRow) => string; inPlaceOfTime?: string }>
> = {
  "short-tasks": { column: "efficiency", text: ({ efficiency }) => ratio(efficiency, "") },
  mix: {
    column: "99 of 100 short ones within",
    text: ({ shortP99Seconds }) => (shortP99Seconds ? blockText(shortP99Seconds, secondsScale) : "–"),
  },
  "transfer-1-mib": { column: "share detached", text: ({ detached }) => ratio(detached, "") },
  "transfer-16-mib": { column: "share detached", text: ({ detached }) => ratio(detached, "") },
  "idle-memory": { inPlaceOfTime: "bytes" },
};

const rowOf = (compared: ComparedCase | undefined, contender: string): PoolRow | undefined =>
  compared?.rows.find((row) => row.contender === contender);

function timeText(row: PoolRow | undefined): string {
  if (row === undefined) return "–";
  return row.completed === 0 ? withoutFigure(row) : blockText(row.seconds, secondsScale);
}

function bytesText(row: PoolRow | undefined): string {
  if (row === undefined || row.bytes === null) return "–";
  return row.completed === 0 ? withoutFigure(row) : blockText(row.bytes, bytesScale);
}

const withoutFigure = ({ failed }: PoolRow): string => (failed > 0 ? "failed" : "not run");

function ratio(estimate: PoolRow["toFloor"] | null | undefined, unit = "×"): string {
  if (!estimate) return "–";
  return blockText(estimate, (typical) => ({ ...timesScale(), unit, show: (value) => showLike(value, typical) }));
}

/** The ends of a range with the digits of what lies between them. */
const showLike = (value: number, typical: number): string =>
  typical >= 9.995 || typical < 0.095 ? significant(value) : ratioText(value);

/** A table whose columns stand under each other in a terminal as well. */
function aligned(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  return [header, widths.map((width) => "-".repeat(width)), ...rows].map(line).join("\n");
}
