/** Where figures come from, for the page of every study. */
import type { Environment } from "@triathlon/core/results/environment";
import { listed } from "../analysis/words.ts";
import { plain } from "./markdown.ts";
import { commitText, loadText, machineText, momentText, runtimeVersions } from "./text.ts";

export interface Provenance {
  environment: Environment;
  /** Once each. */
  runtimes: readonly string[];
  /** What else was measured, with its version, e.g. `piscina 5.1.4`. */
  software?: readonly string[];
  /** What kind of run it was: a phrase each, e.g. `seed 7`. */
  run: readonly string[];
}

/** When, with what and on which machine figures were taken, at which commit and how: one sentence of Markdown. */
export function provenanceText({ environment, runtimes, software = [], run }: Provenance): string {
  const measured = { environment };
  const versions = [...runtimeVersions({ runtimes: [...runtimes], environment }), ...software];
  const where = `${plain(machineText(measured))}, ${commitText(measured)}`;
  const how = [...run.map(plain), loadText(measured)].join(", ");
  return `Measured ${momentText(environment.startedAt)} with ${plain(listed(versions))} on ${where}: ${how}.`;
}
