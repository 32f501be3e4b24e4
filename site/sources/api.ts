/** What a copy exports, with defaults: made from the doc comments of its files. */
import { globSync, readFileSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { RUNTIMES } from "../../scripts/docs/section.ts";
import { table } from "../../scripts/report/markdown.ts";
import { aboutOf, type Page } from "../page.ts";
import { type Declared, declaredIn, type Member } from "./doc-comments.ts";

/** Folders of `packages/core/src/` of which files travel with copies, and what each runtime has of its own beside them. */
const ROOMS = [
  { folder: "pool", title: "The pools' API", native: ["threading/thread-pool.ts", "multiprocessing/process-pool.ts"] },
  { folder: "abilities", title: "The abilities' API", native: [] },
  { folder: "synchronization", title: "The API of what threads share", native: [] },
  { folder: "distributed", title: "The API past one machine", native: [] },
];

export const apiPages = (root: string): Page[] => ROOMS.map((room) => apiPage(root, room));

function apiPage(root: string, { folder, title, native }: (typeof ROOMS)[number]): Page {
  const home = `packages/core/src/${folder}`;
  const source = `api/${folder}.md`;
  const shared = globSync(`${home}/**/*.ts`, { cwd: root }).filter((path) => !/\.test\.ts$|\/support\//.test(path));
  const own = RUNTIMES.flatMap((runtime) => native.map((file) => `packages/${runtime}-examples/src/${file}`));
  const sections = [...shared.sort(), ...own].flatMap((file) => {
    const path = file.replaceAll("\\", "/");
    const { about, declared } = declaredIn(path, readFileSync(join(root, path), "utf8"));
    if (declared.length === 0) return [];
    const runtime = /^packages\/(\w+)-examples/.exec(path)?.[1];
    const name = runtime ? `${basename(path, ".ts")}, ${runtime}` : posix.relative(home, path).replace(/\.ts$/, "");
    const link = `[${basename(path)}](${posix.relative("api", path)})`;
    return [`## ${name}`, `${link}: ${about}`, ...declared.flatMap(describe)];
  });
  const markdown = `# ${title}\n\n${sections.join("\n\n")}\n`;
  return { source, title, about: aboutOf(sections[1] ?? ""), markdown, group: "Copy" };
}

function describe({ name, kind, signature, text, members }: Declared): string[] {
  return [
    `### ${name}`,
    ...(members.length === 0 || kind === "class" ? [`\`\`\`ts\n${signature}\n\`\`\``] : []),
    ...(text === "" ? [] : [text]),
    ...(members.length === 0 ? [] : [membersTable(members)]),
  ];
}

function membersTable(members: readonly Member[]): string {
  const withDefaults = members.some(({ preset }) => preset !== undefined);
  const cell = (text: string): string =>
    text
      .replace(/\s*\n- /g, "<br>")
      .replace(/\s*\n\s*/g, " ")
      .replaceAll("|", "\\|");
  const code = (text: string): string => `\`${cell(text)}\``;
  return table(
    ["name", "type", ...(withDefaults ? ["default"] : []), "what it is"],
    members.map(({ name, type, text, preset = "" }) => [
      code(name),
      type === "" ? "" : code(type),
      ...(withDefaults ? [cell(preset)] : []),
      cell(text),
    ]),
  );
}
