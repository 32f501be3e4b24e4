/** The figures of the simulation, for people. */
import { table } from "../report/markdown.ts";
import { NOISE_MODELS } from "./noise-models.ts";
import type { Simulation } from "./simulate.ts";

/** Of all that were simulated. */
const SHOWN = [6, 8, 9, 10, 12, 15, 20];

export function simulationMarkdown({
  seed,
  replicates,
  executions,
  falsePositives,
  families,
  found,
}: Simulation): string {
  const worst = Math.max(...falsePositives.flatMap(({ ours }) => Object.values(ours)));
  const naive = Math.max(...falsePositives.map(({ sequentialWelch }) => sequentialWelch.drift));
  const shown = falsePositives.filter(({ blocks }) => SHOWN.includes(blocks));
  const columns = [...NOISE_MODELS];
  return [
    `${replicates} simulated comparisons for each figure (seed ${seed}; \`scripts/simulate\`), the two at places drawn by lot in blocks of ` +
      `${executions} executions, as a whole run has them. Two that are the same, how often p < 5 %:`,
    table(
      ["blocks", ...columns, "Welch's t, one after the other, drift"],
      shown.map(({ blocks, ours, sequentialWelch }) => [
        String(blocks),
        ...columns.map((model) => percent(ours[model])),
        percent(sequentialWelch.drift),
      ]),
      ["blocks", ...columns, "Welch's t, one after the other, drift"],
    ),
    `At most ${percent(worst)} over all noise models and 6 to 20 blocks; the naive way reaches ${percent(naive)} of false alarms. ` +
      `At least one of twelve comparisons of the same things is named faster or slower, at ${families.blocks} blocks, in ` +
      `${columns.map((model) => `${percent(families.named[model])} (${model})`).join(", ")} of runs.`,
    "10 % more work, how often it is named in a family of twelve. The threshold is 2 %, or the noise floor as this project takes it (the " +
      "95th percentile of ghost pairs, divided by the root of the number of blocks), or that percentile as it is:",
    table(
      ["blocks", "threshold", ...columns],
      found.flatMap(({ blocks, leastMargin, noiseFloor, singlePairs }) =>
        (
          [
            ["2 %", leastMargin],
            ["noise floor", noiseFloor],
            ["single pairs", singlePairs],
          ] as const
        ).map(([name, shares]) => [String(blocks), name, ...columns.map((model) => percent(shares[model]))]),
      ),
      ["blocks", ...columns],
    ),
  ].join("\n\n");
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
