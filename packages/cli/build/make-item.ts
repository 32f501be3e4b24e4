/** One item, from its source: the files as they will arrive, and what the index says of them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { baseHash, type Header, writeHeader } from "../src/items/header.ts";
import type { Item, ItemFile } from "../src/items/item.ts";
import { RECORD, recordOf, writeRecord } from "../src/items/record.ts";
import type { CommitOf } from "./commits.ts";
import { layOut, reachedFrom, rewriteImports } from "./reach.ts";
import type { ItemSource } from "./sources.ts";

/** Node refuses `import` in the files of a package that says "commonjs", as `npm init` has it say: so the copy says what it is. */
const MODULES = '{ "type": "module" }\n';

const LICENCE = "MIT-0";

type About = Omit<Header, "item" | "source" | "base" | "licence" | "runtime" | "dont"> &
  Pick<Item, "name" | "minimumRuntime" | "dontUse">;

export interface MadeItem {
  item: Item;
  /** The text of each file, by its path from the item's folder. */
  texts: Map<string, string>;
}

export interface Origin {
  /** The repository. */
  root: string;
  commitOf: CommitOf;
  evidence: (runtime: string, model: string) => string;
}

/** Of a `runtime.json`. */
interface Minimums {
  minimumVersion: string;
  minimumPoolVersion: string;
}

export function makeItem(source: ItemSource, { root, commitOf, evidence }: Origin): MadeItem {
  const { runtime, model, kind, header } = source;
  const paths = reachedFrom(root, source.entries);
  const program = paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
  const places = layOut(paths);
  const main = nameMain(source, program, places);
  const commit = commitOf(paths);
  const { version } = readJson(join(root, `packages/${runtime}-examples/package.json`)) as { version: string };
  const { minimumVersion, minimumPoolVersion } = readJson(
    join(root, `packages/${runtime}-examples/runtime.json`),
  ) as Minimums;
  const run = header.fields.get("Start") ?? runInCopy(header.fields.get("Run") ?? "");
  const grants = run.split(" ").filter((word) => /^(--allow-|-[A-Z]$)/.test(word));
  const about = {
    name: kind === "pool" ? `${runtime}/${source.name}` : `${runtime}/${model}/${source.name}`,
    version,
    minimumRuntime: `${runtime} >=${kind === "pool" ? minimumPoolVersion : minimumVersion}`,
    run,
    test: header.fields.get("Test") ?? "none",
    permissions: grants.join(" ") || "none",
    use: header.fields.get("Use when") ?? "not said",
    dontUse: header.fields.get("Not when") ?? "not said",
    evidence: evidence(runtime, model),
  };
  const bodies = program.map(({ path, text }): [string, string] => {
    const place = places.get(path)!;
    return [place, rewriteImports(text, place)];
  });
  const texts = new Map([...(main ? [["main.ts", main] as const] : []), ...bodies]);
  texts.set("main.ts", headOf(about, `${source.entries[0]}@${commit}`, texts.get("main.ts")!) + texts.get("main.ts"));
  if (runtime === "node") texts.set("package.json", MODULES);
  const sources = Object.fromEntries([...places].map(([path, place]) => [place, path]));
  const recorded = new Map([...texts].map(([path, text]) => [path, recordOf(text)]));
  texts.set(RECORD, writeRecord({ item: about.name, version, commit, licence: LICENCE, sources, files: recorded }));
  const title = header.title;
  return {
    item: { ...about, shortName: about.name, runtime, model, kind, title, commit, files: listed(texts) },
    texts,
  };
}

/** What the index says of files. */
export const listed = (texts: ReadonlyMap<string, string>): ItemFile[] =>
  [...texts].map(([path, text]) => ({
    path,
    bytes: Buffer.byteLength(text),
    sha256: createHash("sha256").update(text).digest("hex"),
    test: /\.test\.([\w-]+\.)*ts$/.test(path),
  }));

/** Of `main.ts`, for the whole copy. */
function headOf({ name, minimumRuntime, dontUse, ...same }: About, source: string, body: string): string {
  const about = { ...same, item: name, runtime: minimumRuntime, dont: dontUse };
  return writeHeader({ ...about, source, base: baseHash(body), licence: LICENCE });
}

/** The command of the program's header, which is meant for its package's folder, as it is for the folder of a copy. */
const runInCopy = (run: string): string =>
  run.replace(/ src\/\S+\.ts/, " main.ts").replace(/--allow-read=(\S*\/)?src\b\S*/, "--allow-read=.");

/**
 * The program arrives as `main.ts`. Where that would part it from files that name it, or it lies below the item's folder, it
 * keeps its place, and `main.ts` imports it.
 *
 * @returns the text of that `main.ts`
 */
function nameMain(
  { entries: [entry] }: ItemSource,
  program: readonly { path: string; text: string }[],
  places: Map<string, string>,
): string | undefined {
  const place = places.get(entry)!;
  if (place === "main.ts") return undefined;
  const named = program.some(({ text }) => text.includes(`/${basename(entry)}"`));
  if (!named && !place.includes("/")) {
    places.set(entry, "main.ts");
    return undefined;
  }
  return `/** Runs the example. */\nimport "./${place}";\n`;
}

const readJson = (place: string): unknown => JSON.parse(readFileSync(place, "utf8"));
