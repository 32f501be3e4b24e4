/** `llms.txt`, as llmstxt.org describes it: what there is to read as Markdown, by the headings of the table of contents. */
import type { Page } from "./page.ts";

export function llmsText(pages: readonly Page[]): string {
  const [first] = pages;
  const groups = Map.groupBy(
    pages.filter(({ source }) => source.endsWith(".md")),
    ({ group, source }) => group ?? (source.startsWith("examples/") ? "Examples" : "Optional"),
  );
  const sections = [...groups].map(([group, own]) => {
    const lines = own.map(({ title, source, about }) => `- [${title}](${source})${about === "" ? "" : `: ${about}`}`);
    return `## ${group}\n\n${lines.join("\n")}`;
  });
  return `# ${first!.title}\n\n> ${first!.about}\n\n${sections.join("\n\n")}\n`;
}
