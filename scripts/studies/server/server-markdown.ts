/** A load test as Markdown: for the terminal, the file and the documents alike. */
import type { Estimate } from "@triathlon/core/results/estimate";
import type { ServerReport, ServerRow } from "@triathlon/core/results/server-report";
import {
  estimateText,
  NOT_KNOWN,
  NOT_KNOWN_MEANS,
  plainScale,
  secondsScale,
  whole,
  withUnit,
} from "../../analysis/numbers.ts";
import { runtimeTitle } from "../../analysis/words.ts";
import { PLACES } from "../../report/charts/server-load.ts";
import { plain, table } from "../../report/markdown.ts";
import { noisyText } from "../../report/noise-text.ts";
import { provenanceText } from "../../report/provenance.ts";
import { busyText, counted, oneLine, SMOKE } from "../../report/text.ts";

/** `server.md`. @param picture its file, beside this one; null where it is not drawn */
export function serverMarkdown(report: ServerReport, picture: { file: string; title: string } | null): string {
  const drawn = picture === null ? [] : [`![${plain(picture.title)}](${picture.file})`];
  return ["# A server under load", ...drawn, serverText(report), ""].join("\n\n");
}

/** What stands in documents, too: without a heading, always with what the run warns of. */
export function serverText(report: ServerReport): string {
  const rows = tableOf(report);
  const explained = rows.includes(NOT_KNOWN) ? [NOT_KNOWN_MEANS] : [];
  return [
    ...cautions(report).map((line) => `> ${line}`),
    whatWasDone(report),
    rows,
    ...explained,
    ...notCompleted(report),
    provenance(report),
  ].join("\n\n");
}

/** Why its figures are not to be relied on: a sentence each. */
export const cautions = (report: ServerReport): string[] => [
  ...(report.smoke ? [SMOKE] : []),
  ...busyText(report),
  ...noisyText(report.noise),
];

function whatWasDone({ below, loadSeconds, blocks }: ServerReport): string {
  const spread = blocks >= 6 ? "in brackets its 95 % interval" : "fewer than six blocks give no interval";
  return (
    `Each request asks how many primes there are below ${whole(below)}. A connection sends its next request when the last one is ` +
    `answered, for ${withUnit(loadSeconds, secondsScale)}. *In the handler* the function is called where the request arrives; *in the pool* ` +
    "a thread calls it, and the rest is the server of the examples. *Loop late* is how late the server's own timers were. Every figure " +
    `is the median over the blocks, each block a fresh process; ${spread}.`
  );
}

const FIGURES: readonly { name: string; of: (row: ServerRow) => Estimate; scale: typeof secondsScale }[] = [
  { name: "answers a second", of: ({ answersPerSecond }) => answersPerSecond, scale: plainScale },
  { name: "half answered in", of: ({ latency }) => latency.p50Seconds, scale: secondsScale },
  { name: "90 % in", of: ({ latency }) => latency.p90Seconds, scale: secondsScale },
  { name: "99 % in", of: ({ latency }) => latency.p99Seconds, scale: secondsScale },
  { name: "loop late, median", of: ({ delay }) => delay.p50Seconds, scale: secondsScale },
  { name: "loop late, 99th percentile", of: ({ delay }) => delay.p99Seconds, scale: secondsScale },
  { name: "loop late, longest", of: ({ delay }) => delay.maxSeconds, scale: secondsScale },
];

const tableOf = ({ rows }: ServerReport): string =>
  table(
    ["runtime", "connections", "it computes", ...FIGURES.map(({ name }) => name)],
    rows.map((row) => [
      runtimeTitle(row.runtime),
      whole(row.connections),
      PLACES[row.place].title,
      ...FIGURES.map(({ of, scale }) => estimateText(of(row), scale) ?? "–"),
    ]),
    ["connections", ...FIGURES.map(({ name }) => name)],
  );

function notCompleted({ rows }: ServerReport): string[] {
  const lines = rows
    .filter(({ reason }) => reason !== null)
    .map(({ runtime, connections, place, failed, reason }) => {
      const what = failed > 0 ? `failed in ${counted(failed, "block")}` : "not run";
      const where = `${runtimeTitle(runtime)}, ${PLACES[place].title}, ${counted(connections, "connection")}`;
      return `- ${where}: ${what}: ${plain(oneLine(reason ?? ""))}`;
    });
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function provenance({ environment, rows, runId, blocks, seed }: ServerReport): string {
  const runtimes = [...new Set(rows.map(({ runtime }) => runtime))];
  const run = [`run ${runId}`, counted(blocks, "block"), `seed ${seed}`];
  return `${provenanceText({ environment, runtimes, run })} The client (autocannon) runs on the same machine.`;
}
