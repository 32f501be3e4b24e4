/** A page of the site, before it is HTML: Markdown, as it stands in the repository or as it is made of tested files. */

export interface Page {
  /** Its file in the repository, or the one it would be, from the root: `docs/executor.md`. Its links are seen from there. */
  readonly source: string;
  readonly title: string;
  /** What it is about, in a sentence; empty where nothing says it. */
  readonly about: string;
  readonly markdown: string;
  /** The heading it stands under in the table of contents; undefined for a page that only other pages lead to. */
  readonly group?: string | undefined;
}

/** Where a page of the site is: `README.md` is the first page of its folder, and a file of code is a page with its name. */
export function placeOf(source: string): string {
  if (/(^|\/)README\.md$/.test(source)) return source.replace(/README\.md$/, "index.html");
  return source.endsWith(".md") ? source.replace(/\.md$/, ".html") : `${source}.html`;
}

/** The heading of a Markdown text. */
export const titleOf = (markdown: string): string => plain(/^# (.+)$/m.exec(markdown)?.[1] ?? "");

/** The first sentence of its first paragraph. */
export function aboutOf(markdown: string): string {
  const paragraph = markdown
    .replace(/<!--[^]*?-->/g, "")
    .split(/\n{2,}/)
    .find((block) => /^[\p{L}*`[]/u.test(block.trim()));
  return plain(/^[^]*?[.:?!](?=\s|$)/.exec(plain(paragraph ?? ""))?.[0] ?? "").replace(/:$/, ".");
}

/** Without the signs of links, code and emphasis. */
const plain = (markdown: string): string =>
  markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*]/g, "")
    .replace(/\s+/g, " ")
    .trim();
