/**
 * Text from outside: names and summaries of workloads, versions, the CPU's model, reasons. A report is data, which may be somebody else's, so
 * a format escapes all its text once, before it puts it into words. There is one escaper for each format:
 *
 *     Markdown   plain and fenced, in markdown.ts          SVG   xml, in page/html.ts
 *     HTML       text, in page/html.ts                     CSV   field, in export/formats/csv.ts
 *     terminal   printable, in ../printable.ts             JSON  json, in ../printable.ts
 */

/** The same, all its text and its names escaped, but for what a program wrote on several lines, which is fenced. */
export function escaped<Shape>(value: Shape, escape: (text: string) => string): Shape {
  return inside(value, escape) as Shape;
}

/** What {@link escaped} leaves as it is. */
const FENCED = "stderrTail";

function inside(value: unknown, escape: (text: string) => string): unknown {
  if (typeof value === "string") return escape(value);
  if (Array.isArray(value)) return value.map((each) => inside(each, escape));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [escape(key), key === FENCED ? each : inside(each, escape)]),
  );
}
