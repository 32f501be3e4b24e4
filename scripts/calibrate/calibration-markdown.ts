/** What the live checks of the bench found, for people. */
import type { Environment } from "@triathlon/core/results/environment";
import { table } from "../report/markdown.ts";
import { commitText, machineText, momentText } from "../report/text.ts";
import type { AaResult } from "./aa.ts";
import type { SelftestResult } from "./selftest.ts";

export function aaMarkdown({ comparisons, blocks, belowLevel, named, allowed, noise, environment }: AaResult): string {
  const disturbed = `${noise.leftDisturbed} of ${noise.looked} executions were disturbed from outside`;
  return [
    `${comparisons} comparisons of the same cell with itself, of ${blocks} blocks each, no execution in two of them: p < 5 % in ` +
      `${belowLevel} (at most ${allowed.belowLevel} by chance), named faster or slower in ${named} (at most ${allowed.named}). ` +
      `${disturbed}${noise.tooNoisy ? ", too many for a verdict" : ""}.`,
    whereText(environment),
  ].join("\n\n");
}

export function selftestMarkdown({ findings, environment }: SelftestResult): string {
  const rows = findings.map(({ injected, found, detail }) => [injected, found ? "yes" : "**no**", detail]);
  return [table(["injected", "found", "how"], rows), whereText(environment)].join("\n\n");
}

const whereText = (environment: Environment): string =>
  `Measured ${momentText(environment.startedAt)} on ${machineText({ environment })}, ${commitText({ environment })}.`;
