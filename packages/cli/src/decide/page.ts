/** A decision as one page that needs nothing else: the sentence, the race drawn, the table, what raises doubt. */
import { doubtsOf, nameOf, rowsOf, seenText, sentence, tableHead } from "./answer.ts";
import type { Decision, Tried } from "./decision.ts";
import { duration } from "./figures.ts";
import { WARM_UPS } from "./rule.ts";

const WIDTH = 720;
const HEIGHT = 340;
const MARGIN = { left: 70, right: 20, top: 16, bottom: 40 };
const COLOURS: Record<Tried["runtime"], string> = { node: "#00875f", deno: "#c2410c", bun: "#5b5bd6" };
/** None of what is as it is; the others have a pattern each. */
const DASHES: Record<Tried["model"], string> = { "as it is": "", async: "2 3", threads: "8 3", processes: "12 3 2 3" };

/** How each page begins. */
export const PAGE_HEAD = '<!doctype html>\n<html lang="en">\n';

export function page(decision: Decision): string {
  const doubts = doubtsOf(decision);
  const seen = seenText(decision);
  const { machine, at, seed, seconds, version, runtimes } = decision;
  const tried = runtimes.map(({ name, version }) => `${name} ${version}`).join(", ");
  return `${PAGE_HEAD}<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(`How to run ${nameOf(decision.function)}`)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2421; background: #fff; }
h1 { font-size: 1.3rem; } svg { width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: currentColor; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.9rem; } th, td { text-align: left; padding: 0.2rem 0.8rem 0.2rem 0; border-bottom: 1px solid #ccc; white-space: nowrap; }
td:last-child { white-space: normal; min-width: 8rem; }
@media (prefers-color-scheme: dark) { body { color: #e4ebe8; background: #16201c; } }
</style>
</head>
<body>
<h1>${escaped(sentence(decision))}</h1>
${seen === undefined ? "" : `<p>${escaped(seen)}</p>`}
<figure>
${picture(decision)}
<figcaption>Time of a call in each round of the race, on a logarithmic scale. The first ${WARM_UPS} rounds count for nothing; a line ends where its candidate was dropped.</figcaption>
</figure>
<div class="wide" tabindex="0" role="region" aria-label="candidates"><table>
<thead><tr>${tableHead(decision)
    .map((cell) => `<th scope="col">${escaped(cell)}</th>`)
    .join("")}</tr></thead>
<tbody>
${rowsOf(decision)
  .map(
    (cells) =>
      `<tr>${cells.map((cell, i) => (i === 0 ? `<th scope="row">${escaped(cell)}</th>` : `<td>${escaped(cell)}</td>`)).join("")}</tr>`,
  )
  .join("\n")}
</tbody>
</table></div>
${doubts.length > 0 ? `<h2>What raises doubt</h2>\n<ul>\n${doubts.map((doubt) => `<li>${escaped(doubt)}</li>`).join("\n")}\n</ul>` : ""}
<p>${escaped(`${tried} on ${machine.cpu}, ${machine.cores} cores, ${machine.platform}, load average ${machine.loadAverage.toFixed(1)} at the start; ${at}; ${seconds} seconds, seed ${seed}; triathlon ${version}.`)}</p>
</body>
</html>
`;
}

function picture({ candidates }: Decision): string {
  const raced = candidates.filter(({ race }) => race.length > 0);
  const values = raced.flatMap(({ race }) => race).filter((value) => value > 0);
  if (values.length === 0) return "<p>There was no race.</p>";
  const rounds = Math.max(2, ...raced.map(({ race }) => race.length));
  const [low, high] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const span = Math.max(high - low, 0.1);
  const x = (round: number): number =>
    MARGIN.left + ((round - 1) / (rounds - 1)) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number): number =>
    HEIGHT - MARGIN.bottom - ((Math.log10(value) - low) / span) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const ticks = [0, 0.5, 1].map((share) => 10 ** (low + share * span));
  const axis = ticks.map(
    (value) =>
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at(y(value))}" y2="${at(y(value))}" stroke="currentColor" stroke-opacity="0.2"/><text x="${MARGIN.left - 8}" y="${at(y(value) + 4)}" text-anchor="end">${escaped(duration(value))}</text>`,
  );
  const lines = raced.map(({ name, race, runtime, model }) => {
    const points = race.map((value, round) => `${at(x(round + 1))},${at(y(value))}`).join(" ");
    return `<polyline points="${points}" fill="none" ${stroke(runtime, model)} stroke-width="2"><title>${escaped(name)}</title></polyline>`;
  });
  const legend = raced.map(({ name, runtime, model }, i) => {
    const [left, top] = [MARGIN.left + (i % 3) * 210, HEIGHT + 14 + Math.floor(i / 3) * 20];
    return `<line x1="${left}" x2="${left + 40}" y1="${top}" y2="${top}" ${stroke(runtime, model)} stroke-width="3"/><text x="${left + 46}" y="${top + 4}">${escaped(name)}</text>`;
  });
  const height = HEIGHT + 20 + Math.ceil(raced.length / 3) * 20;
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="time of a call by round of the race">
${[...axis, ...lines, ...legend].join("\n")}
<text x="${(WIDTH + MARGIN.left) / 2}" y="${HEIGHT - 12}" text-anchor="middle">round</text>
<text x="${at(x(1))}" y="${HEIGHT - 24}" text-anchor="middle">1</text><text x="${at(x(rounds))}" y="${HEIGHT - 24}" text-anchor="middle">${rounds}</text>
</svg>`;
}

const stroke = (runtime: Tried["runtime"], model: Tried["model"]): string =>
  `stroke="${COLOURS[runtime]}"${DASHES[model] && ` stroke-dasharray="${DASHES[model]}"`}`;

const at = (number: number): string => number.toFixed(1);

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
