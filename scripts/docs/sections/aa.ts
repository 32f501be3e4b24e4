/** What the A/A check found when it was last published. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { aaResult } from "../../calibrate/aa.ts";
import { PUBLISHED } from "../../calibrate/calibrate-commands.ts";
import { aaMarkdown } from "../../calibrate/calibration-markdown.ts";
import { readDocument } from "../../read-document.ts";
import type { DocumentPlace } from "../section.ts";

/** Says so where it has not been published yet. */
export function generate({ root }: DocumentPlace): string {
  const path = join(root, PUBLISHED.aa);
  const hint = "run `pnpm bench aa --publish`";
  if (!existsSync(path)) return `Not published yet: ${hint}.`;
  return aaMarkdown(readDocument(path, aaResult, { wanted: "a result of the A/A check", hint }));
}
