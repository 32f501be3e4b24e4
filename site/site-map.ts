/** All pages, and where a link leads to. */
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { type Page, placeOf } from "./page.ts";
import { relative } from "./render/markdown.ts";
import { apiPages } from "./sources/api.ts";
import { documents } from "./sources/documents.ts";
import { type ExamplePages, examplePages } from "./sources/examples.ts";
import { filePage } from "./sources/files.ts";
import { firstPage } from "./sources/first-page.ts";

export class SiteMap {
  /** Files that are handed on as they are. */
  readonly files = new Set<string>();
  readonly #root: string;
  readonly #written: ReadonlySet<string>;
  readonly #pages = new Map<string, Page>();
  readonly #shownOn: ExamplePages["shownOn"];

  /**
   * @param made pages that others have made
   * @param written files that stand in the site already, and not in the repository
   */
  constructor(root: string, made: readonly Page[] = [], written: readonly string[] = []) {
    this.#root = root;
    this.#written = new Set(written);
    const [readme, ...others] = documents(root);
    const read = [firstPage(root, readme!), ...others];
    const examples = examplePages(root, read);
    this.#shownOn = examples.shownOn;
    for (const page of [...read, ...made, ...apiPages(root), ...examples.pages]) this.#pages.set(page.source, page);
  }

  /** Those that other pages lead to come while these are rendered. */
  pages(): MapIterator<Page> {
    return this.#pages.values();
  }

  /** By their headings in the README's order; at last what no heading has. */
  contents(): Page[] {
    return [...this.#pages.values()].filter(({ group }) => group !== undefined);
  }

  /**
   * Where a link of the page leads to, from the page. What it leads to becomes a page of the site, or a file beside it.
   *
   * @throws {Error} it leads nowhere
   */
  readonly resolve = (target: string, page: Page): string => {
    if (/^[a-z]+:/.test(target) || target.startsWith("#")) return target;
    const [file = "", anchor] = target.split("#");
    const source = posix.normalize(posix.join(posix.dirname(page.source), file)).replace(/\/$/, "");
    const place = this.#placeOf(source);
    if (place === undefined) {
      throw new Error(
        `Cannot build the site: "${page.source}" links to "${target}": wanted a file of the repository, found none`,
      );
    }
    const [path, shown] = place;
    const end = anchor ?? shown;
    return relative(placeOf(page.source), path) + (end === undefined ? "" : `#${end}`);
  };

  #placeOf(source: string): [path: string, anchor?: string | undefined] | undefined {
    const shown = this.#shownOn.get(source);
    if (shown) {
      this.files.add(source); // the page's twin links to it
      return [placeOf(shown.source), shown.anchor];
    }
    const known = this.#pages.get(source) ?? this.#pages.get(posix.join(source, "README.md"));
    if (known) return [placeOf(known.source)];
    if (this.#written.has(source)) return [source];
    if (!existsSync(join(this.#root, source))) return undefined;
    const made = filePage(this.#root, source);
    if (made) this.#pages.set(made.source, made);
    else this.files.add(source);
    return [made ? placeOf(made.source) : source];
  }
}
