/**
 * The report as one page, complete in itself: no network, no script needed, light and dark. The answer first, then the pictures, the workloads, every cell, what went wrong, how it was
 * measured.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Report } from "../../analysis/report.ts";
import { findingsOf } from "../../analysis/findings.ts";
import { ownSentences } from "../../analysis/kinds-of-work.ts";
import type { Absent } from "../pictures/picture.ts";
import { type Drawn, isDrawn } from "../pictures/draw-pictures.ts";
import { measuredFacts } from "../measured-facts.ts";
import { noiseSentences } from "../noise-text.ts";
import { summaryTable } from "../summary-table.ts";
import { cautions, counted, failuresAlike, machineText, momentText, runFacts, runtimeVersions } from "../text.ts";
import { cellsTable } from "../page/cells-table.ts";
import { prose, scrolling, tableOf, text } from "../page/html.ts";

const read = (name: string): string => readFileSync(new URL(`../page/${name}`, import.meta.url), "utf8").trim();

export const file = "report.html";

export function render(report: Report, pictures: readonly (Drawn | Absent)[]): string {
  const script = `\n${read("sort-and-filter.js")}\n${read("scrub-lanes.js")}\n`;
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${policyFor(script)}">`,
    `<title>${text(`${runtimeVersions(report).join(", ")}: run ${report.runId}`)}</title>`,
    `<style>\n${read("colours.css")}\n${read("page.css")}\n</style>\n</head>\n<body>`,
    header(report),
    "<main>",
    ...pictures.filter(isDrawn).map(figure),
    absences(pictures.filter((picture): picture is Absent => !isDrawn(picture))),
    section("workloads", "Workload by workload", workloads(report)),
    ...findings(report),
    section("cells", "Every cell", cellsTable(report)),
    ...doubts(report),
    ...failures(report),
    section("how", "How it was measured", howMeasured(report)),
    "</main>",
    `<script>${script}</script>`,
    "</body>\n</html>\n",
  ].join("\n");
}

/** Should any text get past its escaper: nothing is loaded, sent or run but the page's own script. */
const policyFor = (script: string): string =>
  [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

function header(report: Report): string {
  const facts = [
    momentText(report.environment.startedAt),
    machineText(report),
    ...runFacts(report),
    `load ${report.environment.loadAverage ?? "unknown"} at the start`,
  ];
  const warnings = cautions(report).map((caution) => `<li>${text(caution)}</li>`);
  const noise = noiseSentences(report).map((sentence) => text(sentence));
  return [
    "<header>",
    `<h1>${text(runtimeVersions(report).join(", "))}</h1>`,
    `<p class="facts">${facts.map((fact) => `<span>${text(fact)}</span>`).join("")}</p>`,
    ...(noise.length > 0 ? [`<p class="facts">${noise.join(" ")}</p>`] : []),
    ...ownSentences(report.comparisons).map((sentence) => `<p><strong>${text(sentence)}</strong></p>`),
    ...(warnings.length > 0 ? [`<div class="cautions" role="note"><ul>${warnings.join("")}</ul></div>`] : []),
    "</header>",
  ].join("\n");
}

function figure({ name, title, sentence, howToRead, panels, table }: Drawn): string {
  const drawings = panels.map(({ title: panelTitle, svg: { width, height, content } }) =>
    [
      '<div class="panel">',
      ...(panelTitle === "" ? [] : [`<h3>${text(panelTitle)}</h3>`]),
      `<svg role="img" aria-label="${text(panelTitle === "" ? sentence : `${panelTitle}: ${title} The table below holds its figures.`)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`,
      "</div>",
    ].join("\n"),
  );
  return [
    `<figure id="${name}">`,
    `<h2>${text(title)}</h2>`,
    `<p>${prose(sentence)}</p>`,
    `<div class="panels">\n${drawings.join("\n")}\n</div>`,
    `<p class="how">${prose(howToRead)}</p>`,
    `<details><summary>${text(`As a table (${counted(table.rows.length, "row")})`)}</summary>\n${tableOf(table, title)}\n</details>`,
    "</figure>",
  ].join("\n");
}

/** What this run cannot show, and what would. */
function absences(absent: readonly Absent[]): string {
  if (absent.length === 0) return "";
  const items = absent.map(({ title, absent: why }) => `<li><strong>${text(title)}</strong> ${prose(why)}</li>`);
  return section("not-shown", "Not shown", `<ul>\n${items.join("\n")}\n</ul>`);
}

/** A sentence for each, then all models beside sequential in one table. */
function workloads(report: Report): string {
  const sentences = report.comparisons.map(
    ({ workload, size, sentence }) => `<li><strong>${text(`${workload}, ${size}`)}</strong>: ${text(sentence)}</li>`,
  );
  const { header, rows, howToRead } = summaryTable(report);
  const cells = (row: readonly string[]): string =>
    row.map((cell) => `<td>${bold(text(cell)).replaceAll("\n", "<br>")}</td>`).join("");
  const head = header.map((name) => `<th scope="col">${text(name)}</th>`).join("");
  const table = `<table><thead><tr>${head}</tr></thead><tbody>\n${rows.map((row) => `<tr>${cells(row)}</tr>`).join("\n")}\n</tbody></table>`;
  return `<ul>\n${sentences.join("\n")}\n</ul>\n<p class="how">${bold(text(howToRead))}</p>\n${scrolling("× sequential", table)}`;
}

function findings(report: Report): string[] {
  const items = findingsOf(report).map((finding) => `<li>${prose(finding)}</li>`);
  return items.length === 0 ? [] : [section("findings", "Findings", `<ul>\n${items.join("\n")}\n</ul>`)];
}

/** What is to be doubted in the figures of each workload. */
function doubts({ comparisons }: Report): string[] {
  const items = comparisons.flatMap(({ workload, size, doubts: all }) =>
    all.map((doubt) => `<li><strong>${text(`${workload}, ${size}`)}</strong>: ${text(doubt)}</li>`),
  );
  return items.length === 0 ? [] : [section("doubts", "What is to be doubted", `<ul>\n${items.join("\n")}\n</ul>`)];
}

function failures({ failures: all }: Report): string[] {
  if (all.length === 0) return [];
  const items = failuresAlike(all).map(({ where, reason, executions, last: { stderrTail } }) => {
    const line = `<strong>${text(where)}</strong> (${executions}×): ${text(reason)}`;
    const words = stderrTail === null || stderrTail.trim() === "" ? "" : `<pre tabindex="0">${text(stderrTail)}</pre>`;
    return `<li>${line}${words}</li>`;
  });
  return [section("failures", "Failures", `<ul>\n${items.join("\n")}\n</ul>`)];
}

function howMeasured(report: Report): string {
  const { facts, howToRead } = measuredFacts(report);
  const rows = facts.map(([name, value]) => `<tr><th scope="row">${text(name)}</th><td>${text(value)}</td></tr>`);
  return [
    `<table><tbody>\n${rows.join("\n")}\n</tbody></table>`,
    `<ul>\n${howToRead.map((line) => `<li>${bold(text(line))}</li>`).join("\n")}\n</ul>`,
  ].join("\n");
}

/** As Markdown marks it. */
const bold = (line: string): string => line.replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>");

function section(id: string, title: string, content: string): string {
  return `<section id="${id}">\n<h2>${text(title)}</h2>\n${content}\n</section>`;
}
