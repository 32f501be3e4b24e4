/** One item, from its source: the files as they will arrive, and what the index says of them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { baseHash, type Header, writeHeader } from "../src/items/header.ts";
import { type Ability, type Item, type ItemFile, type OtherForm, placeOf } from "../src/items/item.ts";
import { type CopyRecord, RECORD, recordOf, writeRecord } from "../src/items/record.ts";
import type { CommitOf } from "./commits.ts";
import { type ExampleHeader, neededPrograms, neededVersion } from "./example-header.ts";
import { forEngine, layOut, namedIn, reachedFrom, rewriteImports } from "./reach.ts";
import { installLine } from "../src/items/needs.ts";
import { readMe, readMeOfJobs } from "./read-me.ts";
import type { ItemSource } from "./sources.ts";

/** Node refuses `import` in the files of a package that says "commonjs", as `npm init` has it say: so the copy says what it is. */
const MODULES = '{ "type": "module" }\n';

const LICENCE = "MIT-0";

/** Starts the server that keeps the jobs. */
const composeOf = (engine: string): string => `packages/core/src/distributed/compose.${engine}.yaml`;

export interface MadeItem {
  item: Item;
  /** The text of each file, by its path from the item's folder. */
  texts: Map<string, string>;
  /** What they were made of. */
  source: Source;
}

/** What is the same in every form of an item. */
export interface Source {
  /** Of the program that it is made of. */
  example: ExampleHeader;
  header: Omit<Header, "base">;
  /** Of the files of the repository alone, by their path in the copy: without headers. */
  bodies: ReadonlyMap<string, string>;
  record: Omit<CopyRecord, "files" | "sources" | "form">;
  /** Files of a folder that come from nowhere in the repository. */
  extra: ReadonlyMap<string, string>;
  sources: Readonly<Record<string, string>>;
  minimumJavaScriptVersion: string;
}

export interface Origin {
  /** The repository. */
  root: string;
  commitOf: CommitOf;
  evidence: (runtime: string, model: string) => string;
}

/** Of a `runtime.json`. */
interface Minimums {
  minimumJavaScriptVersion: string;
}

export function makeItem(source: ItemSource, { root, commitOf, evidence }: Origin): MadeItem {
  const { runtime, model, kind, header } = source;
  const paths = reachedFrom(root, source.entries, source.engine);
  const program = paths.map((path) => ({
    path,
    text: inItsWords(readFileSync(join(root, path), "utf8"), path, source),
  }));
  const isOfJobs = kind === "distributed pool";
  // Two local pools of one name cannot lie beside each other.
  const withLocalPool = model === "distributed" && new Set(paths.filter(isOfRuntime).map(packageOf)).size === 1;
  const places = layOut(paths, withLocalPool);
  const main = nameMain(root, source, places);
  const commit = commitOf(paths);
  const { version } = readJson(join(root, `packages/${runtime}-examples/package.json`)) as { version: string };
  const { minimumJavaScriptVersion } = readJson(join(root, `packages/${runtime}-examples/runtime.json`)) as Minimums;
  const run = header.fields.get("Start") ?? runInCopy(header.fields.get("Run") ?? "");
  const grants = run.split(" ").filter((word) => /^(--allow-|-[A-Z]$)/.test(word));
  const name = kind === "example" ? `${runtime}/${model}/${source.name}` : `${runtime}/${source.name}`;
  const minimumRuntime = `${runtime} >=${neededVersion(header.fields.get("Needs") ?? "")}`;
  const same = {
    version,
    run,
    test: header.fields.get("Test") ?? "none",
    permissions: grants.join(" ") || "none",
    use: header.fields.get("Use when") ?? "not said",
    evidence: evidence(runtime, model),
  };
  const dont = header.fields.get("Not when") ?? "none";
  const written = program.map(({ path, text }) => [places.get(path)!, rewriteImports(text, path, places)] as const);
  const made: Source = {
    example: header,
    header: {
      ...same,
      item: name,
      runtime: minimumRuntime,
      dont,
      source: `${source.entries[0]}@${commit}`,
      licence: LICENCE,
    },
    bodies: new Map([...(main ? [["main.ts", main] as const] : []), ...written]),
    record: { item: name, version, commit, licence: LICENCE },
    sources: Object.fromEntries([...places].map(([path, place]) => [place, path])),
    extra: new Map([
      ...(runtime === "node" ? [["package.json", MODULES] as const] : []),
      ...(isOfJobs ? [["compose.yaml", readFileSync(join(root, composeOf(source.engine)), "utf8")] as const] : []),
    ]),
    minimumJavaScriptVersion,
  };
  const { bodies, sources, extra } = made;
  const dependencies = dependenciesOf(root, bodies);
  const programs = neededPrograms(header.fields.get("Needs") ?? "");
  const texts = finish(made, {
    header: made.header,
    main: "main.ts",
    bodies,
    sources,
    extra,
    title: kind === "pool" ? header.title : undefined,
    readMe: isOfJobs ? readMeOfJobs(header, made.header, installLine({ runtime, dependencies })) : undefined,
  });
  const about = { ...same, name, shortName: name, minimumRuntime, dontUse: dont };
  return {
    item: {
      ...about,
      runtime,
      model,
      kind,
      title: header.title,
      commit,
      ...(dependencies && { dependencies }),
      ...(programs.length > 0 && { programs }),
      files: listed(texts),
    },
    texts,
    source: made,
  };
}

/** Of another engine: the program's own header says what the engine's says, and it imports the engine's files. */
function inItsWords(text: string, path: string, { entries: [main], engine, header }: ItemSource): string {
  const own = forEngine(text, engine);
  if (path !== main || own === text) return own;
  const lines = own.split("\n").map((line) => {
    const field = /^ \* ([A-Z][a-z]+(?: [a-z]+)?): /.exec(line)?.[1] ?? "";
    return header.fields.has(field) ? ` * ${field}: ${header.fields.get(field)}` : line;
  });
  return lines.with(1, ` * ${header.title}.`).join("\n");
}

const packageOf = (path: string): string => path.split("/")[1] ?? "";
const isOfRuntime = (path: string): boolean => packageOf(path).endsWith("-examples");

/** A form of an item, as far as it is made. */
export interface Unfinished {
  header: Omit<Header, "base">;
  /** The path of the file that gets the header. */
  main: string;
  bodies: ReadonlyMap<string, string>;
  /** Where its files come from. */
  sources: Readonly<Record<string, string>>;
  /** Files that come from nowhere in the repository. */
  extra: ReadonlyMap<string, string>;
  /** What a pool's folder says of itself begins with it. Default: it says nothing. */
  title?: string | undefined;
  /** What it says of itself in other words. */
  readMe?: string | undefined;
  form?: OtherForm;
}

/** Its files, with the header, and with the record last. */
export function finish(
  { record }: Source,
  { header, main, bodies, sources, extra, title, readMe: said, form }: Unfinished,
): Map<string, string> {
  const texts = new Map(bodies);
  const body = texts.get(main)!;
  texts.set(main, writeHeader({ ...header, base: baseHash(body) }) + body);
  for (const [path, text] of extra) texts.set(path, text);
  if (title !== undefined) texts.set("README.md", readMe(title, header, [...bodies.keys()], form));
  if (said !== undefined) texts.set("README.md", said);
  const files = new Map([...texts].map(([path, text]) => [path, recordOf(text)]));
  return texts.set(RECORD, writeRecord({ ...record, form, sources, files }));
}

/** Puts what an item or an ability holds where it lies in `items/`. */
export function putInPlace(
  items: Map<string, string>,
  packed: Item | Ability,
  texts: ReadonlyMap<string, string>,
): void {
  for (const [path, text] of texts) items.set(`${placeOf(packed)}/${path}`, text);
}

/** What the index says of files. */
export const listed = (texts: ReadonlyMap<string, string>): ItemFile[] =>
  [...texts].map(([path, text]) => ({
    path,
    bytes: Buffer.byteLength(text),
    sha256: createHash("sha256").update(text).digest("hex"),
    test: /\.test\.([\w-]+\.)*[jt]s$/.test(path),
  }));

/** What the files import that no runtime has, in the versions that this repository tries; undefined where there is nothing. */
function dependenciesOf(root: string, bodies: ReadonlyMap<string, string>): Record<string, string> | undefined {
  const catalog = readFileSync(join(root, "pnpm-workspace.yaml"), "utf8");
  const imported = [...bodies.values()].flatMap((text) =>
    [...text.matchAll(/^(?:import|\}) .*\bfrom "(@?[a-z][^":]*)";$/gm)].map(([, name = ""]) => name),
  );
  const names = [...new Set(imported)].filter((name) => name !== "bun").sort();
  if (names.length === 0) return undefined;
  const versionOf = (name: string): string | undefined => new RegExp(`^  "?${name}"?: (\\S+)$`, "m").exec(catalog)?.[1];
  // Some bring no types of their own.
  const types = names.map((name) => `@types/${name}`).filter((name) => versionOf(name) !== undefined);
  return Object.fromEntries(
    [...types, ...names].map((name) => {
      const version = versionOf(name);
      if (version === undefined)
        throw new Error(`Cannot make an item: wanted the version of "${name}" in the catalog, found none`);
      return [name, version];
    }),
  );
}

/** The command of the program's header, which is meant for the repository's root, as it is for the folder of a copy. */
const runInCopy = (run: string): string =>
  run.replace(/ packages\/\S+\.ts/, " main.ts").replace(/--allow-read=packages\S*/, "--allow-read=.");

/**
 * The program arrives as `main.ts`. Where that would part it from files that name it, or it lies below the item's folder, it
 * keeps its place, and `main.ts` imports it.
 *
 * @returns the text of that `main.ts`
 */
function nameMain(
  root: string,
  { entries: [entry], engine }: ItemSource,
  places: Map<string, string>,
): string | undefined {
  const place = places.get(entry)!;
  if (place === "main.ts") return undefined;
  const named = [...places.keys()].some((path) => namedIn(root, path, engine).includes(entry));
  if (!named && !place.includes("/")) {
    places.set(entry, "main.ts");
    return undefined;
  }
  return `/** Runs the example. */\nimport "./${place}";\n`;
}

const readJson = (place: string): unknown => JSON.parse(readFileSync(place, "utf8"));
