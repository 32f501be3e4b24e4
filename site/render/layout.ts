/** The frame around every page: search, table of contents, the page, its Markdown twin. Without scripts it is complete but for searching. */
import { prose, text } from "../../scripts/report/page/html.ts";
import { type Page, placeOf } from "../page.ts";
import { type Heading, relative, type Rendered } from "./markdown.ts";

/** @param contents the pages that stand in the table of contents */
export function layout(page: Page, { html, headings }: Rendered, contents: readonly Page[]): string {
  const here = placeOf(page.source);
  const to = (place: string): string => text(encodeURI(relative(here, place)));
  const name = page.source === "README.md" ? page.title : `${page.title} · Triathlon`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(name)}</title>
${page.about === "" ? "" : `<meta name="description" content="${text(page.about)}">\n`}<link rel="stylesheet" href="${to("assets/site.css")}">
<link rel="alternate" type="text/markdown" href="${to(page.source)}">
<link rel="icon" href="data:,">
<script defer src="${to("assets/site.js")}" data-root="${to("") || "."}"></script>
</head>
<body>
<a class="skip" href="#page">To the page</a>
<header>
<a class="brand" href="${to("index.html")}">Triathlon</a>
<search hidden></search>
<a class="to-contents" href="#contents">Contents</a>
</header>
<div class="columns">
<main id="page">
${onThisPage(headings)}
${html}
<p class="twin"><a href="${to(page.source)}">This page as ${page.source.endsWith(".md") ? "Markdown" : "text"}</a></p>
</main>
<nav id="contents" aria-label="Contents">
${[...Map.groupBy(contents, ({ group = "" }) => group)].map(([group, pages]) => groupOf(group, pages, page, to)).join("\n")}
</nav>
</div>
</body>
</html>
`;
}

function groupOf(group: string, pages: readonly Page[], current: Page, to: (place: string) => string): string {
  const items = pages.map(({ source, title }) => {
    const mark = source === current.source ? ' aria-current="page"' : "";
    return `<li><a href="${to(placeOf(source))}"${mark}>${prose(title)}</a></li>`;
  });
  return `<p>${text(group)}</p>\n<ul>\n${items.join("\n")}\n</ul>`;
}

/** The page's own headings, where there are several. */
function onThisPage(headings: readonly Heading[]): string {
  const items = headings.filter(({ level }) => level === 2);
  if (items.length < 3) return "";
  const links = items.map(
    ({ title, anchor }) => `<li><a href="#${text(encodeURIComponent(anchor))}">${text(title)}</a></li>`,
  );
  return `<details class="toc"><summary>On this page</summary>\n<ul>\n${links.join("\n")}\n</ul>\n</details>`;
}
