/** A page for each example program: what it shows, its text in each runtime, what differs between these, and how to copy it. */
import { posix } from "node:path";
import { differencesBetween } from "../../scripts/docs/sections/side-by-side.ts";
import { table } from "../../scripts/report/markdown.ts";
import type { Header } from "../../scripts/examples/header.ts";
import type { Page } from "../page.ts";
import { type Program, programs, type Variant } from "./programs.ts";
import { triathlon } from "./triathlon.ts";

export interface ExamplePages {
  readonly pages: readonly Page[];
  /** Of each file that is shown on one of the pages, which, and under which heading. */
  readonly shownOn: ReadonlyMap<string, ShownOn>;
}

export interface ShownOn {
  readonly source: string;
  /** Undefined where all runtimes have the same text. */
  readonly anchor: string | undefined;
}

export function examplePages(root: string, documents: readonly Page[]): ExamplePages {
  const all = programs(root);
  const names = all.map(({ name }) => name);
  const shownOn = new Map<string, ShownOn>();
  for (const { name, shared, variants } of all) {
    for (const { title, files } of variants) {
      for (const { path } of files) {
        if (!shownOn.has(path))
          shownOn.set(path, { source: sourceOf(name), anchor: shared ? undefined : anchorOf(title) });
      }
    }
  }
  const add = `${triathlon(root)} add`;
  const pages = all.map((program) =>
    examplePage(program, twinOf(program.name, names), mentions(program, documents), add),
  );
  return { pages: [listing(all), ...pages], shownOn };
}

const sourceOf = (name: string): string => `examples/${name}.md`;
const anchorOf = (title: string): string => title.toLowerCase();

/** `shared-counter-right` beside `shared-counter-wrong`. */
function twinOf(name: string, names: readonly string[]): string | undefined {
  const [, stem, end] = /^(.*)-(right|wrong)$/.exec(name) ?? [];
  const twin = `${stem}-${end === "right" ? "wrong" : "right"}`;
  return names.includes(twin) ? twin : undefined;
}

/** The documents that link to the program. */
function mentions({ variants }: Program, documents: readonly Page[]): Page[] {
  const paths = new Set(variants.map(({ files }) => files[0]!.path));
  return documents.filter(({ source, markdown }) => {
    if (LISTS.has(source)) return false;
    const targets = [...markdown.matchAll(/\]\(([^)#\s]+)/g)].map(([, target = ""]) => target);
    return targets.some((target) => paths.has(posix.join(posix.dirname(source), target)));
  });
}

/** Those that link to all of them. */
const LISTS = new Set([
  "docs/examples.md",
  "docs/side-by-side.md",
  "packages/node-examples/README.md",
  "packages/deno-examples/README.md",
  "packages/bun-examples/README.md",
]);

function examplePage(
  { name, shared, variants }: Program,
  twin: string | undefined,
  mentions: readonly Page[],
  add: string,
): Page {
  const { header } = variants.find(({ header }) => header)!;
  const { title, shows, useWhen, notWhen } = header!;
  const source = sourceOf(name);
  const link = (text: string, to: string): string => `[${text}](${posix.relative(posix.dirname(source), to)})`;
  const differences = variants.length < 3 ? [] : differencesBetween(variants.map(({ files }) => textsOf(files)));
  const markdown = [
    `# ${title.replace(/\.$/, "")}`,
    `\`${name}\` shows: ${shows}`,
    `**Use it when** ${useWhen}`,
    ...(notWhen === undefined ? [] : [`**Not when** ${notWhen}`]),
    ...(twin ? [`Beside it: ${link(`\`${twin}\``, sourceOf(twin))}.`] : []),
    ...(shared ? [sharedText(variants)] : ["<!-- tabs -->", ...variants.map(variantText), "<!-- /tabs -->"]),
    "## What differs",
    ...(differences.length > 0
      ? differences
      : [`The text is the same in ${listed(variants.map(({ title }) => title))}.`]),
    "## Copy it",
    `\`\`\`sh\n${variants.map(({ runtime }) => `${add} ${runtime}/${name} --to ../mine`).join("\n")}\n\`\`\``,
    "## Read more",
    [
      ...mentions.map((page) => `- ${link(page.title, page.source)}`),
      ...[...new Set(variants.flatMap(({ header }) => header?.see ?? []))].map((url) => `- <${url}>`),
    ].join("\n"),
  ];
  return { source, title: title.replace(/\.$/, ""), about: "", markdown: `${markdown.join("\n\n")}\n` };
}

const variantText = ({ title, files, header }: Variant): string =>
  [`## ${title}`, ...(header ? [command(header)] : []), code(files)].join("\n\n");

/** One text, and the command of each runtime. */
const sharedText = (variants: readonly Variant[]): string =>
  [
    `## The same in ${listed(variants.map(({ title }) => title))}`,
    ...variants.flatMap(({ header }) => (header ? [command(header)] : [])),
    code(variants[0]!.files),
  ].join("\n\n");

const command = ({ needs, run }: Header): string => `In ${needs} or newer:\n\n\`\`\`sh\n${run}\n\`\`\``;

const code = ([program, ...others]: Variant["files"]): string =>
  [
    `\`\`\`ts notes\n${withoutHeader(program!.text)}\`\`\``,
    ...others.map(({ path, text }) => `${posix.basename(path)}:\n\n\`\`\`ts\n${withoutHeader(text)}\`\`\``),
  ].join("\n\n");

const withoutHeader = (text: string): string => text.replace(/^\/\*\*[\s\S]*?\*\/\n/, "");

const textsOf = (files: Variant["files"]): ReadonlyMap<string, string> =>
  new Map(files.map(({ path, text }) => [posix.basename(path), withoutHeader(text)]));

const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** All of them, by execution model; `docs/examples.md` has them by question. */
function listing(all: readonly Program[]): Page {
  const source = "examples/README.md";
  const models = Map.groupBy(all, ({ name }) => posix.dirname(name));
  const sections = [...models].map(([model, programs]) => {
    const rows = programs.map(({ name, variants }) => [
      `[${posix.basename(name)}](${name}.md)`,
      variants.find(({ header }) => header)!.header!.title,
    ]);
    return `## ${model}\n\n${table(["program", "what it shows"], rows)}`;
  });
  const title = "Examples, by model";
  const markdown = `# ${title}\n\n[By question](../docs/examples.md) they stand on a page of their own.\n\n${sections.join("\n\n")}\n`;
  return { source, title, about: "", markdown, group: "Learn" };
}
