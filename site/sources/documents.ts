/** The Markdown files of the repository. The README's links say under which heading each stands in the table of contents. */
import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { aboutOf, type Page, titleOf } from "../page.ts";
import { filePage } from "./files.ts";

/** The heading of what the README does not lead to. */
const REST = "More";

/** The README first, then in the order of its links. */
export function documents(root: string): Page[] {
  const read = (source: string): string => readFileSync(join(root, source), "utf8");
  const groups = groupsIn(read("README.md"));
  const order = ["README.md", ...groups.keys()];
  const place = (source: string): number => (order.includes(source) ? order.indexOf(source) : order.length);
  const folders = [...groups].flatMap(([target, group]) => {
    const page = posix.extname(target) === "" ? filePage(root, target) : undefined;
    return page ? [{ ...page, group }] : [];
  });
  const files = globSync(["*.md", "docs/**/*.md", "packages/*/*.md"], { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
    .map((source) => {
      const markdown = read(source);
      const title = titleOf(markdown);
      const first = source === "README.md" ? title : undefined;
      const inFolder = groups.has(posix.dirname(source)); // whose page stands for it
      const group = inFolder ? undefined : (first ?? groups.get(source) ?? kin(source, groups) ?? REST);
      return { source, title, about: aboutOf(markdown), markdown, group };
    });
  return [...files, ...folders];
}

/** Of each file or folder that the README links to, the heading under which it does so first. */
export function groupsIn(readme: string): Map<string, string> {
  const groups = new Map<string, string>();
  for (const section of readme.split(/^##? /m).slice(1)) {
    const heading = section.slice(0, section.indexOf("\n"));
    for (const [, target = ""] of section.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      if (!/^[a-z]+:/.test(target) && !groups.has(target)) groups.set(target, heading);
    }
  }
  return groups;
}

/** What stands in a folder of its own stands under the heading of its neighbours. */
function kin(source: string, groups: ReadonlyMap<string, string>): string | undefined {
  const folder = posix.dirname(source);
  if (posix.dirname(folder) !== "docs") return undefined;
  return [...groups].find(([other]) => posix.dirname(other) === folder && other.endsWith(".md"))?.[1];
}
