/**
 * The page in a real Chromium, at three widths, light and dark: no error, no sideways scrolling, no finding of axe, sorted and
 * filtered by keyboard. Screenshots are left in `reports/screenshots` to be looked at.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axe, missing, openPage, type Scheme, startBrowser } from "../../../test/support/browser.ts";
import { REPOSITORY } from "../../repository.ts";
import { writePageRun } from "../fixtures/page-run.ts";
import { writeReport } from "../write-report.ts";

const WIDTHS = [360, 800, 1440];
const SCHEMES = ["light", "dark"] as const;
const SCREENSHOTS = join(REPOSITORY, "reports", "screenshots");

describe.skipIf(missing !== "")(`report.html in Chromium${missing}`, { timeout: 120_000 }, () => {
  let folder: string;
  let context: BrowserContext;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "triathlon-page-"));
    writePageRun(join(folder, "run"));
    await writeReport(join(folder, "run"), { experiments: fileURLToPath(new URL("../fixtures", import.meta.url)) });
    mkdirSync(SCREENSHOTS, { recursive: true });
    context = await startBrowser(join(folder, "browser"));
  }, 120_000);

  afterAll(async () => {
    await context?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (width: number, scheme: Scheme, file = "report.html"): ReturnType<typeof openPage> =>
    openPage(context, join(folder, "run", file), width, scheme);

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

  test("a moment of the lanes is chosen by keyboard, and what ran then is told", async () => {
    const { page, complaints } = await open(800, "light");
    const moment = page.locator("#lanes-computing").getByRole("slider", { name: "A moment" });
    await moment.focus();
    const told = page.locator("#lanes-computing output");
    await page.keyboard.press("PageUp"); // a tenth of the way
    expect(await told.textContent()).toMatch(/^Node: .*\w+ 1 has task \d+/);
    await page.keyboard.press("End");
    expect(await told.textContent()).toBe("Node: nothing runs. Deno: nothing runs. Bun: nothing runs.");
    expect(complaints).toEqual([]);
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
    const scriptless = await startBrowser(join(folder, "scriptless"), { javaScriptEnabled: false });
    const { page } = await openPage(scriptless, join(folder, "run", "report.html"), 800, "light");
    expect(await page.locator("figure svg:visible").count()).toBeGreaterThan(30);
    expect(await page.locator("#cells tbody tr:visible").count()).toBe(48);
    expect(await page.locator(".filters:visible").count()).toBe(0);
    await scriptless.close();
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

/** Of the column "one pass", from the top. */
function values(page: Page): Promise<number[]> {
  return page
    .locator("#cells tbody tr td:nth-child(4)")
    .evaluateAll((cells) =>
      cells.map((cell) => Number((cell as unknown as { dataset: { value: string } }).dataset.value)),
    );
}
