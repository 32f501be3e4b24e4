/** How quiet the machine was, in words: it stands at the top of every report. */
import { percentText, ratioText, whole } from "../analysis/numbers.ts";
import type { Disturbance } from "@triathlon/core/results/noise";
import type { Report } from "../analysis/report.ts";
import { listed, runtimeTitle } from "../analysis/words.ts";

/** One sentence each; none for a smoke run, which looks at nothing. */
export function noiseSentences({ noise, mode }: Pick<Report, "noise" | "mode">): string[] {
  if (mode === "smoke") return [];
  return [floorSentence(noise), ...disturbanceSentence(noise), ...capacitySentence(noise)];
}

function floorSentence({ floor, ghostPairs }: Report["noise"]): string {
  if (floor === null) {
    const why = ghostPairs.length === 0 ? "no cell was run twice in a block" : `only ${pairs(ghostPairs.length)}`;
    return `Noise floor: unknown, ${why}.`;
  }
  const { runtime, model, workload } = floor.worstCell;
  return (
    `Noise floor: differences below ${percentText(floor.median)} cannot be shown here (median over the cells; ` +
    `${percentText(floor.worst)} for ${runtimeTitle(runtime)} ${model} on ${workload}), from ${pairs(ghostPairs.length)}.`
  );
}

const pairs = (count: number): string =>
  `${whole(count)} ${count === 1 ? "pair" : "pairs"} of the same cell run twice in a block`;

function disturbanceSentence({ looked, disturbed, repeats, leftDisturbed, causes }: Report["noise"]): string[] {
  if (looked === 0) return [];
  const why = Object.entries(causes).map(([cause, count]) => `${cause} ${whole(count)}`);
  return [
    `Disturbed from outside: ${whole(disturbed)} of ${whole(looked)} timed executions${why.length > 0 ? ` (${why.join(", ")})` : ""}; ` +
      `${whole(repeats)} repeats, ${whole(leftDisturbed)} still disturbed.`,
  ];
}

function capacitySentence({ capacity }: Report["noise"]): string[] {
  if (capacity === null) return [];
  const figures = [`${ratioText(capacity.least)} at least`, `${ratioText(capacity.atBest)} at best`];
  return [
    `Between executions two spinning threads got ${ratioText(capacity.median)} cores' worth of work (median; ${listed(figures)}).`,
  ];
}

/** What makes every verdict of the run inconclusive, if anything does. */
export const tooNoisyText = ({ noise }: Pick<Report, "noise">): string[] =>
  noise.tooNoisy ? [`Too noisy: ${disturbedText(noise, "timed execution")}, so every verdict is inconclusive.`] : [];

/** That figures without verdicts are not to be relied on, if so. @param noise null where nobody looked */
export const noisyText = (noise: Disturbance | null): string[] =>
  noise?.tooNoisy ? [`Too noisy: ${disturbedText(noise, "execution")}. Do not rely on these figures.`] : [];

const disturbedText = ({ looked, leftDisturbed }: Disturbance, what: string): string =>
  `${whole(leftDisturbed)} of ${whole(looked)} ${what}s were disturbed from outside`;
