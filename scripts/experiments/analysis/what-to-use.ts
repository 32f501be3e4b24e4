/**
 * The tutorials' table "What to use?", answered for one runtime by what the experiments measured. Every cell is a figure; "yes" or "no"
 * stands before it only where the whole interval lies on one side of the line.
 */
import type { Estimate } from "@triathlon/core/results/estimate";
import type { ExperimentReport, WhatToUse } from "@triathlon/core/results/experiment-report";
import { NOT_MEASURED } from "../../analysis/estimate.ts";
import { estimateText, plainScale, secondsScale, timesScale, whole } from "../../analysis/numbers.ts";
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
    const row = largest(
      overlap.filter(({ model }) => model === MODEL[column]),
      ({ overlapFactor }) => overlapFactor.median,
    );
    if (!row) return null;
    const by = row.workers > 1 ? ` in ${row.workers}` : "";
    return cell(
      beyond(row.overlapFactor, GAIN),
      row.overlapFactor,
      (figure) => `${figure}, ${whole(row.waits)} waits${by}`,
    );
  });
}

function cores({ cores: rows }: Figures): Feature {
  return feature(
    "Use all CPU cores",
    "cores: speed-up against the program's own thread, at most, and cores used",
    (column) => {
      const row = largest(
        rows.filter(({ model }) => model === MODEL[column]),
        ({ speedUp }) => speedUp.median,
      );
      if (!row) return null;
      const used = estimateText(row.coresUsed, plainScale) ?? "?";
      const by = row.workers > 1 ? ` with ${row.workers}` : "";
      return cell(beyond(row.speedUp, GAIN), row.speedUp, (figure) => `${figure} as fast${by}, ${used} cores used`);
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
    "loop-delay: 99th percentile of the main loop's delay, worst function",
    (column) => {
      const row = largest(
        loopDelay.filter(({ place }) => place === PLACE[column]),
        ({ p99Seconds }) => p99Seconds.median,
      );
      if (!row) return null;
      const late = beyond(row.p99Seconds, FRAME_SECONDS);
      const answer = late === null ? null : late === "yes" ? "no" : "yes";
      return cell(answer, row.p99Seconds, (figure) => `${figure} late (${row.function})`, secondsScale);
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
      const row = largest(
        rows.filter(({ place }) => place === MODEL[column]),
        ({ slowDown }) => slowDown.median,
      );
      if (!row) return null;
      return cell(
        beyond(row.slowDown, GAIN),
        row.slowDown,
        (figure) => `${figure} (${row.probe} while another: ${row.noise})`,
      );
    },
  );
}

const NONE: Cell = { answer: null, text: NOT_MEASURED, figure: null };

function feature(name: string, source: string, cellOf: (column: Column) => Cell | null): Feature {
  const [processes, threads, async] = COLUMNS.map((column) => cellOf(column) ?? NONE) as [Cell, Cell, Cell];
  return { feature: name, source, processes, threads, async };
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
