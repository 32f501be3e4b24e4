/** Text for a terminal. */

/** Columns of a line at most. */
export const WIDTH = 100;

/** Breaks between words so that no line is longer than `width`; a single longer word is left whole. */
export function wrapped(text: string, indent = "", width = WIDTH): string {
  const lines: string[] = [];
  let line = /^ */.exec(text)![0];
  let empty = true;
  for (const word of text.trim().split(" ")) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line += empty ? word : ` ${word}`;
    }
    empty = false;
  }
  return [...lines, line].join("\n");
}

/** Rows with their columns below each other, two spaces between them. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => longest(rows.map((row) => row[column]!)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join(" ".repeat(GAP))
      .trimEnd(),
  );
}

/** Between two columns. */
export const GAP = 2;

export const longest = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));
