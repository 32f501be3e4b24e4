/**
 * The page in a real Chromium, at three widths, light and dark: no error, no sideways scrolling, no finding of axe, sorted and
 * filtered by keyboard. Screenshots are left in `reports/screenshots` to be looked at.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REPOSITORY } from "../../repository.ts";
import { writePageRun } from "../fixtures/page-run.ts";
import { writeReport } from "../write-report.ts";

/** `CHROME_PATH` names another one. */
const CHROMIUM = process.env["CHROME_PATH"] ?? "/usr/bin/chromium";
const WIDTHS = [360, 800, 1440];
const SCHEMES = ["light", "dark"] as const;
const SCREENSHOTS = join(REPOSITORY, "reports", "screenshots");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const missing = existsSync(CHROMIUM)
  ? ""
  : ` (skipped: ${CHROMIUM} is not there: apt-get install chromium, or name one in CHROME_PATH)`;

describe.skipIf(missing !== "")(`report.html in Chromium${missing}`, { timeout: 120_000 }, () => {
  let folder: string;
  let context: BrowserContext;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "triathlon-page-"));
    writePageRun(join(folder, "run"));
    await writeReport(join(folder, "run"), { experiments: fileURLToPath(new URL("../fixtures", import.meta.url)) });
    mkdirSync(SCREENSHOTS, { recursive: true });
    context = await chromium.launchPersistentContext(join(folder, "browser"), {
      executablePath: CHROMIUM,
      headless: true,
      offline: true,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  }, 120_000);

  afterAll(async () => {
    await context?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The page opened, with what it complained of. */
  async function open(
    width: number,
    scheme: (typeof SCHEMES)[number],
    file = "report.html",
  ): Promise<{ page: Page; complaints: string[] }> {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) complaints.push(`asked for ${request.url()}`);
    });
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(pathToFileURL(join(folder, "run", file)).href);
    return { page, complaints };
  }

  describe.each(SCHEMES)("%s", (scheme) => {
    test.each(WIDTHS)(
      "at %i pixels: nothing to complain of, nothing beside the page, nothing axe finds",
      async (width) => {
        const { page, complaints } = await open(width, scheme);
        await page.screenshot({ path: join(SCREENSHOTS, `report-${scheme}-${width}.png`), fullPage: true });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        expect(
          await page.locator("figure svg").evaluateAll((all) => all.filter((svg) => svg.clientHeight < 40).length),
        ).toBe(0);
        // With every table unfolded, so that they are looked at too.
        await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        // Its colours do not hang on the width, nor what a narrow page lacks on the scheme.
        if (width === 360 ? scheme === "light" : width === 800 && scheme === "dark")
          expect(await axe(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await page.close();
      },
    );
  });

  test("each picture is on a screenshot of its own, to be looked at", async () => {
    const { page } = await open(1120, "light");
    const figures = await page.locator("figure").all();
    for (const figure of figures) {
      await figure.screenshot({ path: join(SCREENSHOTS, `${await figure.getAttribute("id")}.png`) });
    }
    expect(figures).toHaveLength(12);
    await page.close();
  });

  test("colours change with the scheme, in pictures too", async () => {
    const colour = async (scheme: (typeof SCHEMES)[number]): Promise<string> => {
      const { page } = await open(800, scheme);
      const found = await page.evaluate(
        `getComputedStyle(document.querySelector("#overview path[fill='var(--node)']")).fill`,
      );
      await page.close();
      return String(found);
    };
    expect([await colour("light"), await colour("dark")]).toEqual(["rgb(0, 122, 90)", "rgb(60, 207, 160)"]);
  });

  test("the table of cells is sorted by keyboard, in both directions, and says so", async () => {
    const { page } = await open(800, "light");
    const head = page.locator("#cells th", { hasText: "one pass" });
    await head.getByRole("button").focus();
    await page.keyboard.press("Enter");
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    const rising = await values(page);
    expect(rising).toEqual(rising.toSorted((a, b) => a - b));
    await page.keyboard.press("Space");
    expect(await head.getAttribute("aria-sort")).toBe("descending");
    expect(await values(page)).toEqual(rising.toReversed());
    await page.close();
  });

  test("the table of cells is filtered by keyboard, and says how many are left", async () => {
    const { page } = await open(800, "light");
    const status = page.locator("#cells [role=status]");
    expect(await status.textContent()).toBe("48 of 48 cells");
    await page.getByRole("searchbox", { name: "words" }).focus();
    await page.keyboard.type("bun blur");
    expect(await status.textContent()).toBe("4 of 48 cells");
    await page.keyboard.press("Shift+Tab"); // to the model before it
    await page.keyboard.type("thr");
    expect(await status.textContent()).toBe("1 of 48 cells");
    expect(await page.locator("#cells tbody tr:visible").count()).toBe(1);
    await page.close();
  });

  test("what gets past an escaper is neither run nor loaded", async () => {
    const html = readFileSync(join(folder, "run", "report.html"), "utf8");
    const evil = `<script>globalThis.ran = 1</script><img src="nowhere.png" onerror="globalThis.ran = 2"><base href="http://127.0.0.1:9/">`;
    writeFileSync(join(folder, "run", "evil.html"), html.replace("</main>", `${evil}</main>`));
    const { page, complaints } = await open(800, "light", "evil.html");
    expect(await page.evaluate("globalThis.ran")).toBe(undefined);
    expect(await page.evaluate("document.baseURI")).toMatch(/^file:/);
    expect(complaints.filter((line) => line.includes("Content Security Policy")).length).toBeGreaterThanOrEqual(3);
    await page.close();
  });

  test("without scripts every picture, table and cell is there", async () => {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
    const page = await browser.newPage({ javaScriptEnabled: false, viewport: { width: 800, height: 900 } });
    await page.goto(pathToFileURL(join(folder, "run", "report.html")).href);
    expect(await page.locator("figure svg:visible").count()).toBeGreaterThan(30);
    expect(await page.locator("#cells tbody tr:visible").count()).toBe(48);
    expect(await page.locator(".filters:visible").count()).toBe(0);
    await browser.close();
  });

  test("printed, it is some pages long, and all of it is there", async () => {
    const { page } = await open(800, "dark");
    const pdf = await page.pdf({ path: join(SCREENSHOTS, "report.pdf"), format: "A4", printBackground: false });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await page.emulateMedia({ media: "print" });
    expect(await page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--page').trim()")).toBe(
      "#ffffff",
    );
    await page.close();
  });
});

/** What axe finds, in words. */
async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe: loaded } = globalThis as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[];
        }>;
      };
    };
    const { violations } = await loaded.run();
    return violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes.length}× ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary}`,
    );
  });
}

/** Of the column "one pass", from the top. */
function values(page: Page): Promise<number[]> {
  return page
    .locator("#cells tbody tr td:nth-child(4)")
    .evaluateAll((cells) =>
      cells.map((cell) => Number((cell as unknown as { dataset: { value: string } }).dataset.value)),
    );
}
