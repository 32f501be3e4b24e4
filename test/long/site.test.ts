/** Every page of the site in Chromium, narrow and dark, wide and light. */
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPOSITORY } from "../../scripts/repository.ts";
import { writeSite } from "../../site/write-site.ts";
import { axe, missing, openPage, startBrowser } from "../support/browser.ts";

describe.skipIf(missing !== "")(`all pages of the site${missing}`, { timeout: 1_200_000 }, () => {
  let folder: string;
  let context: BrowserContext;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "triathlon-site-"));
    await writeSite(REPOSITORY, join(folder, "site"));
    context = await startBrowser(join(folder, "browser"));
  }, 120_000);

  afterAll(async () => {
    await context?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    [360, "dark"],
    [1440, "light"],
  ] as const)(
    "at %i pixels, %s: nothing to complain of, nothing beside the page, nothing axe finds",
    async (width, scheme) => {
      const found: string[] = [];
      const places = globSync("**/*.html", { cwd: join(folder, "site") });
      for (const place of places) {
        const { page, complaints } = await openPage(context, join(folder, "site", place), width, scheme);
        const wide = Number(await page.evaluate("document.documentElement.scrollWidth"));
        if (wide > width) complaints.push(`is ${wide} pixels wide`);
        found.push(...[...complaints, ...(await axe(page))].map((complaint) => `${place}: ${complaint}`));
        await page.close();
      }
      expect(places.length).toBeGreaterThan(150);
      expect(found).toEqual([]);
    },
  );
});
