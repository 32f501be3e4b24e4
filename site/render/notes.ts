/** A program with its comments beside it: each comment that has lines of its own stands at the side of the lines it is about. */
import { prose } from "../../scripts/report/page/html.ts";
import { highlighted } from "./highlight.ts";

interface Part {
  readonly note: string[];
  readonly code: string[];
}

export function notes(program: string, language: string): string {
  const rows = parts(program.replace(/\n$/, "")).map(({ note, code }) => {
    const said = note
      .map((line) => line.replace(/^\s*(\/\/|\/\*\*|\*\/|\*) ?/, "").replace(/\*\/$/, ""))
      .join(" ")
      .trim();
    const lines = code.join("\n").replace(/^\n+|\n+$/g, "");
    return `<div class="note">${prose(said)}</div><pre tabindex="0"><code>${highlighted(lines, language)}</code></pre>`;
  });
  return `<div class="notes">\n${rows.join("\n")}\n</div>\n`;
}

/** A part begins where, outside of everything else, a comment has lines of its own. */
function parts(program: string): Part[] {
  const found: Part[] = [{ note: [], code: [] }];
  for (const line of program.split("\n")) {
    const part = found.at(-1)!;
    const isNote = /^(\/\/ (?!oxlint)|\/\*\*| \*)/.test(line);
    if (!isNote) part.code.push(line);
    else if (part.code.some((each) => each.trim() !== "")) found.push({ note: [line], code: [] });
    else part.note.push(line);
  }
  return found.filter(({ note, code }) => note.length > 0 || code.some((line) => line.trim() !== ""));
}
