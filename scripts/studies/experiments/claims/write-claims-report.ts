/** Computes what held of the claims from a run's journal, and writes it beside it, with its picture. */
import { join } from "node:path";
import type { Claim } from "@triathlon/core/measure/claims/claim";
import { claimsPlan, type ClaimsReport, claimsReport } from "@triathlon/core/results/claims-report";
import { writeFile } from "../../../files/write-files.ts";
import { checkReport } from "../../../read-document.ts";
import { claimedAndSeen } from "../../../report/charts/claims.ts";
import { type StudyReport, writeBoth, type WrittenStudyReport } from "../../../study/command.ts";
import { UsageError } from "../../../usage-error.ts";
import { partialText, readRunOf } from "../read-experiments.ts";
import { analyseClaims } from "./analyse-claims.ts";
import { cautions, claimsMarkdown, claimsText } from "./claims-markdown.ts";
import { CLAIMS } from "./claims-plan.ts";
import { discoverClaims } from "./discover-claims.ts";

export const CLAIMS_REPORT: StudyReport = {
  write: writeClaimsReport,
  published: {
    name: "claims",
    report: ["claims.json", "claims.md", "claims.svg"],
    documents: ["plan.json", "environment.json"],
    journals: [CLAIMS.file],
  },
};

/** The same records give the same bytes. @throws {UsageError} when the folder holds no run of claims */
export async function writeClaimsReport(folder: string): Promise<WrittenStudyReport> {
  const run = readRunOf(folder, { command: "pnpm claims", plan: claimsPlan, lines: CLAIMS });
  const known = await discoverClaims();
  const claims = run.plan.experiments.map(({ name }) => claimCalled(name, known, folder));
  const report = checkReport(folder, claimsReport, analyseClaims(run, claims));
  const picture = await claimsPicture(report);
  if (picture !== null) writeFile(join(folder, "claims.svg"), picture);
  const unfit = [...partialText(run), ...cautions(report)];
  const files = writeBoth(folder, "claims", report, markdownOf(report, unfit));
  const svg = picture === null ? [] : [join(folder, "claims.svg")];
  return { terminal: `${claimsText(report, unfit)}\n`, files: [...svg, ...files], unfit };
}

/** `claims.md`. @param unfit why it is not to be published */
export function markdownOf(report: ClaimsReport, unfit = cautions(report)): string {
  const picture = claimedAndSeen(report);
  return claimsMarkdown(report, "absent" in picture ? null : { file: "claims.svg", title: picture.title }, unfit);
}

/** `claims.svg`; null where nothing was compared. */
export async function claimsPicture(report: ClaimsReport): Promise<string | null> {
  const picture = claimedAndSeen(report);
  if ("absent" in picture) return null;
  // Loaded where something is drawn: the library takes its time.
  const [{ drawn }, { svgFile }] = await Promise.all([
    import("../../../report/pictures/draw-pictures.ts"),
    import("../../../report/pictures/svg-file.ts"),
  ]);
  return svgFile(await drawn(picture));
}

function claimCalled(name: string, known: readonly Claim[], folder: string): Claim {
  const claim = known.find((one) => one.name === name);
  if (claim !== undefined) return claim;
  const names = known.map((one) => one.name).join(", ");
  throw new UsageError(`Cannot report "${folder}": wanted a run of claims among ${names}, found "${name}"`);
}
