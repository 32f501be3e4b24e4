/** What the self-test found when it was last published. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { selftestResult } from "../../calibrate/selftest.ts";
import { PUBLISHED } from "../../calibrate/calibrate-commands.ts";
import { selftestMarkdown } from "../../calibrate/calibration-markdown.ts";
import { readDocument } from "../../read-document.ts";
import type { DocumentPlace } from "../section.ts";

/** Says so where it has not been published yet. */
export function generate({ root }: DocumentPlace): string {
  const path = join(root, PUBLISHED.selftest);
  const hint = "run `pnpm bench selftest --publish`";
  if (!existsSync(path)) return `Not published yet: ${hint}.`;
  return selftestMarkdown(readDocument(path, selftestResult, { wanted: "a result of the self-test", hint }));
}
