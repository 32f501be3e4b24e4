/** What the search box loads when it is first used: the library and its index, as one script, because a page on a disk may load nothing else. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import MiniSearch from "minisearch";
import { type Page, placeOf } from "./page.ts";
import type { Rendered } from "./render/markdown.ts";

/** The script sets `searchIndex`, of documents with `page`, `title` and `place`. */
export function searchScript(rendered: ReadonlyMap<Page, Rendered>): string {
  const index = new MiniSearch<{ id: number; page: string; title: string; text: string; place: string }>({
    fields: ["title", "page", "text"],
    storeFields: ["page", "title", "place"],
  });
  let id = 0;
  for (const [page, { sections }] of rendered) {
    if (!page.source.endsWith(".md")) continue; // code
    const place = placeOf(page.source);
    for (const { title, anchor, text } of sections) {
      index.add({ id: id++, page: page.title, title, text, place: `${place}#${anchor}` });
    }
  }
  // The form for plain scripts, which its `exports` do not name.
  const library = readFileSync(
    join(dirname(createRequire(import.meta.url).resolve("minisearch")), "../umd/index.js"),
    "utf8",
  );
  const data = JSON.stringify(JSON.stringify(index)).replaceAll("</", "<\\/");
  return `${library}\nwindow.searchIndex = MiniSearch.loadJSON(${data}, { fields: ["title", "page", "text"], storeFields: ["page", "title", "place"] });\n`;
}
