/** The site as it is built: whole, and of one piece. */
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPOSITORY } from "../scripts/repository.ts";
import { axe, missing, openPage, type Scheme, startBrowser } from "../test/support/browser.ts";
import { writeSite } from "./write-site.ts";

let folder: string;
let out: string;
/** The HTML of each page, by its place. */
const pages = new Map<string, string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "triathlon-site-"));
  out = join(folder, "site");
  await writeSite(REPOSITORY, out);
  for (const path of globSync("**/*.html", { cwd: out })) {
    pages.set(path.replaceAll("\\", "/"), readFileSync(join(out, path), "utf8"));
  }
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string): string => readFileSync(join(out, path), "utf8");

const SCREENSHOTS = join(REPOSITORY, "reports", "screenshots");

/** Made by the report, which has tests of its own. */
const REPORT = "docs/results/bench/report.html";

/** Without what is shown as code. */
const targetsIn = (html: string): string[] =>
  [...html.replace(/<pre[^]*?<\/pre>/g, "").matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, target = ""]) =>
    target.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))).replaceAll("&amp;", "&"),
  );

/** Links of the site that lead nowhere, or to no such place on a page. */
function broken(place: string, html: string): string[] {
  return targetsIn(html).filter((target) => {
    if (/^(https:|data:)/.test(target)) return false;
    const [file = "", anchor] = decodeURIComponent(target).split("#");
    const path = file === "" ? place : posix.join(posix.dirname(place), file);
    if (!existsSync(join(out, path)) || statSync(join(out, path)).isDirectory()) return true;
    return anchor !== undefined && !(pages.get(path) ?? "").includes(` id="${anchor}"`);
  });
}

describe("the site", () => {
  it("has no link that leads nowhere", () => {
    const found = [...pages].flatMap(([place, html]) =>
      place === REPORT ? [] : broken(place, html).map((target) => `${place}: ${target}`),
    );
    expect(found).toEqual([]);
  });

  it("sees a link that leads nowhere", () => {
    expect(
      broken("index.html", '<a href="no.html">a</a> <a href="#nothing">b</a> <a href="docs/executor.html">c</a>'),
    ).toEqual(["no.html", "#nothing"]);
  });

  it("loads nothing from elsewhere", () => {
    const loaded = [...pages.values()].flatMap((html) => [
      ...html.matchAll(/<(?:script|img|link|iframe)[^>]+(?:src|href)="([^"]+)"/g),
    ]);
    expect(loaded.length).toBeGreaterThan(pages.size);
    expect(loaded.map(([, target]) => target).filter((target) => /^(https?:)?\/\//.test(target!))).toEqual([]);
  });

  it("has a plain twin of every page, which the page links to", () => {
    const without = [...pages].filter(([place, html]) => {
      const [, twin] = /<link rel="alternate" type="text\/markdown" href="([^"]+)"/.exec(html) ?? [];
      return (
        place !== REPORT &&
        !(
          twin &&
          existsSync(
            join(
              out,
              dirname(place),
              twin.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
            ),
          )
        )
      );
    });
    expect(without.map(([place]) => place)).toEqual([]);
  });

  it("lists its pages in llms.txt, as Markdown that is there", () => {
    const listed = [...read("llms.txt").matchAll(/\]\(([^)]+)\)/g)].map(([, path = ""]) => path);
    expect(listed.filter((path) => !existsSync(join(out, path)))).toEqual([]);
    expect(listed).toEqual(
      expect.arrayContaining(["README.md", "docs/executor.md", "examples/threading/lock.md", "api/pool.md"]),
    );
  });

  it("shows a program in every runtime, and what differs between them", () => {
    const html = pages.get("examples/async/gather.html")!;
    expect([...html.matchAll(/<section class="tab">\s*<h2 id="(\w+)"/g)].map(([, runtime]) => runtime)).toEqual([
      "node",
      "deno",
      "bun",
    ]);
    expect(html).toContain("triathlon add deno/async/gather --to ../mine");
    expect(html).toContain('id="what-differs"');
  });

  it("names the default of an option beside it", () => {
    const row = /<tr>\s*<td><code>concurrency\?<\/code><\/td>[^]*?<\/tr>/.exec(pages.get("api/pool.html")!)?.[0];
    expect(row).toContain("<td>16</td>");
  });

  it("lets a pool be copied from its first page, in every runtime", () => {
    for (const runtime of ["node", "deno", "bun"])
      expect(pages.get("index.html")).toContain(`add ${runtime}/thread-pool --to ../thread-pool`);
  });

  it("finds words by an index that is one script", () => {
    const window: { window?: object; searchIndex?: { search(words: string): { title: string; place: string }[] } } = {};
    window.window = window;
    runInNewContext(read("assets/search.js"), window);
    const places = window.searchIndex!.search("timeout").map(({ place }) => place);
    expect(places.some((place) => place.startsWith("docs/executor.html#") || place.startsWith("api/pool.html#"))).toBe(
      true,
    );
    expect(places.filter((place) => !pages.has(place.split("#")[0]!))).toEqual([]);
  });

  it("has a first page that is small", () => {
    const bytes = [read("index.html"), read("assets/site.css"), read("assets/site.js")].map(
      (text) => gzipSync(text).length,
    );
    expect(bytes.reduce((a, b) => a + b)).toBeLessThan(60_000);
  });

  it("is not built over somebody's files", async () => {
    const theirs = join(folder, "theirs");
    mkdirSync(theirs);
    writeFileSync(join(theirs, "letter.txt"), "dear");
    await expect(writeSite(REPOSITORY, theirs)).rejects.toThrow("wanted an empty folder or a site");
    expect(readFileSync(join(theirs, "letter.txt"), "utf8")).toBe("dear");
  });
});

describe.skipIf(missing !== "")(`the site in Chromium${missing}`, { timeout: 120_000 }, () => {
  let context: BrowserContext;

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    context = await startBrowser(join(folder, "browser"));
  }, 120_000);

  afterAll(() => context?.close());

  const SEEN = [
    "index.html",
    "examples/threading/lock.html",
    "api/pool.html",
    "docs/which-model.html",
    "docs/results/index.html",
    "docs/side-by-side.html",
  ];
  const open = (place: string, width = 1440, scheme: Scheme = "light"): ReturnType<typeof openPage> =>
    openPage(context, join(out, place), width, scheme);

  it.each(SEEN)(
    "shows %s at 360 and 1440 pixels: nothing to complain of, nothing beside the page, nothing axe finds",
    async (place) => {
      for (const [width, scheme] of [
        [360, "dark"],
        [1440, "light"],
      ] as const) {
        const { page, complaints } = await open(place, width, scheme);
        await page.screenshot({ path: join(SCREENSHOTS, `site-${place.replaceAll("/", "-")}-${width}.png`) });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        expect(await axe(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await page.close();
      }
    },
  );

  it('finds "timeout"', async () => {
    const { page, complaints } = await open("docs/isolates.html");
    await page.getByRole("searchbox").fill("timeout");
    const found = page.locator("search li a");
    await found.first().waitFor();
    await found.first().click();
    expect((await page.textContent("main"))!.toLowerCase()).toContain("timeout");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("chooses a runtime by keyboard, and keeps it on the next page", async () => {
    const { page } = await open("examples/async/gather.html");
    await page.getByRole("tab", { name: "Node" }).focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(".tab:visible h2").textContent()).toBe("Deno");
    await page.close();
    const { page: next } = await open("examples/threading/round-trip.html");
    expect(await next.locator(".tab:visible h2").textContent()).toBe("Deno");
    await next.close();
  });

  it("shows the runtime that a link asks for", async () => {
    const { page } = await open("examples/async/gather.html#bun");
    expect(await page.locator(".tab:visible h2").textContent()).toBe("Bun");
    await page.close();
  });

  it("is whole without scripts: every runtime is there", async () => {
    const scriptless = await startBrowser(join(folder, "scriptless"), { javaScriptEnabled: false });
    const { page } = await openPage(scriptless, join(out, "examples/async/gather.html"), 360, "light");
    expect(await page.locator(".tab:visible").count()).toBe(3);
    expect(await page.locator("search:visible").count()).toBe(0);
    await scriptless.close();
  });
});
