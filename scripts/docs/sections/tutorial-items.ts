/** Every item of the Python tutorials, singly, with what answers it here: examples by their headers, experiments, pages. */
import { posix } from "node:path";
import { discoverExamples, type Example, packageFolder } from "../../examples/discover.ts";
import { table } from "../../report/markdown.ts";
import type { DocumentPlace } from "../section.ts";
import { TUTORIAL_ITEMS, type TutorialItem, TUTORIALS } from "../tutorial-items.ts";

const RUNTIMES = [{ name: "node" }, { name: "deno" }, { name: "bun" }];
const RESULTS = "docs/results/experiments.md";

export function generate({ root, document }: DocumentPlace): string {
  const examples = discoverExamples(root, RUNTIMES);
  const link = (text: string, path: string): string =>
    `[${text}](${posix.relative(posix.dirname(document), path) || posix.basename(path)})`;
  const rows = TUTORIAL_ITEMS.map((item) => [
    `S${item.number}`,
    `${item.from}: ${item.what}`,
    item.here + (item.correction === undefined ? "" : ` **Correction:** ${item.correction}`),
    answersTo(item, examples, root, link).join("; "),
  ]);
  const letters = Object.entries(TUTORIALS).map(([letter, title]) => `${letter} = *${title}*`);
  return `${letters.join(", ")}.\n\n${table(["item", "what it is", "in JavaScript", "where"], rows)}`;
}

/** Links to all that answers an item. */
export function answersTo(
  { number, experiments = [], pages = [] }: Pick<TutorialItem, "number" | "experiments" | "pages">,
  examples: readonly Example[],
  root: string,
  link: (text: string, path: string) => string,
): string[] {
  const answering = examples.filter(({ answers }) => answers.includes(`S${number}`));
  const names = [...new Set(answering.map(({ model, name }) => `${model}/${name}`))];
  return [
    ...names.map((name) => {
      const links = answering
        .filter((example) => `${example.model}/${example.name}` === name)
        .map(({ runtime, path }) =>
          link(runtime, posix.join(posix.relative(root, packageFolder(root, runtime)), path)),
        );
      return `${name} (${links.join(", ")})`;
    }),
    ...experiments.map((name) => link(`measured: ${name}`, `${RESULTS}#${name}`)),
    ...pages.map((name) => link(`page: ${name}`, `docs/${name}.md`)),
  ];
}
