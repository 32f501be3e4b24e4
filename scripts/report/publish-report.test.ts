import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { REPOSITORY } from "../repository.ts";
import { writePageRun } from "./fixtures/page-run.ts";
import { render } from "./formats/markdown.ts";
import { drawPictures, isDrawn } from "./pictures/draw-pictures.ts";
import { svgFile } from "./pictures/svg-file.ts";
import { publishReport, PUBLISHED_RESULTS, readReport } from "./publish-report.ts";
import { writeReport } from "./write-report.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "triathlon-publish-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Draws from the published report again. */
async function expectDrawnFromReport(published: string): Promise<void> {
  const read = (name: string): string => readFileSync(join(published, name), "utf8");
  const own = readReport(join(published, "report.json"));
  expect(read("report.md")).toBe(render(own));
  const pictures = await drawPictures({ report: own, lanes: [], experiments: null });
  const overview = pictures.find(({ name }) => name === "overview");
  expect(read("overview.svg")).toBe(overview && isDrawn(overview) ? svgFile(overview) : "");
}

test("a published report is its data, and the text and the picture made of it", async () => {
  writePageRun(folder);
  await writeReport(folder);
  const published = join(folder, "published");
  expect(publishReport(folder, published)).toEqual(
    ["report.json", "report.md", "overview.svg"].map((name) => join(published, name)),
  );
  await expectDrawnFromReport(published);
});

test("what stands in the documents is made of the report that stands there", () =>
  expectDrawnFromReport(join(REPOSITORY, PUBLISHED_RESULTS)));
