import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { analyse } from "../../analysis/analyse.ts";
import { cellOf } from "../fixtures/made-up-run.ts";
import { MODELS, pageLanes, pageRun, RUNTIMES } from "../fixtures/page-run.ts";
import { render as page } from "../formats/html.ts";
import { drawPictures } from "../pictures/draw-pictures.ts";
import { readExperiments } from "../read-run.ts";

const experiments = readExperiments(new URL("../fixtures", import.meta.url).pathname);

async function pageOf(run = pageRun(), lanes = pageLanes(), joined: typeof experiments | null = experiments) {
  const report = analyse(run);
  return page(report, await drawPictures({ report, lanes, experiments: joined }));
}

const html = await pageOf();

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

test("it needs nothing from anywhere: no address is in it", () => {
  expect(html).not.toMatch(/https?:|src=|<link|@import|url\((?!#)/);
});

test("every picture is a figure with a sentence and a table", () => {
  const figures = html.match(/<figure[^]*?<\/figure>/g)!;
  expect(figures).toHaveLength(12);
  for (const figure of figures) {
    expect(count(figure, /<svg role="img" aria-label="/g)).toBeGreaterThan(0);
    expect(figure).toMatch(/<h2>[^<]+<\/h2>\n<p>[^<]+/);
    expect(figure).toMatch(/<details><summary>As a table[^]*<table>/);
  }
  expect(html).not.toContain('id="not-shown"');
});

test("every workload has its sentence, and its models stand beside sequential in one table", () => {
  const section = /<section id="workloads">[^]*?<\/section>/.exec(html)![0];
  expect(section).toMatch(/<strong>sum-of-squares, small<\/strong>: On sum-of-squares, [^<]*two threads/);
  expect(section).toMatch(/<td>sum-of-squares, small<\/td><td>CPU<\/td><td>[^<]*<\/td><td><strong>1\.9\d<\/strong> \//);
});

test("a smoke run with lanes has at least four pictures, and says of the others what measures them", async () => {
  const run = pageRun({ timedBlocks: 1, memoryBlocks: 0 });
  const executions = run.executions.filter(({ ghost }) => ghost === 0);
  const smoke = await pageOf({ ...run, executions }, pageLanes(), null);
  const ids = [...smoke.matchAll(/<figure id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toEqual(["overview", "lanes-waiting", "lanes-computing", "cpu-against-time", "ratios"]);
  expect(count(smoke.match(/<section id="not-shown">[^]*?<\/section>/)![0], /<li>/g)).toBe(7);
});

test("ids are unlike each other over the whole page", () => {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("what programs and people wrote has no meaning to the page", async () => {
  const evil = `<img src=x onerror="boom()">'&`;
  const written = await pageOf(
    pageRun({
      change: ({ model }) =>
        model === "async" ? { outcome: "failed", reason: evil, stderrTail: evil, iterationSeconds: [] } : {},
      environment: { cpuModel: evil },
    }),
  );
  expect(written).not.toContain("<img");
  expect(written).toContain("&#60;img");
});

test("nothing is loaded, sent or run but the page's own script, should any text get past its escaper", () => {
  const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(html)!;
  const [, script] = /<script>([^]*?)<\/script>/.exec(html)!;
  const hash = createHash("sha256").update(script!).digest("base64");
  expect(policy!.split("; ")).toEqual([
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  // Before anything that it is to hold for.
  expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<title>"));
});

test("a page of 72 cells with all pictures but the experiments' stays below 300 KB", async () => {
  const more = ["load-tables", "count-words"].flatMap((workload) =>
    RUNTIMES.flatMap((runtime) => MODELS.map((model) => cellOf(runtime, model, { workload, size: "large" }))),
  );
  const run = pageRun({ cells: [...pageRun().plan.cells, ...more] });
  expect(run.plan.cells).toHaveLength(72);
  expect(Buffer.byteLength(await pageOf(run, pageLanes(), null))).toBeLessThan(300_000);
});

test("cells without a time stand in the table with what became of them", async () => {
  const failed = await pageOf(
    pageRun({
      change: ({ runtime }) => (runtime === "bun" ? { outcome: "failed", reason: "no", iterationSeconds: [] } : {}),
    }),
  );
  expect(count(failed, /data-value="NaN">failed</g)).toBe(16);
  expect(failed).toContain('<div class="cautions" role="note">');
});
