/** Comma-separated values as RFC 4180 has them: a line for each cell, base units, nothing rounded; empty is not measured. */
import type { Estimate } from "../../analysis/estimate.ts";
import type { Report } from "../../analysis/report.ts";
import { printable } from "../../printable.ts";
import { type ExportedRow, exportedRows } from "../exported-rows.ts";

const ESTIMATES = [
  "steadySeconds",
  "speedUp",
  "firstSeconds",
  "coldSeconds",
  "cpuSeconds",
  "coresUsed",
  "peakMemoryBytes",
  "proportionalMemoryBytes",
  "loopDelayP99Seconds",
  "loopDelayMaxSeconds",
] as const satisfies readonly (keyof ExportedRow)[];

const PLAIN = ["runtime", "model", "workers", "concurrency", "workload", "size", "verdict", "checksum"] as const;
const OUTCOMES = ["completed", "failed", "skipped"] as const;

export function render(report: Report): string {
  const header = [
    ...PLAIN,
    ...OUTCOMES,
    ...ESTIMATES.flatMap((name) => [name, `${name}Low`, `${name}High`, `${name}N`]),
  ];
  const lines = exportedRows(report).map((row) => [
    ...PLAIN.map((name) => row[name]),
    ...OUTCOMES.map((outcome) => row.outcomes[outcome]),
    ...ESTIMATES.flatMap((name) => figures(row[name])),
  ]);
  return [header, ...lines].map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

const figures = ({ median, interval, n }: Estimate): (number | null)[] => [
  median,
  interval?.low ?? null,
  interval?.high ?? null,
  n,
];

/** Text that a spreadsheet would take for a formula has an apostrophe before it. */
function field(value: string | number | null | undefined): string {
  const text = typeof value === "string" ? printable(value).replace(/^[=+\-@\t]/, "'$&") : String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
