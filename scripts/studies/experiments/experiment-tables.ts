/** One table for each experiment, by its name. */
import type { Estimate } from "@triathlon/core/results/estimate";
import { type CrossoverRow, type ExperimentReport, hasP99 } from "@triathlon/core/results/experiment-report";
import {
  bytesScale,
  estimateText,
  plainScale,
  type Scale,
  secondsScale,
  timesScale,
  whole,
} from "../../analysis/numbers.ts";
import { runtimeTitle } from "../../analysis/words.ts";
import { plain, table } from "../../report/markdown.ts";
import { crossedText, isBreakEvenKnown, isOpen, NOT_IN_EVERY_BLOCK } from "../../analysis/break-even.ts";
import { disturbedPairs, isDisturbed } from "../../analysis/disturbed-pairs.ts";
import { smallBytesScale, smallSecondsScale } from "./scales.ts";

export const TABLES: Readonly<Record<string, (report: ExperimentReport) => string>> = {
  overlap: ({ overlap }) =>
    byRuntime(overlap, ["model", "waits", "workers"], (row) => ({
      labels: [row.model, whole(row.waits), whole(row.workers)],
      figure: text(row.overlapFactor, timesScale),
    })),

  cores: ({ cores }) =>
    table(
      ["runtime", "model", "workers", "speed-up", "cores used"],
      cores.map((row) => [
        runtimeTitle(row.runtime),
        row.model,
        whole(row.workers),
        text(row.speedUp, timesScale),
        text(row.coresUsed, plainScale),
      ]),
    ),

  ladder: ({ ladder }) =>
    table(
      ["runtime", "what", "ready at once, at most", "ended by", "largest whole step", "all ready in", "bytes each"],
      ladder.map((row) => {
        const last = row.steps.at(-1);
        return [
          runtimeTitle(row.runtime),
          row.place,
          text(row.most, () => ({ unit: "", show: whole })),
          row.firstFailure === null ? row.endedBy : `${row.endedBy}: ${plain(row.firstFailure)}`,
          last ? whole(last.count) : "–",
          last ? text(last.readySeconds, secondsScale) : "–",
          last ? text(last.eachBytes, smallBytesScale) : "–",
        ];
      }),
    ),

  "loop-delay": ({ loopDelay }) => {
    const p99 = loopDelay.every(({ ticks }) => hasP99(ticks)) ? ["99th percentile"] : [];
    return table(
      ["runtime", "function", "runs in", "one call", "median delay", ...p99, "longest delay"],
      loopDelay.map((row) => [
        runtimeTitle(row.runtime),
        row.function,
        row.place,
        text(row.callSeconds, secondsScale),
        text(row.medianSeconds, secondsScale),
        ...p99.map(() => text(row.p99Seconds, secondsScale)),
        text(row.maxSeconds, secondsScale),
      ]),
    );
  },

  interference: ({ interference }) => {
    const pairs = disturbedPairs(interference);
    const probes = [...new Set(interference.map(({ probe }) => probe))];
    const rows = Map.groupBy(interference, ({ runtime, place, noise }) => JSON.stringify([runtime, place, noise]));
    const shown = [...rows.values()].filter(
      (all) => pairs === null || all.some(({ slowDown }) => isDisturbed(slowDown)),
    );
    const pairText = (slowDown: Estimate | undefined): string =>
      pairs === null || !slowDown || slowDown.interval === null || isDisturbed(slowDown)
        ? text(slowDown, timesScale)
        : "≈";
    const figures = table(
      ["runtime", "workers", "the other one's noise", ...probes.map((probe) => `probe: ${probe}`)],
      shown.map((all) => [
        runtimeTitle(all[0]!.runtime),
        all[0]!.place,
        all[0]!.noise,
        ...probes.map((probe) => pairText(all.find((row) => row.probe === probe)?.slowDown)),
      ]),
    );
    return [...(pairs === null ? [] : [pairsText(pairs)]), ...(shown.length === 0 ? [] : [figures])].join("\n\n");
  },

  crossover: ({ crossover }) => {
    const figures = byRuntime(crossover, ["model", "payload", "how it crosses"], (row) => ({
      labels: [
        row.model,
        row.payloadBytes === 0 ? "none" : payload(row.payloadBytes),
        row.payloadBytes === 0 ? "–" : row.crossing,
      ],
      figure: breakEvenText(row),
    }));
    return [IN_BATCHES, ...unknownText(crossover), figures].join("\n\n");
  },

  creation: ({ creation }) =>
    byRuntime(creation, ["what"], (row) => {
      const bytes = estimateText(row.bytes, smallBytesScale);
      const seconds = text(row.seconds, smallSecondsScale);
      return { labels: [row.what], figure: bytes === null ? seconds : `${seconds}, ${bytes}` };
    }),

  "fresh-closure": ({ freshClosure }) =>
    table(
      ["runtime", "kernel", "called", "first tenth of the calls", "last tenth", "last ÷ first"],
      freshClosure.map((row) => [
        runtimeTitle(row.runtime),
        row.kernel,
        row.call === "direct" ? "directly" : "through a fresh closure",
        text(row.firstSeconds, secondsScale),
        text(row.lastSeconds, secondsScale),
        text(row.slowDown, timesScale),
      ]),
    ),

  "compile-cache": ({ compileCache }) =>
    [
      table(
        ["runtime", "result from", "by itself", "first result without", "with", "÷", "CPU without", "with", "÷"],
        compileCache.map((row) => [
          runtimeTitle(row.runtime),
          row.place === "main" ? "the program itself" : "one of two threads",
          row.byDefault,
          text(row.withoutSeconds, secondsScale),
          text(row.withSeconds, secondsScale),
          text(row.timeRatio, timesScale),
          text(row.withoutCpuSeconds, secondsScale),
          text(row.withCpuSeconds, secondsScale),
          text(row.cpuRatio, timesScale),
        ]),
      ),
      "*By itself* says whether the runtime keeps compiled modules when nobody says anything: that is how everything else here is measured.",
    ].join("\n\n"),
};

/** A column for each runtime, a row for each set of labels. */
function byRuntime<Row extends { runtime: string }>(
  rows: readonly Row[],
  header: readonly string[],
  show: (row: Row) => { labels: readonly string[]; figure: string },
): string {
  const runtimes = [...new Set(rows.map(({ runtime }) => runtime))];
  const shown = rows.map((row) => ({ runtime: row.runtime, ...show(row) }));
  const lines = Map.groupBy(shown, ({ labels }) => JSON.stringify(labels));
  return table(
    [...header, ...runtimes.map(runtimeTitle)],
    [...lines.values()].map((all) => [
      ...all[0]!.labels,
      ...runtimes.map((runtime) => all.find((one) => one.runtime === runtime)?.figure ?? "–"),
    ]),
  );
}

const text = (estimate: Estimate | undefined, scale: (typical: number) => Scale): string =>
  (estimate && estimateText(estimate, scale)) ?? "–";

const pairsText = ({ tried, differ, byChance }: NonNullable<ReturnType<typeof disturbedPairs>>): string =>
  `Of ${whole(tried)} pairs that were tried ${whole(differ)} differ from 1, with the whole interval and by more than 2 %; only these have figures. ` +
  `By chance alone ${whole(byChance)} would lie on one side of 1. ≈ has not been shown to differ.`;

/** How many of the figures say something, and why the others do not. */
function unknownText(rows: readonly CrossoverRow[]): string[] {
  const crossed = rows.filter(({ breakEven }) => breakEven === "crossed");
  const never = crossed.filter(isOpen).length;
  const known = crossed.filter(isBreakEvenKnown).length;
  if (known === crossed.length) return [];
  const open = `, and of ${never} no interval can be given, because ${NOT_IN_EVERY_BLOCK} (*never in some blocks*)`;
  return [
    `Of ${crossed.length} figures ${known} are known: ${crossed.length - known - never} have an interval that is too wide${never > 0 ? open : ""}.`,
  ];
}

/** What the figures are of, so that nobody takes them for more. */
const IN_BATCHES =
  "Tried in batches of about 5 ms of work, 2 to 256 tasks each, in a program that has just warmed up, whose workers have slept before each " +
  "batch. `count-words`, thousands of tasks of some 25 µs, shows what a longer stream of calls brings.";

function breakEvenText(row: CrossoverRow): string {
  const { breakEven, points } = row;
  const ends = [points[0], points.at(-1)].map((point) => (point ? shown(point.workSeconds) : "?"));
  switch (breakEven) {
    case "crossed":
      return crossedText(row);
    case "always":
      return `below ${ends[0]}`;
    case "never":
      return `above ${ends[1]}`;
    case "not measured":
      return "–";
  }
}

function shown(seconds: number): string {
  const { show, unit } = secondsScale(seconds);
  return `${show(seconds)}${unit}`;
}

const payload = (bytes: number): string => {
  const { unit } = bytesScale(bytes);
  return `${bytes / (unit === " MiB" ? 2 ** 20 : 2 ** 10)}${unit}`;
};
