/** What held of the published claims in the run that is kept in the repository, with its picture; where none is, what the claims are. */
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { type ClaimsReport, claimsReport } from "@triathlon/core/results/claims-report";
import { PUBLISHED } from "../../files/publish-run.ts";
import { readDocument } from "../../read-document.ts";
import { claimedAndSeen } from "../../report/charts/claims.ts";
import { claimsText, claimsWithoutRun } from "../../studies/experiments/claims/claims-markdown.ts";
import { discoverClaims } from "../../studies/experiments/claims/discover-claims.ts";
import type { DocumentPlace } from "../section.ts";

export const SOURCE = `${PUBLISHED}/claims.json`;

/** @throws {UsageError} when there is none in the repository, or it has another shape than they have now */
export function readPublished(root: string): ClaimsReport {
  return readDocument(join(root, SOURCE), claimsReport, {
    wanted: "what held of the claims",
    hint: "run `pnpm claims --publish`",
  });
}

/** @throws {UsageError} when what is in the repository has another shape than they have now */
export async function generate({ root, document }: DocumentPlace): Promise<string> {
  if (!existsSync(join(root, SOURCE))) return claimsWithoutRun(await discoverClaims(root));
  const report = readPublished(root);
  const picture = claimedAndSeen(report);
  const file = posix.relative(posix.dirname(document), `${PUBLISHED}/claims.svg`);
  const shown = "absent" in picture ? [] : [`![${picture.title}](${file})`, picture.sentence, picture.howToRead];
  return [...shown, claimsText(report)].join("\n\n");
}
