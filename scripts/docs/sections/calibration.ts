/** What a check of the bench found when it was last published: `<!-- generated:calibration aa -->`, or `selftest`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { aaResult } from "../../calibrate/aa.ts";
import { PUBLISHED } from "../../calibrate/calibrate-commands.ts";
import { aaMarkdown, selftestMarkdown } from "../../calibrate/calibration-markdown.ts";
import { selftestResult } from "../../calibrate/selftest.ts";
import { readDocument } from "../../read-document.ts";
import type { DocumentPlace } from "../section.ts";

/** Says so where it has not been published yet. */
export function generate({ root, argument }: DocumentPlace): string {
  const check = argument === "aa" ? "aa" : "selftest";
  const path = join(root, PUBLISHED[check]);
  const hint = `run \`pnpm bench ${check} --publish\``;
  if (!existsSync(path)) return `Not published yet: ${hint}.`;
  const wanted = { wanted: `a result of bench ${check}`, hint };
  return check === "aa"
    ? aaMarkdown(readDocument(path, aaResult, wanted))
    : selftestMarkdown(readDocument(path, selftestResult, wanted));
}
