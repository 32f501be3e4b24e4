/** Pieces of Markdown. */
import { printable } from "../printable.ts";

/** A table; `right` names the columns of figures, which are set to the right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = header.map((name) => (right.includes(name) ? "---:" : "---"));
  return [header, rule, ...rows].map(line).join("\n");
}

/** Text that came from a program, on one line and without any meaning to Markdown. */
export function plain(text: string): string {
  return printable(text.replace(/\s+/g, " ").trim()).replace(/[\\`*_[\]<>|#~&$]/g, "\\$&");
}

/** Output of a program, as it is. */
export function fenced(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}text\n${printable(text.replaceAll("\r\n", "\n")).replace(/\n+$/, "")}\n${fence}`;
}
