/** A page for each file of code and each folder that other pages link to. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, posix } from "node:path";
import { fenced } from "../../scripts/report/markdown.ts";
import { aboutOf, type Page, titleOf } from "../page.ts";

/** Shown as pages; other files are handed on as they are. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".js": "js",
  ".mjs": "js",
  ".json": "json",
  ".yaml": "yaml",
  ".yml": "yaml",
  ".py": "python",
};

/** @returns undefined for what is neither a folder nor a text to be shown */
export function filePage(root: string, source: string): Page | undefined {
  if (!existsSync(join(root, source))) return undefined;
  const about = "";
  if (statSync(join(root, source)).isDirectory()) return folderPage(root, source);
  const language = LANGUAGES[extname(source)];
  if (!language || statSync(join(root, source)).size > 200_000) return undefined;
  const text = readFileSync(join(root, source), "utf8");
  const code = fenced(text).replace("text\n", `${language}\n`);
  return { source, title: source, about, markdown: `# ${source}\n\n${code}\n` };
}

/** Its files; what lies deeper is no part of it. */
function folderPage(root: string, folder: string): Page {
  const files = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in { ...LANGUAGES, ".md": "" })
    .map(({ name }) => name)
    .sort();
  const lines = files.map((name) => {
    const markdown = name.endsWith(".md") ? readFileSync(join(root, folder, name), "utf8") : "";
    return markdown === "" ? `- [${name}](${name})` : `- [${titleOf(markdown)}](${name}): ${aboutOf(markdown)}`;
  });
  const source = posix.join(folder, "README.md");
  const title = folder.replace(/^.*\//, "").replace(/^./, (first) => first.toUpperCase());
  return { source, title, about: "", markdown: `# ${title}\n\n\`${folder}\`:\n\n${lines.join("\n")}\n` };
}
