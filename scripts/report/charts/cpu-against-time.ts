/** CPU seconds against wall seconds of whole processes: how many cores each cell really used. */
import { plainScale, ratioText, secondsScale } from "../../analysis/numbers.ts";
import { listed, runtimeTitle } from "../../analysis/words.ts";
import type { Draw } from "../pictures/picture.ts";
import { type Figure, type Point, pointsOf, scatterPanels, scatterTable } from "./support/scatter.ts";
import { SECONDS_LABEL } from "./support/axes.ts";

const WALL: Figure = {
  title: "whole process",
  of: (row) => row.coldSeconds,
  label: SECONDS_LABEL,
  scale: secondsScale,
};
const CPU: Figure = { title: "CPU", of: (row) => row.cpuSeconds, label: SECONDS_LABEL, scale: secondsScale };
const CORES: Figure = { title: "cores used", of: (row) => row.coresUsed, label: "datum.value", scale: plainScale };

export const draw: Draw = ({ report }) => {
  const about = { name: "cpu-against-time", title: "What does it cost in CPU?" };
  const points = pointsOf(report, WALL, CPU);
  if (points.length === 0) {
    return {
      ...about,
      absent: "CPU seconds were not taken in this run: `pnpm bench` takes them where the system tells.",
    };
  }
  const cores = report.environment.availableParallelism;
  return {
    ...about,
    sentence: sentence(points, cores),
    howToRead:
      "From a process's start to its exit, start of runtime and workers included. On a dashed line CPU and time have that ratio; below the line of one core a program mostly waits.",
    panels: scatterPanels(report, points, WALL, CPU, [
      { factor: 1, label: "1 core" },
      ...(cores > 1 ? [{ factor: cores, label: `${cores} cores` }] : []),
    ]),
    table: scatterTable(points, [WALL, CPU, CORES]),
  };
};

function sentence(points: readonly Point[], cores: number): string {
  const most = points.reduce((best, point) => (coresOf(point) > coresOf(best) ? point : best));
  const models = [...Map.groupBy(points, ({ row }) => row.model)].map(([model, own]) => {
    const seen = own.map(coresOf);
    return `${model} ${ratioText(Math.min(...seen))} to ${ratioText(Math.max(...seen))}`;
  });
  return (
    `Of ${cores} usable core${cores === 1 ? "" : "s"}, ${listed(models)} were in use on average over a whole process; the most by ` +
    `${runtimeTitle(most.row.runtime)} with ${most.label} on ${most.workload}.`
  );
}

const coresOf = ({ row }: Point): number => row.coresUsed.median ?? 0;
