/** Peak memory against the time of one pass: what speed costs in memory. */
import { bytesScale, secondsScale, withUnit } from "../../analysis/numbers.ts";
import { median } from "@triathlon/core/statistics/median";
import { listed } from "../../analysis/words.ts";
import type { Draw } from "../pictures/picture.ts";
import { type Figure, type Point, pointsOf, scatterPanels, scatterTable } from "./support/scatter.ts";
import { BYTES_LABEL, SECONDS_LABEL } from "./support/axes.ts";

const TIME: Figure = { title: "one pass", of: (row) => row.steadySeconds, label: SECONDS_LABEL, scale: secondsScale };
const MEMORY: Figure = {
  title: "peak memory",
  of: (row) => row.peakMemoryBytes,
  label: BYTES_LABEL,
  scale: bytesScale,
};

export const draw: Draw = ({ report }) => {
  const about = { name: "memory-against-time", title: "What does it cost in memory?" };
  const points = pointsOf(report, TIME, MEMORY);
  if (points.length === 0) {
    return {
      ...about,
      absent: "Memory was not looked at in this run: `pnpm bench` or `pnpm bench --full` does, in a pass of its own.",
    };
  }
  return {
    ...about,
    sentence: sentence(points),
    howToRead:
      "The sum of the peak resident sets of a cell's whole process tree, from executions that are not timed. Left and below is better.",
    panels: scatterPanels(report, points, TIME, MEMORY),
    table: scatterTable(points, [TIME, MEMORY]),
  };
};

function sentence(points: readonly Point[]): string {
  const models = [...Map.groupBy(points, ({ row }) => row.model)].map(([model, own]) => {
    const middle = median(own.map(({ row }) => row.peakMemoryBytes.median!));
    return `${model} ${withUnit(middle, bytesScale)}`;
  });
  return `The middle peak memory over all cells is, by model, ${listed(models)}.`;
}
