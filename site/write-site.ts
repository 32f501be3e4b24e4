/** Builds the site: a folder of static files, which can be opened from a disk. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../scripts/usage-error.ts";
import { type Page, placeOf } from "./page.ts";
import { layout } from "./render/layout.ts";
import { type Rendered, renderMarkdown } from "./render/markdown.ts";
import { llmsText } from "./llms-text.ts";
import { searchScript } from "./search-script.ts";
import { SiteMap } from "./site-map.ts";
import { reports } from "./sources/reports.ts";

/** What every site has, and tells it from a folder of somebody's. */
const MARK = "assets/search.js";

/**
 * @param out empty, not there, or a site, which is removed
 * @returns how many pages there are
 * @throws {UsageError} the folder has anything else in it
 * @throws {Error} a page links to what is not there
 */
export async function writeSite(root: string, out: string): Promise<number> {
  if (existsSync(out) && readdirSync(out).length > 0 && !existsSync(join(out, MARK)))
    throw new UsageError(
      `Cannot build the site in "${out}": wanted an empty folder or a site, found other files: name another one`,
    );
  rmSync(out, { recursive: true, force: true });
  const { page: overview, made } = await reports(root, out);
  const map = new SiteMap(root, [overview], made);
  const rendered = new Map<Page, Rendered>();
  for (const page of map.pages()) rendered.set(page, renderMarkdown(page, map.resolve));
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), content);
  };
  const contents = map.contents();
  for (const [page, html] of rendered) {
    write(placeOf(page.source), layout(page, html, contents));
    if (page.source.endsWith(".md")) write(page.source, page.markdown);
    else map.files.add(page.source);
  }
  for (const file of map.files) cpSync(join(root, file), join(out, file), { recursive: true });
  write("llms.txt", llmsText([...rendered.keys()]));
  write("assets/site.css", read("../scripts/report/page/colours.css") + read("assets/site.css"));
  write("assets/site.js", read("assets/site.js"));
  write(MARK, searchScript(rendered));
  return rendered.size;
}

const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
