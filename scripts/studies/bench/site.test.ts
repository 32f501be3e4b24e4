import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { startSite } from "./site.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

const folder = testFolder();

function workload(name: string, source: string): string {
  const file = join(folder, name);
  writeFileSync(file, source);
  return pathToFileURL(file).href;
}

test("serves the workload's pages until it is closed", async () => {
  const url = workload(
    "pages.ts",
    `export function* pages({ word }: { word: string }) {
       const body = new TextEncoder().encode(word);
       yield { path: "/a", body, contentType: "text/plain", delayMilliseconds: 1 };
     }`,
  );
  const site = await startSite(url, { word: "grüezi" });
  expect(site.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const page = await fetch(`${site.url}/a`);
  expect([page.status, page.headers.get("content-type"), await page.text()]).toEqual([200, "text/plain", "grüezi"]);
  expect((await fetch(`${site.url}/b`)).status).toBe(404);
  expect((await fetch(`${site.url}/a`, { method: "POST" })).status).toBe(405);
  await site.close();
  await expect(fetch(`${site.url}/a`)).rejects.toThrow();
});

test("a site that cannot start says why", async () => {
  const url = workload("broken.ts", `export function* pages() { throw new Error("no pages today"); }`);
  await expect(startSite(url, {})).rejects.toThrow(/^Cannot serve the pages of [^]*no pages today/);
});
