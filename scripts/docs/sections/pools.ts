/** The comparison of pools kept in the repository. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { overview, provenance } from "../../pools/pools-markdown.ts";
import { poolsReport } from "../../pools/pools-report.ts";
import type { DocumentPlace } from "../section.ts";

const SOURCE = "docs/results/pools.json";

/** @throws {Error} when there is no comparison in the repository, or it has another shape than they have now */
export function generate({ root, document }: DocumentPlace): string {
  let text: string;
  try {
    text = readFileSync(join(root, SOURCE), "utf8");
  } catch (error) {
    throw new Error(
      `Cannot fill the section "pools" of "${document}": wanted "${SOURCE}", found no readable file: run \`pnpm bench:pools --publish\``,
      { cause: error },
    );
  }
  const parsed = poolsReport.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new Error(
      `Cannot fill the section "pools" of "${document}": wanted a comparison of pools in "${SOURCE}", found\n${z.prettifyError(parsed.error)}`,
    );
  }
  return `${provenance(parsed.data)}\n\n${overview(parsed.data)}`;
}
