/** From which size of a task on workers pay: speed-up against the work in one task. */
import type { CrossoverRow } from "@triathlon/core/results/experiment-report";
import { bytesScale, estimateText, rangeText, secondsScale, timesScale, withUnit } from "../../analysis/numbers.ts";
import { listed, numberWord, runtimeTitle } from "../../analysis/words.ts";
import { crossedText, isBreakEvenKnown } from "../../analysis/break-even.ts";
import { type Draw, experimentAbsent, type PanelSpec } from "../pictures/picture.ts";
import { seriesScales } from "../pictures/theme.ts";
import { SECONDS_LABEL, TIMES_LABEL, ends, lineAtOne, logAxis, logDomain, nominal } from "./support/axes.ts";

export const draw: Draw = ({ experiments }) => {
  const about = { name: "crossover", title: "Is my task big enough for a worker?" };
  const rows = experiments?.crossover.filter((row) => measured(row).length > 0) ?? [];
  if (rows.length === 0) return experimentAbsent(about, "crossover");
  const { color } = seriesScales("crossing", rows.map(crossingText));
  const { shape } = seriesScales("size", rows.map(sizeText));
  const groups = [...Map.groupBy(rows, ({ runtime, model }) => `${runtimeTitle(runtime)}, ${model}`)];
  const all = rows.flatMap(({ points }) => points);
  const domains: Domains = {
    x: logDomain(all.map(({ workSeconds }) => workSeconds)),
    y: logDomain(rows.flatMap(measured).flatMap(({ speedUp }) => [ends(speedUp).low, ends(speedUp).high])),
  };
  return {
    ...about,
    sentence: sentence(rows),
    howToRead: `Above the line of 1×, ${numberWord(rows[0]!.workers)} workers are faster than doing the tasks in the program's own thread; bands are 95 % intervals. A payload travels to the worker with every task.`,
    panels: groups.map(([title, own]) => ({ title, spec: panel(own, { color, shape }, domains) })),
    table: {
      header: ["runtime", "model", "payload", ...FIGURES],
      right: FIGURES,
      rows: rows.flatMap(tableRows),
    },
  };
};

const measured = ({ points }: CrossoverRow) => points.filter(({ speedUp }) => speedUp.median !== null);

interface Domains {
  x: [number, number];
  y: [number, number];
}

/** What crosses, by colour and shape: how it does, and how much of it. */
type PayloadScales = ReturnType<typeof seriesScales>;

const FIGURES = ["pays from", "work in one task", "speed-up"];

/** One for each size that was measured. */
function tableRows(row: CrossoverRow): string[][] {
  const paysFrom = row.breakEven === "crossed" ? crossedText(row) : row.breakEven;
  return row.points.map(({ workSeconds, speedUp }) => [
    runtimeTitle(row.runtime),
    row.model,
    payloadText(row),
    paysFrom,
    secondsText(workSeconds),
    estimateText(speedUp, timesScale) ?? "–",
  ]);
}

function panel(rows: readonly CrossoverRow[], { color, shape }: PayloadScales, domains: Domains): PanelSpec {
  const values = rows.flatMap((row) => {
    const payload = { payload: payloadText(row), crossing: crossingText(row), size: sizeText(row) };
    return measured(row).map(({ workSeconds, speedUp }) => ({ ...payload, work: workSeconds, ...ends(speedUp) }));
  });
  const detail = nominal("payload");
  const legend = { columns: 2, labelFontSize: 11, columnPadding: 5 };
  const x = logAxis(domains.x, SECONDS_LABEL, "work in one task");
  const y = logAxis(domains.y, TIMES_LABEL, "speed-up");
  return {
    width: 244,
    height: 190,
    data: { values },
    layer: [
      lineAtOne({ y: { datum: 1, ...y } }),
      {
        mark: { type: "area", opacity: 0.22 },
        encoding: { x: { field: "work", ...x }, y: { field: "low", ...y }, y2: { field: "high" }, detail, color },
      },
      {
        mark: { type: "line", strokeWidth: 1.5 },
        encoding: { x: { field: "work", ...x }, y: { field: "value", ...y }, detail, color },
      },
      {
        mark: { type: "point", size: 45 },
        encoding: {
          x: { field: "work", ...x },
          y: { field: "value", ...y },
          color: { ...color, legend: { ...legend, title: "crosses" } },
          shape: { ...shape, legend: { ...legend, title: "payload" } },
        },
      },
    ],
  };
}

type Payload = Pick<CrossoverRow, "payloadBytes" | "crossing">;

const payloadText = (payload: Payload): string =>
  payload.payloadBytes === 0 ? "no payload" : `${sizeText(payload)} ${payload.crossing}`;

const crossingText = ({ payloadBytes, crossing }: Payload): string => (payloadBytes === 0 ? "nothing" : crossing);

function sizeText({ payloadBytes }: Payload): string {
  if (payloadBytes === 0) return "none";
  const { unit, show } = bytesScale(payloadBytes);
  return `${Number(show(payloadBytes))}${unit}`;
}

function sentence(rows: readonly CrossoverRow[]): string {
  const clauses = [...Map.groupBy(rows, (row) => `${row.model} with ${payloadText(row)}`)].map(([what, own]) => {
    const crossed = own.filter(({ breakEven }) => breakEven === "crossed");
    const known = crossed.filter(isBreakEvenKnown);
    const unknown = crossed.filter((row) => !known.includes(row)).map(({ runtime }) => runtimeTitle(runtime));
    const found = known.flatMap(({ breakEvenSeconds: { median } }) => median ?? []);
    const never = own.filter(({ breakEven }) => breakEven === "never").map(({ runtime }) => runtimeTitle(runtime));
    const from = found.length === 0 ? [] : [`from ${rangeText(found, secondsText)} on`];
    const not = never.length === 0 ? [] : [`never within what was tried in ${listed(never)}`];
    const where = unknown.length === 0 ? [] : [`from a size on that is not known here in ${listed(unknown)}`];
    const always = crossed.length === 0 && never.length === 0 ? ["at every size that was tried"] : [];
    return `${what} pays ${listed([...from, ...where, ...not, ...always])}`;
  });
  return `By the work in one task, ${clauses.join("; ")}.`;
}

const secondsText = (seconds: number): string => withUnit(seconds, secondsScale);
