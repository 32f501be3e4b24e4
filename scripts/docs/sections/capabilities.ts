/** In what cells differ: the capability table of the conformance suite, which its scenarios assert. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { capabilitiesOf } from "@triathlon/core/conformance/capabilities";
import { table } from "../../report/markdown.ts";
import { type DocumentPlace, RUNTIMES } from "../section.ts";

const SOURCE = "packages/core/src/conformance/capabilities.ts";

export function generate({ root }: DocumentPlace): string {
  const source = readFileSync(join(root, SOURCE), "utf8");
  const described = [...source.matchAll(/\/\*\* (.*?) \*\/\n\s+(\w+): boolean;/g)];
  const rows = described.map(([, about = "", name = ""]) => [
    `\`${name}\``,
    about,
    ...(["threading", "multiprocessing", "async", "distributed"] as const).map((model) =>
      RUNTIMES.map((runtime) => word(capabilitiesOf(runtime, model)[name as "clones"])).join(" / "),
    ),
  ]);
  const header = ["", "what it means", "threads", "processes", "async", "distributed"];
  return ["Node / Deno / Bun; – is a matter of a job worker's local pool:", "", table(header, rows)].join("\n");
}

/** Of a distributed pool not every one is asked. */
function word(can: boolean | undefined): string {
  if (can === undefined) return "–";
  return can ? "yes" : "no";
}
