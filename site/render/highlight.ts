/** Code in colours, as spans with a class for each kind of word: the style sheet has the colours, for light and for dark. */
import { createCssVariablesTheme, createHighlighter } from "shiki";
import { text } from "../../scripts/report/page/html.ts";

const THEME = createCssVariablesTheme({ variablePrefix: "--" });
const LANGUAGES = ["ts", "js", "json", "sh", "yaml", "python", "diff", "html"];
const highlighter = await createHighlighter({ themes: [THEME], langs: LANGUAGES });

/** By the variable that the theme gives a word; others look like the text around them. */
const CLASSES: Readonly<Record<string, string>> = {
  "var(--token-keyword)": "keyword",
  "var(--token-string)": "string",
  "var(--token-string-expression)": "string",
  "var(--token-comment)": "comment",
  "var(--token-constant)": "constant",
  "var(--token-function)": "function",
  "var(--token-inserted)": "inserted",
  "var(--token-deleted)": "deleted",
  "var(--token-changed)": "comment",
};

/** HTML; in a language that is not known, the text as it is. */
export function highlighted(code: string, language: string): string {
  const trimmed = code.replace(/\n$/, "");
  if (!LANGUAGES.includes(language)) return text(trimmed);
  const lines = highlighter.codeToTokensBase(trimmed, { lang: language as "ts", theme: THEME.name as "nord" });
  return lines.map((line) => spans(line)).join("\n");
}

/** Neighbours of one kind share a span. */
function spans(line: readonly { content: string; color?: string | undefined }[]): string {
  const runs: { kind: string | undefined; content: string }[] = [];
  for (const { content, color = "" } of line) {
    const last = runs.at(-1);
    const kind = content.trim() === "" ? last?.kind : CLASSES[color];
    if (last && last.kind === kind) last.content += content;
    else runs.push({ kind, content });
  }
  return runs
    .map(({ kind, content }) => (kind ? `<span class="${kind}">${text(content)}</span>` : text(content)))
    .join("");
}
