/** From a page's Markdown to HTML: headings that can be linked to, code in colours, tables that scroll, tabs for runtimes. */
import { posix } from "node:path";
import GithubSlugger from "github-slugger";
import MarkdownIt, { type Token } from "markdown-it";
import { text } from "../../scripts/report/page/html.ts";
import type { Page } from "../page.ts";
import { highlighted } from "./highlight.ts";
import { notes } from "./notes.ts";

export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
  /** Its text by heading, for whoever searches. */
  readonly sections: readonly Section[];
}

export interface Heading {
  readonly level: number;
  readonly title: string;
  readonly anchor: string;
}

export interface Section extends Pick<Heading, "title" | "anchor"> {
  readonly text: string;
}

/** Where a link of the page leads to, from the page itself. */
export type Resolve = (target: string, page: Page) => string;

export function renderMarkdown(page: Page, resolve: Resolve): Rendered {
  const tokens = markdown.parse(page.markdown, {});
  const headings = withAnchors(tokens);
  withoutEmptyHeaders(tokens);
  rewriteLinks(tokens, (target) => resolve(target, page));
  const html = markdown.renderer.render(inTabs(tokens), markdown.options, {});
  return { html, headings, sections: sectionsOf(tokens, headings) };
}

const markdown = new MarkdownIt({ html: true });

markdown.renderer.rules["fence"] = (tokens, index) => {
  const { info, content } = tokens[index]!;
  const [language = "", form] = info.trim().split(/\s+/);
  if (form === "notes") return notes(content, language);
  return `<pre tabindex="0"><code>${highlighted(content, language)}</code></pre>\n`;
};
markdown.renderer.rules["code_block"] = (tokens, index) =>
  `<pre tabindex="0"><code>${text(tokens[index]!.content)}</code></pre>\n`;

// A table can be scrolled by keyboard too, so it is focusable and has a name: its number on the page, and the heading above it.
markdown.renderer.rules["table_open"] = (tokens, index) =>
  `<div class="scroll" role="region" tabindex="0" aria-label="${text(String(tokens[index]!.meta?.["name"]))}"><table>\n`;
markdown.renderer.rules["table_close"] = () => "</table></div>\n";

/** Sets each heading's `id` as GitHub does, and gives each table its name. */
function withAnchors(tokens: readonly Token[]): Heading[] {
  const slugger = new GithubSlugger();
  const headings: Heading[] = [];
  let tables = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.type === "table_open") token.meta = { name: `Table ${++tables}, ${headings.at(-1)?.title}` };
    if (token.type !== "heading_open") continue;
    const title = textOf(tokens[index + 1]!);
    const anchor = slugger.slug(title);
    token.attrSet("id", anchor);
    headings.push({ level: Number(token.tag.slice(1)), title, anchor });
  }
  return headings;
}

/** A corner of a table is the head of nothing. */
function withoutEmptyHeaders(tokens: readonly Token[]): void {
  for (const [index, token] of tokens.entries()) {
    const isEmpty = token.type === "th_open" && tokens[index + 1]?.content === "";
    if (isEmpty) for (const end of [token, tokens[index + 2]!]) end.tag = "td";
  }
}

/** What is read of an inline token. */
const textOf = ({ children, content }: Token): string =>
  children
    ? children
        .map((child) => (child.type === "text" || child.type === "code_inline" ? child.content : " "))
        .join("")
        .trim()
    : content;

function rewriteLinks(tokens: readonly Token[], resolve: (target: string) => string): void {
  for (const token of tokens) {
    for (const name of ["href", "src"]) {
      const target = token.attrGet(name);
      if (target !== null) token.attrSet(name, resolve(decodeURI(String(target))));
    }
    if (token.children) rewriteLinks(token.children, resolve);
  }
}

/** Between `<!-- tabs -->` and `<!-- /tabs -->` each heading of the second level begins a part that can be chosen. */
function inTabs(tokens: readonly Token[]): Token[] {
  const html = (content: string): Token => {
    const [token] = markdown.parse("<b>", {});
    return Object.assign(token!, { type: "html_block", tag: "", content, children: null });
  };
  let open: "no" | "tabs" | "tab" = "no";
  return tokens.flatMap((token) => {
    const comment = token.type === "html_block" ? token.content.trim() : "";
    if (comment === "<!-- tabs -->") {
      open = "tabs";
      return [html('<div class="tabs">\n')];
    }
    if (comment === "<!-- /tabs -->") {
      const end = open === "tab" ? "</section>\n</div>\n" : "</div>\n";
      open = "no";
      return [html(end)];
    }
    if (comment.startsWith("<!--") && comment.endsWith("-->")) return [];
    if (open === "no" || token.type !== "heading_open" || token.tag !== "h2") return [token];
    const begin = `${open === "tab" ? "</section>\n" : ""}<section class="tab">\n`;
    open = "tab";
    return [html(begin), token];
  });
}

function sectionsOf(tokens: readonly Token[], headings: readonly Heading[]): Section[] {
  const sections: { title: string; anchor: string; text: string }[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_open") {
      const { title, anchor } = headings[sections.length]!;
      sections.push({ title, anchor, text: "" });
    } else if (token.type === "inline" && tokens[index - 1]?.type !== "heading_open" && sections.length > 0) {
      sections.at(-1)!.text += `${textOf(token)} `;
    }
  }
  return sections;
}

/** From one page of the site to another. */
export const relative = (from: string, to: string): string => posix.relative(posix.dirname(from), to);
