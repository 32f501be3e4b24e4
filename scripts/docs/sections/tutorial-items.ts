/**
 * Which examples answer each item of the Python tutorials, by their headers (`Answers: S1`): in the last column of the section's own table,
 * before what stands there by hand, which is links to measurements and pages.
 */
import { posix } from "node:path";
import { discoverExamples, type Example, packageFolder } from "../../examples/discover.ts";
import { type DocumentPlace, RUNTIMES } from "../section.ts";

/** Of the table: what stands before its last column, the item's name, and the last column. */
export const ITEM = /^(\| (S\d+) \| .* \|) ([^|]*) \|$/gm;

export function generate({ root, document }: DocumentPlace, current: string): string {
  const examples = discoverExamples(root, RUNTIMES);
  const link = ({ runtime, path }: Example): string => {
    const file = posix.join(posix.relative(root, packageFolder(root, runtime)), path);
    return `[${runtime}](${posix.relative(posix.dirname(document), file)})`;
  };
  return current.replace(ITEM, (_, before: string, item: string, where: string) => {
    const answering = examples.filter(({ answers }) => answers.includes(item));
    const names = Map.groupBy(answering, ({ model, name }) => `${model}/${name}`);
    const links = [...names].map(([name, same]) => `${name} (${same.map(link).join(", ")})`);
    const byHand = where.split("; ").filter((part) => part.startsWith("["));
    return `${before} ${[...links, ...byHand].join("; ")} |`;
  });
}
