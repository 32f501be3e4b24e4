/** What held of published claims as Markdown: for the terminal, the file and the documents alike. */
import type { Claim } from "@triathlon/core/measure/claims/claim";
import type { ClaimComparison, ClaimsReport, ReportedClaim } from "@triathlon/core/results/claims-report";
import {
  estimateText,
  NOT_KNOWN,
  NOT_KNOWN_MEANS,
  ratioText,
  secondsScale,
  timesScale,
  whole,
} from "../../../analysis/numbers.ts";
import { capitalised, listed, runtimeTitle } from "../../../analysis/words.ts";
import { claimedText } from "../../../report/charts/claims.ts";
import { plain, table } from "../../../report/markdown.ts";
import { noisyText } from "../../../report/noise-text.ts";
import { provenanceText } from "../../../report/provenance.ts";
import { busyText, counted, oneLine, SMOKE } from "../../../report/text.ts";

/** `claims.md`. @param picture its file, beside this one; null where it is not drawn @param unfit why it is not to be published */
export function claimsMarkdown(
  report: ClaimsReport,
  picture: { file: string; title: string } | null,
  unfit = cautions(report),
): string {
  const drawn = picture === null ? [] : [`![${plain(picture.title)}](${picture.file})`];
  return ["# Published claims", ...drawn, claimsText(report, unfit), ""].join("\n\n");
}

/** What stands in documents, too: without the heading of a page, always with what the run warns of. */
export function claimsText(report: ClaimsReport, unfit: readonly string[] = cautions(report)): string {
  const parts = [overview(report), ...report.claims.map(sectionOf), ...notCompleted(report)];
  const explained = parts.some((part) => part.includes(NOT_KNOWN)) ? [NOT_KNOWN_MEANS] : [];
  return [...unfit.map((line) => `> ${line}`), ...parts, ...explained, provenance(report)].join("\n\n");
}

/** What is said of the claims where no run has been published. */
export function claimsWithoutRun(claims: readonly Claim[]): string {
  return [
    "Not published yet: `pnpm claims --publish` measures what held here.",
    ...claims.map((claim) => aboutText(claim)),
  ].join("\n\n");
}

/** Why its figures are not to be relied on: a sentence each. */
export const cautions = (report: ClaimsReport): string[] => [
  ...(report.smoke ? [SMOKE] : []),
  ...busyText(report),
  ...noisyText(report.noise),
];

const overview = ({ claims }: ClaimsReport): string =>
  table(
    ["claim", "source", "here"],
    claims.map(({ title, source, outcome }) => [
      plain(title),
      `${plain(source.publication)}${source.year === null ? "" : `, ${source.year}`}`,
      `**${outcome}**`,
    ]),
  );

type About = Pick<Claim, "title" | "source" | "says" | "kept" | "changed">;

/** Who says what, and how it was tried. */
function aboutText({ title, source, says, kept, changed }: About): string {
  const year = source.year === null ? "undated" : String(source.year);
  return [
    `## ${plain(title)}`,
    `[${plain(source.title)}](${source.address}), ${plain(source.publication)}, ${year}. ${plain(says)}`,
    `*Kept:* ${plain(kept)} *Changed:* ${plain(changed)}`,
  ].join("\n\n");
}

function sectionOf(claim: ReportedClaim): string {
  const { outcome, why, comparisons, command, blocks } = claim;
  const explained = outcome === "held" ? [] : [plain(why)];
  const causes = comparisons.filter(({ isCause }) => isCause);
  return [
    aboutText(claim),
    claimedTable(comparisons.filter(({ isCause }) => !isCause)),
    [`**${capitalised(outcome)}.**`, ...explained].join(" "),
    ...(outcome === "held" || causes.length === 0 ? [] : [causesTable(causes)]),
    armsTable(claim),
    `\`${plain(command)}\` (${counted(blocks, "block")})`,
  ].join("\n\n");
}

function claimedTable(comparisons: readonly ClaimComparison[]): string {
  return table(
    ["compared", "claimed", "holds", "here", "so it"],
    comparisons.map(({ name, claimed, atLeast, ratio, outcome, reason }) => [
      plain(name),
      claimedText(claimed),
      atLeast === 1 ? "above 1×" : `from ${ratioText(atLeast)}× on`,
      estimateText(ratio, timesScale) ?? "–",
      reason === null ? outcome : `is not known: ${plain(reason)}`,
    ]),
    ["here"],
  );
}

function causesTable(comparisons: readonly ClaimComparison[]): string {
  return table(
    ["compared", "here", "as large as the claim asks for"],
    comparisons.map(({ name, ratio, outcome, reason }) => [
      plain(name),
      estimateText(ratio, timesScale) ?? "–",
      reason === null ? (outcome === "held" ? "yes" : "no") : `not known: ${plain(reason)}`,
    ]),
    ["here"],
  );
}

/** A column for each runtime, a row for each place in the order in which they are compared. */
function armsTable({ arms, comparisons }: ReportedClaim): string {
  const runtimes = [...new Set(arms.map(({ runtime }) => runtime))];
  const places = new Set(comparisons.flatMap(({ slower, faster }) => [slower.place, faster.place]));
  const rows = [...places].map((place) => [
    plain(place),
    ...runtimes.map((runtime) => {
      const seconds = arms.find((arm) => arm.runtime === runtime && arm.place === place)?.seconds;
      return (seconds && estimateText(seconds, secondsScale)) ?? "–";
    }),
  ]);
  const titles = runtimes.map(runtimeTitle);
  return arms.length === 0 ? "Nothing of it was measured." : table(["it took", ...titles], rows, titles);
}

function notCompleted({ notCompleted }: ClaimsReport): string[] {
  if (notCompleted.length === 0) return [];
  const lines = notCompleted.map(({ experiment, runtime, outcome, reason, settings }) => {
    const places = settings.map(({ place }) => place);
    const what = outcome === "skipped" ? "not run" : "failed";
    return `- ${runtimeTitle(runtime)}, ${plain(experiment)}, ${plain(listed(places))}: ${what}: ${plain(oneLine(reason))}`;
  });
  return ["## Not run, and failed", lines.join("\n")];
}

function provenance({ environment, runtimes, claims, familySize, runId, seed }: ClaimsReport): string {
  const blocks = Math.max(0, ...claims.map((claim) => claim.blocks));
  const run = [`run ${runId}`, counted(blocks, "block"), `seed ${seed}`];
  return `${provenanceText({ environment, runtimes, run })} ${whole(familySize)} comparisons were judged together.`;
}
