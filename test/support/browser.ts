/** Pages in a real Chromium, as they lie on a disk: what they complain of, what axe finds in them. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { type BrowserContext, chromium, type Page } from "playwright-core";

/** `CHROME_PATH` names another one. */
const CHROMIUM = process.env["CHROME_PATH"] ?? "/usr/bin/chromium";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Why tests are skipped; empty where there is a browser. */
export const missing = existsSync(CHROMIUM)
  ? ""
  : ` (skipped: ${CHROMIUM} is not there: apt-get install chromium, or name one in CHROME_PATH)`;

export type Scheme = "light" | "dark";

/** A browser that is offline; @param profile a folder for its own files. */
export const startBrowser = (profile: string, { javaScriptEnabled = true } = {}): Promise<BrowserContext> =>
  chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    offline: true,
    javaScriptEnabled,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** The page opened, with what it complained of: its console, its errors, and what it asked for that is not on the disk. @param place a file, perhaps with `#` and an anchor */
export async function openPage(
  context: BrowserContext,
  place: string,
  width: number,
  scheme: Scheme,
): Promise<{ page: Page; complaints: string[] }> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
  });
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme });
  const [path = "", anchor] = place.split("#");
  await page.goto(pathToFileURL(path).href + (anchor === undefined ? "" : `#${anchor}`));
  return { page, complaints };
}

/** What axe finds, in words. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe: loaded } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{
          violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[];
        }>;
      };
    };
    const { violations } = await loaded.run({ preload: false }); // it would ask for style sheets, which a page on a disk may not
    return violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes.length}× ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary}`,
    );
  });
}
