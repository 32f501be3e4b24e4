/** A comparison of ways to have jobs done elsewhere as Markdown: for the terminal, the file and the documents alike. */
import type { JobsCase } from "@triathlon/core/results/jobs";
import {
  estimateText,
  NOT_KNOWN,
  NOT_KNOWN_MEANS,
  secondsRange,
  secondsScale,
  timesScale,
  whole,
} from "../../analysis/numbers.ts";
import { listed, runtimeTitle } from "../../analysis/words.ts";
import { plain, table } from "../../report/markdown.ts";
import { noisyText } from "../../report/noise-text.ts";
import { provenanceText } from "../../report/provenance.ts";
import { busyText, counted, oneLine, SMOKE } from "../../report/text.ts";
import { ARMS, type JobsArm, REFERENCE } from "./arms.ts";
import { CASES } from "./cases.ts";
import type { JobsReport, JobsRow } from "./jobs-report.ts";

/** `jobs.md`. */
export const jobsMarkdown = (report: JobsReport): string =>
  ["# Jobs beside the alternatives", jobsText(report), ""].join("\n\n");

/** What stands in documents, too: without a heading, always with what the run warns of. */
export function jobsText(report: JobsReport): string {
  const parts = [...timesOf(report), ...recoveriesOf(report), ...restartsOf(report)];
  const explained = parts.some((part) => part.includes(NOT_KNOWN)) ? [NOT_KNOWN_MEANS] : [];
  return [
    ...cautions(report).map((line) => `> ${line}`),
    ...parts,
    ...explained,
    ...notCompleted(report),
    provenance(report),
  ].join("\n\n");
}

/** Why its figures are not to be relied on: a sentence each. */
export const cautions = (report: JobsReport): string[] => [
  ...(report.smoke ? [SMOKE] : []),
  ...busyText(report),
  ...noisyText(report.noise),
];

const TIMED = ["round-trip", "at-once", "large"] as const satisfies readonly JobsCase[];
const BESIDE = `beside ${armOf(REFERENCE).title}`;

/** Throws nothing for an arm that there is no more: its name stands for it. */
function armOf(name: string): Pick<JobsArm, "title" | "lease" | "keeps"> {
  return ARMS.find((arm) => arm.name === name) ?? { title: plain(name), lease: "", keeps: "" };
}

function timesOf({ rows, blocks }: JobsReport): string[] {
  const timed = rows.filter(({ case: name }) => TIMED.some((one) => one === name));
  if (timed.length === 0) return [];
  const names = TIMED.filter((name) => timed.some((row) => row.case === name));
  const lines = [...Map.groupBy(timed, ({ runtime, arm }) => JSON.stringify([runtime, arm])).values()].map((own) => [
    runtimeTitle(own[0]!.runtime),
    armOf(own[0]!.arm).title,
    ...names.flatMap((name) => timesInCase(own.find((row) => row.case === name))),
  ]);
  const titleOf = (name: JobsCase): string =>
    name === "at-once" ? `${whole(timed.find((row) => row.case === name)!.jobs)} at once` : CASES[name].title;
  const figures = names.flatMap((name) => [titleOf(name), BESIDE]);
  const spread = blocks >= 6 ? "in brackets its 95 % interval" : "fewer than six blocks give no interval";
  return [
    table(["runtime", "jobs by", ...figures], lines, figures),
    `Each figure is the median over the blocks, each block a fresh server, a worker that does eight jobs at once and a program that submits, all on one machine; ${spread}. ` +
      "A ratio is that within blocks: more than 1 takes longer. " +
      "The first runtime was measured in each block, the others were tried in the first one. NATS was told to take 1 MiB, which by itself it refuses.",
  ];
}

function timesInCase(row: JobsRow | undefined): [own: string, beside: string] {
  if (row === undefined) return ["", ""];
  return [
    estimateText(row.seconds, secondsScale) ?? (row.failed > 0 ? "failed" : "not measured"),
    estimateText(row.beside, timesScale) ?? "–",
  ];
}

function recoveriesOf({ rows }: JobsReport): string[] {
  const recovered = rows.filter(({ recoverySeconds }) => recoverySeconds.length > 0);
  if (recovered.length === 0) return [];
  const figures = ["workers killed", "until another had done it"];
  return [
    "A worker is killed while it has a job:",
    table(
      ["runtime", "jobs by", "what decides, as it comes", ...figures],
      recovered.map(({ runtime, arm, recoverySeconds }) => [
        runtimeTitle(runtime),
        armOf(arm).title,
        armOf(arm).lease,
        whole(recoverySeconds.length),
        secondsRange(recoverySeconds),
      ]),
      figures,
    ),
    "A worker that is killed has its connections closed by its system. One whose machine is gone does not, and then a lock that ends with a connection lasts until the server notices.",
  ];
}

function restartsOf({ rows }: JobsReport): string[] {
  const restarted = rows.filter(({ accepted }) => accepted > 0);
  if (restarted.length === 0) return [];
  const figures = ["servers killed", "jobs accepted", "lost"];
  return [
    "The server is killed (SIGKILL) while it accepts jobs, and started again with what it has kept:",
    table(
      ["runtime", "jobs by", "what it keeps", ...figures],
      restarted.map(({ runtime, arm, completed, accepted, lost }) => [
        runtimeTitle(runtime),
        armOf(arm).title,
        armOf(arm).keeps,
        whole(completed),
        whole(accepted),
        whole(lost),
      ]),
      figures,
    ),
    "Lost are jobs of which the server had said that it keeps them, and which it had no more. What a killed process had handed to its system is still written: this shows only what " +
      "was not yet handed over, and nothing of what a power failure takes.",
  ];
}

function notCompleted({ rows }: JobsReport): string[] {
  const missing = rows.filter(({ reason }) => reason !== null);
  const groups = Map.groupBy(missing, ({ runtime, arm, failed, reason }) =>
    JSON.stringify([runtime, arm, failed > 0, reason]),
  );
  const lines = [...groups.values()].map((own) => {
    const { runtime, arm, failed, reason } = own[0]!;
    const what = failed > 0 ? "failed" : "not measured";
    const where = listed(own.map((row) => CASES[row.case].title));
    return `- ${runtimeTitle(runtime)}, ${armOf(arm).title}, ${where}: ${what}: ${plain(oneLine(reason ?? ""))}`;
  });
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function provenance({ environment, rows, software, runId, blocks, seed }: JobsReport): string {
  const runtimes = [...new Set(rows.map(({ runtime }) => runtime))];
  const run = [`run ${runId}`, counted(blocks, "block"), `seed ${seed}`];
  return provenanceText({ environment, runtimes, software, run });
}
