/** The questions of `which-model.md` as a picture and a table: `<!-- generated:decision-tree -->`. */
import { posix } from "node:path";
import { table } from "../../report/markdown.ts";
import { LEAVES, MEASURE, TITLE, ways } from "../decision-tree/questions.ts";
import { type DocumentPlace, RUNTIMES } from "../section.ts";

export const PICTURE = "docs/which-model.svg";

export function generate({ document }: DocumentPlace): string {
  const rows = ways().map(({ means, leaf }) => [means.join(", "), leaf, copyText(LEAVES[leaf].item, leaf)]);
  return [
    `![${TITLE}](${posix.relative(posix.dirname(document), PICTURE)})`,
    "",
    table(["your function", "use", "copy"], rows),
  ].join("\n");
}

function copyText(item: string | null, leaf: string): string {
  if (item === null) return leaf === "measure it" ? `what \`${MEASURE}\` says` : "nothing";
  return RUNTIMES.map((runtime) => `\`${runtime}/${item}\``).join(", ");
}
