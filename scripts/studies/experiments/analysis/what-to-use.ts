/**
 * The tutorials' table "What to use?", answered for one runtime by what the experiments measured. Every cell is a figure; "yes" or "no"
 * stands before it only where the whole interval lies on one side of the line.
 */
import type { Estimate } from "@triathlon/core/results/estimate";
import type { ExperimentReport, WhatToUse } from "@triathlon/core/results/experiment-report";
import { NOT_MEASURED } from "../../../analysis/estimate.ts";
import { estimateText, isKnown, plainScale, secondsScale, timesScale, whole } from "../../../analysis/numbers.ts";
import { smallBytesScale } from "../scales.ts";

type Figures = Pick<ExperimentReport, "overlap" | "cores" | "ladder" | "loopDelay" | "interference">;
type Feature = WhatToUse["rows"][number];
type Cell = Feature["async"];
type Column = "processes" | "threads" | "async";

const COLUMNS: readonly Column[] = ["processes", "threads", "async"];
const MODEL = { processes: "multiprocessing", threads: "threading", async: "async" } as const;
const UNIT = { processes: "process", threads: "thread", async: "task" } as const;
/** Where a blocking function runs: with async in the main thread. */
const PLACE = { processes: "process", threads: "thread", async: "main" } as const;

/** From this gain on a model is said to have it, and from this loss on to suffer: well above what noise alone makes of 1. */
const GAIN = 1.15;
/** A frame at 60 Hz. */
const FRAME_SECONDS = 1 / 60;

/** The table of each runtime. */
export const whatToUseOf = (report: Figures & { whatToUse: readonly Pick<WhatToUse, "runtime">[] }): WhatToUse[] =>
  report.whatToUse.map(({ runtime }) => ({ runtime, rows: whatToUseIn(runtime, report) }));

export function whatToUseIn(runtime: string, all: Figures): Feature[] {
  const own = <Row extends { runtime: string }>(rows: readonly Row[]): Row[] =>
    rows.filter((row) => row.runtime === runtime);
  const figures: Figures = {
    overlap: own(all.overlap),
    cores: own(all.cores),
    ladder: own(all.ladder),
    loopDelay: own(all.loopDelay),
    interference: own(all.interference),
  };
  return [waiting(figures), cores(figures), scalability(figures), blocking(figures), interference(figures)];
}

function waiting({ overlap }: Figures): Feature {
  return feature("Optimise waiting periods", "overlap: seconds of waiting in each second, at most", (column) => {
    const own = overlap.filter(({ model }) => model === MODEL[column]);
    return answered(
      own,
      ({ overlapFactor }) => overlapFactor,
      GAIN,
      (figure, { workers, waits }) => {
        const by = workers > 1 ? ` in ${workers}` : "";
        return `${figure}, ${whole(waits)} waits${by}`;
      },
    );
  });
}

function cores({ cores: rows }: Figures): Feature {
  return feature(
    "Use all CPU cores",
    "cores: speed-up against the program's own thread, at most, and cores used",
    (column) => {
      const own = rows.filter(({ model }) => model === MODEL[column]);
      return answered(
        own,
        ({ speedUp }) => speedUp,
        GAIN,
        (figure, { coresUsed, workers }) => {
          const by = workers > 1 ? ` with ${workers}` : "";
          return `${figure} as fast${by}; cores used: ${estimateText(coresUsed, plainScale) ?? "?"}`;
        },
      );
    },
  );
}

function scalability({ ladder }: Figures): Feature {
  return feature("Scalability", "ladder: ready at once within 2 s and half of the free memory", (column) => {
    const row = ladder.find(({ place }) => place === UNIT[column]);
    if (!row || row.most.median === null) return null;
    const bytes = row.steps.findLast(({ eachBytes }) => eachBytes.median !== null)?.eachBytes;
    const each = bytes === undefined ? "" : `, ${estimateText(bytes, smallBytesScale)} each`;
    const least = row.endedBy === "count" ? "at least " : "";
    return {
      answer: null,
      text: `${least}${whole(row.most.median)}${each}; ended by ${row.endedBy}`,
      figure: row.most,
    };
  });
}

function blocking({ loopDelay }: Figures): Feature {
  return feature(
    "Use blocking library functions",
    "loop-delay: the longest delay of the main loop in a process, worst function",
    (column) => {
      const own = loopDelay.filter(({ place }) => place === PLACE[column]);
      const late = answered(
        own,
        ({ maxSeconds }) => maxSeconds,
        FRAME_SECONDS,
        (figure, row) => `late: ${figure} (${row.function})`,
        secondsScale,
      );
      return late && { ...late, answer: late.answer && (late.answer === "yes" ? "no" : "yes") };
    },
  );
}

function interference({ interference: rows, cores: shared }: Figures): Feature {
  return feature(
    "GIL interference",
    "interference: slow-down of a probe by one neighbour, worst pair; in async, speed-up of tasks that compute",
    (column) => {
      if (column === "async") {
        // One thread: what computes stands in the way of everything else, and nothing is gained.
        const row = shared.find(({ model }) => model === "async");
        return row
          ? cell(null, row.speedUp, (figure) => `tasks take turns: ${figure} as fast as one after the other`)
          : null;
      }
      const own = rows.filter(({ place }) => place === MODEL[column]);
      return answered(
        own,
        ({ slowDown }) => slowDown,
        GAIN,
        (figure, { probe, noise }) => `${figure} (${probe} while another: ${noise})`,
      );
    },
  );
}

const NONE: Cell = { answer: null, text: NOT_MEASURED, figure: null };

function feature(name: string, source: string, cellOf: (column: Column) => Cell | null): Feature {
  const [processes, threads, async] = COLUMNS.map((column) => cellOf(column) ?? NONE) as [Cell, Cell, Cell];
  return { feature: name, source, processes, threads, async };
}

/**
 * The largest figure that is settled answers: its whole interval lies on one side of the line, and it is known. *Yes* needs one such
 * figure beyond the line, *no* needs all of them below it; otherwise the largest of all stands there without an answer. Where all
 * lie below it and the largest is not known, the line itself is what is known.
 */
function answered<Row>(
  rows: readonly Row[],
  figureOf: (row: Row) => Estimate,
  line: number,
  say: (figure: string, row: Row) => string,
  scale: Parameters<typeof estimateText>[1] = timesScale,
): Cell | null {
  const measured = rows.filter((row) => figureOf(row).median !== null);
  const settled = measured.filter((row) => isKnown(figureOf(row)));
  const yes = settled.filter((row) => beyond(figureOf(row), line) === "yes");
  const answer = yes.length > 0 ? "yes" : measured.every((row) => beyond(figureOf(row), line) === "no") ? "no" : null;
  const row = largest(yes.length > 0 ? yes : measured, (one) => figureOf(one).median);
  if (!row) return null;
  const { show, unit } = scale(line);
  const below = answer === "no" && !isKnown(figureOf(row)) ? `less than ${show(line)}${unit}` : null;
  return cell(answer, figureOf(row), (figure) => say(below ?? figure, row), scale);
}

function cell(
  answer: Cell["answer"],
  figure: Estimate,
  say: (figure: string) => string,
  scale: Parameters<typeof estimateText>[1] = timesScale,
): Cell {
  const text = estimateText(figure, scale);
  if (text === null) return NONE;
  return { answer, text: `${say(text)}${figure.interval === null ? " (indicative only)" : ""}`, figure };
}

function beyond({ interval }: Estimate, line: number): Cell["answer"] {
  if (interval === null) return null;
  if (interval.low >= line) return "yes";
  return interval.high < line ? "no" : null;
}

/** The row with the largest figure; of equals the first. */
function largest<Row>(rows: readonly Row[], figureOf: (row: Row) => number | null): Row | undefined {
  let best: Row | undefined;
  for (const row of rows) {
    const figure = figureOf(row);
    if (figure !== null && (best === undefined || figure > (figureOf(best) ?? -Infinity))) best = row;
  }
  return best;
}
