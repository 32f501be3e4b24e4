/** The Markdown files in which sections may stand. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fillSections } from "./fill-sections.ts";
import { resultsDocuments } from "./results-documents.ts";
import { loadSection, sectionNames } from "./section.ts";

export interface FilledDocument {
  /** From the root, with `/`. */
  document: string;
  current: string;
  wanted: string;
}

/**
 * Every Markdown file of the root, of `docs/` and of the packages, and what is made of the data in `docs/results/`, as it is and as its
 * sources say it should be.
 */
export async function filledDocuments(root: string): Promise<FilledDocument[]> {
  const documents = globSync(["*.md", "docs/**/*.md", "packages/*/*.md"], { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !path.startsWith("docs/results/"))
    .sort();
  const filled = await Promise.all(
    documents.map(async (document) => {
      const current = readFileSync(join(root, document), "utf8");
      const generate = async (name: string, argument: string, current: string) =>
        (await loadSection(name)).generate({ root, document, argument }, current);
      return { document, current, wanted: await fillSections(current, document, sectionNames(), generate) };
    }),
  );
  return [...filled, ...(await resultsDocuments(root))];
}
