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
    ...(["threading", "multiprocessing", "async"] as const).map((model) =>
      RUNTIMES.map((runtime) => (capabilitiesOf(runtime, model)[name as "clones"] ? "yes" : "no")).join(" / "),
    ),
  ]);
  return ["Node / Deno / Bun:", "", table(["", "what it means", "threads", "processes", "async"], rows)].join("\n");
}
