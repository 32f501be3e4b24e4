/** What the live checks of the bench found, for people. */
import type { Environment } from "@triathlon/core/results/environment";
import { plain, table } from "../report/markdown.ts";
import { percentText, significant } from "../analysis/numbers.ts";
import { commitText, loadText, machineText, momentText } from "../report/text.ts";
import type { AaResult } from "./aa.ts";
import type { SelftestResult } from "./selftest.ts";

export function aaMarkdown(result: AaResult): string {
  const { comparisons, blocks, belowLevel, named, allowed, noise, environment } = result;
  const disturbed = `${noise.leftDisturbed} of ${noise.looked} executions were disturbed from outside`;
  return [
    `${comparisons} comparisons of the same cell with itself, of ${blocks} blocks each, no execution in two of them: p < 5 % in ` +
      `${belowLevel} (at most ${allowed.belowLevel} by chance), named faster or slower in ${named} (at most ${allowed.named}). ` +
      `${disturbed}${noise.tooNoisy ? ", too many for a verdict" : ""}.`,
    pValuesText(result),
    whereText(environment),
  ].join("\n\n");
}

/** That none is named says little where the noise floor is high; the p-values depend on no floor. */
function pValuesText({ pValues, noise: { floor } }: AaResult): string {
  const tenths = Array.from(
    { length: 10 },
    (_, tenth) => pValues.filter((p) => p > tenth / 10 && p <= (tenth + 1) / 10).length,
  );
  const highest =
    floor === null
      ? "The noise floor is unknown"
      : `A difference is named here only beyond the noise floor, ${percentText(floor.median)} in the middle and ${percentText(floor.worst)} at worst`;
  return (
    `${highest}; the p-values do not depend on it. Of ${pValues.length} so many lie in each tenth from 0 to 1, where chance alone puts ` +
    `about ${Math.round(pValues.length / 10)}: ${tenths.join(", ")}; the smallest is ${significant(Math.min(...pValues), 2)}.`
  );
}

export function selftestMarkdown({ findings, tooNoisy, environment }: SelftestResult): string {
  const rows = findings.map(({ injected, found, detail }) => [injected, found ? "yes" : "**no**", detail]);
  return [
    ...(tooNoisy ? ["> The machine was too noisy for a verdict."] : []),
    table(["injected", "found", "how"], rows),
    whereText(environment),
  ].join("\n\n");
}

const whereText = (environment: Environment): string =>
  `Measured ${momentText(environment.startedAt)} on ${plain(machineText({ environment }))}, ${commitText({ environment })}, ${loadText({ environment })}.`;
