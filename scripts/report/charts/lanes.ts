/** Lanes: the tasks of one workload over the workers of each model, a panel for each runtime, all on one time axis. */
import { rowsOf, type TimelineSpan } from "@triathlon/core/abilities/timeline";
import type { LanesRecord } from "@triathlon/core/results/lanes";
import { rangeText, secondsScale, withUnit } from "../../analysis/numbers.ts";
import { listed, numberWord, runtimeTitle } from "../../analysis/words.ts";
import type { Draw, PanelSpec } from "../pictures/picture.ts";
import { modelScales } from "../pictures/theme.ts";
import { SECONDS_LABEL, nominal } from "./support/axes.ts";

interface About {
  name: string;
  title: string;
  workload: string;
  /** Its tasks, in the plural. */
  what: string;
  /** What to notice. */
  note: string;
}

/** The tutorials' picture of overlap. */
export const waiting = drawLanes({
  name: "lanes-waiting",
  title: "What happens while tasks wait?",
  workload: "load-tables",
  what: "waits",
  note: "Async overlaps waits in one thread; workers overlap them too, and cost more to have.",
});

/** The tutorials' picture of parallelism. */
export const computing = drawLanes({
  name: "lanes-computing",
  title: "What happens while tasks compute?",
  workload: "sum-of-squares",
  what: "pieces of computing",
  note: "In async all calls are in flight together, but one thread computes: each bar lasts until its result is heard, and the whole takes as long as sequential.",
});

/** The last pass of one execution, in seconds from the pass's begin. */
interface Watched {
  record: LanesRecord;
  seconds: number;
  /** Idle workers' too. */
  lanes: string[];
  bars: Bar[];
}

interface Bar {
  /** `async 2`, `thread 1`: what ran it, and which of those in the model. */
  lane: string;
  model: string;
  /** Counts the tasks of the pass from 1. */
  number: number;
  from: number;
  to: number;
}

function drawLanes({ name, title, workload, what, note }: About): Draw {
  return ({ report: { runtimes, models }, lanes }) => {
    const watched = lanes
      .filter((record) => record.workload === workload && record.outcome === "completed")
      .map(watch)
      .filter(({ bars }) => bars.length > 0);
    if (watched.length === 0) {
      return {
        name,
        title,
        absent: `No lanes of ${workload} were recorded: \`pnpm bench --workload ${workload}\` does.`,
      };
    }
    const longest = Math.max(...watched.map(({ seconds }) => seconds));
    const shown = runtimes.filter((runtime) => watched.some(({ record }) => record.runtime === runtime));
    const of = (runtime: string) => watched.filter(({ record }) => record.runtime === runtime);
    return {
      name,
      title,
      sentence: sentence(watched, workload, what),
      howToRead:
        `${note} A row is a worker, or a place among the calls in flight in one isolate; a bar is a task, by its worker's own clock. ` +
        "The second pass, with workers that are already running. Watched, not measured: no other figure comes from here.",
      panels: shown.map((runtime) => ({
        title: runtimeTitle(runtime),
        spec: panel(of(runtime), models, longest),
      })),
      table: {
        header: ["runtime", "lane", "task", "begins after", "ends after"],
        right: ["task", "begins after", "ends after"],
        rows: shown.flatMap((runtime) =>
          of(runtime).flatMap(({ bars }) =>
            bars.map(({ lane, number, from, to }) => [
              runtimeTitle(runtime),
              lane,
              String(number),
              secondsText(from),
              secondsText(to),
            ]),
          ),
        ),
      },
    };
  };
}

function watch(record: LanesRecord): Watched {
  const pass = record.passes.at(-1) ?? { beganAt: 0, endedAt: 0 };
  const since = (at: number): number => Math.max(0, (at - pass.beganAt) / 1000);
  const inPass = ({ began, submitted = began }: TimelineSpan): boolean => submitted >= pass.beganAt;
  const rows = rowsOf(record.events);
  const spans = rows.flatMap((row) => row.spans.filter(inPass).map((span) => ({ ...span, worker: row.worker })));
  const first = Math.min(...spans.map(({ call }) => call));
  const idle = rows.filter(({ gone = Infinity, spans }) => gone > pass.beganAt && !spans.some(inPass));
  const lanes = [
    ...spans.map(({ worker, lane }) => laneName(record.model, worker, lane)),
    ...idle.map(({ worker }) => laneName(record.model, worker, 0)),
  ];
  return {
    record,
    seconds: since(pass.endedAt),
    lanes: [...new Set(lanes)].sort(byNumber),
    bars: spans
      .map(({ call, worker, lane, began, ended }) => ({
        lane: laneName(record.model, worker, lane),
        model: record.model,
        number: call - first + 1,
        from: since(began),
        to: since(ended),
      }))
      .sort((a, b) => a.number - b.number),
  };
}

function laneName(model: LanesRecord["model"], worker: number, lane: number): string {
  if (model === "threading") return `thread ${worker}`;
  if (model === "multiprocessing") return `process ${worker}`;
  return `${model} ${lane + 1}`;
}

function panel(watched: readonly Watched[], models: readonly string[], longest: number): PanelSpec {
  const bars = watched.flatMap((one) => one.bars);
  const lanes = watched.flatMap((one) => one.lanes);
  const ends = watched.map(({ bars, seconds }) => ({
    lane: bars.reduce((last, bar) => (bar.to > last.to ? bar : last)).lane,
    at: seconds,
    text: secondsText(seconds),
  }));
  const x = {
    type: "quantitative" as const,
    scale: { domain: [0, longest * 1.22], nice: false },
    axis: { labelExpr: SECONDS_LABEL, title: null, tickCount: 4 },
  };
  const y = {
    ...nominal("lane"),
    sort: lanes,
    scale: { domain: lanes },
    axis: { title: null, ticks: false, domain: false },
  };
  return {
    width: 240,
    height: { step: 19 },
    layer: [
      {
        data: { values: bars },
        mark: { type: "bar", height: 14, cornerRadius: 2, stroke: "var(--page)", strokeWidth: 1 },
        encoding: {
          x: { field: "from", ...x },
          x2: { field: "to" },
          y,
          color: { ...modelScales(models).color, legend: null },
        },
      },
      {
        data: { values: bars.filter(({ from, to }) => to - from > longest * 0.06) },
        transform: [{ calculate: "(datum.from + datum.to) / 2", as: "middle" }],
        mark: { type: "text", color: "var(--on-colour)", fontSize: 10, fontWeight: "bold" },
        encoding: { x: { field: "middle", ...x }, y, text: { field: "number" } },
      },
      {
        data: { values: ends },
        mark: { type: "text", align: "left", dx: 4, color: "var(--quiet)" },
        encoding: { x: { field: "at", ...x }, y, text: { field: "text" } },
      },
    ],
  };
}

function sentence(watched: readonly Watched[], workload: string, what: string): string {
  const models = [...Map.groupBy(watched, ({ record }) => record.model)].map(([model, own]) => {
    const seconds = own.map((one) => one.seconds);
    return `${rangeText(seconds, secondsText)} in ${model}`;
  });
  const tasks = Math.max(...watched.map(({ bars }) => bars.length));
  return `The ${numberWord(tasks)} ${what} of ${workload} took ${listed(models)} when they were watched.`;
}

/** `thread 2` before `thread 10`. */
const byNumber = (a: string, b: string): number => Number(a.split(" ")[1]) - Number(b.split(" ")[1]);

const secondsText = (seconds: number): string => withUnit(seconds, secondsScale);
