/**
 * What a program needs beside it: the files that it reaches through relative imports, and those of the plain pool, its abilities, what
 * synchronizes threads, the distributed pool and the parts of examples that all runtimes share. An import leads to where its file lies in the
 * item; nothing else is rewritten.
 */
import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/** Where the rooms lie that travel with a copy, from the root: each arrives as a folder of its name. */
const CORE = "packages/core/src/";
const TRAVELS = /^packages\/core\/src\/(pool|abilities|synchronization|distributed)\//;

/** Where example programs lie: their folders of the same name become one in an item. */
const EXAMPLES = /^packages\/(\w+-examples\/src|core\/src\/examples)\//;

/** The pool of another model that a distributed pool's worker has. */
const LOCAL_POOL = /^packages\/\w+-examples\/src\/(threading|multiprocessing)\/([\w-]+-pool\.ts)$/;

/** What is imported, and what else names a file beside it: a worker's module, a page to serve. */
const IMPORTED = /(?:\bfrom |\bimport |\bimport\()"((?:\.\.?\/|@triathlon\/)[^"]+)"/g;
const NAMED = /"(\.\.?\/[^"]+)"/g;
const OF_CORE = /^@triathlon\/core\/((?:pool|abilities|synchronization|distributed|examples)\/[\w/.-]+)$/;

/** A program's text, with the files of another engine in the place of those of NATS, beside which they lie. */
export const forEngine = (text: string, engine: string): string =>
  text.replaceAll(/\bnats-(jobs|server)\.ts\b/g, `${engine}-$1.ts`);

/** Text without comments, so that an example of use in one is not taken for a use. */
const codeOf = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

/**
 * @param root the repository
 * @param entries paths from the root, with `/`
 * @param engine see {@link forEngine}
 * @returns the paths of all files reached, entries included, sorted
 * @throws {Error} when an import leads out of the packages, or to something that is not there
 */
export function reachedFrom(root: string, entries: readonly string[], engine = "nats"): string[] {
  const reached = new Set<string>();
  const follow = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const next of namedIn(root, path, engine)) follow(next);
  };
  for (const entry of entries) follow(entry);
  return [...reached].sort();
}

/** Items share most of their files. */
const known = new Map<string, string[]>();

/** The files that one names, by their paths from the root. */
export function namedIn(root: string, path: string, engine: string): string[] {
  const key = `${engine} ${join(root, path)}`;
  const before = known.get(key);
  if (before) return before;
  const code = codeOf(forEngine(readFileSync(join(root, path), "utf8"), engine));
  const imported = [...code.matchAll(IMPORTED)].map(([, specifier = ""]) => {
    const place = resolveSpecifier(path, specifier);
    if (place !== undefined) return place;
    throw new Error(
      `Cannot make an item of "${path}": wanted imports of what travels from core alone, found "${specifier}"`,
    );
  });
  const named = [...code.matchAll(NAMED)]
    .map(([, name = ""]) => beside(path, name))
    .filter((place) => statSync(join(root, place), { throwIfNoEntry: false })?.isFile());
  const all = [...imported, ...named];
  known.set(key, all);
  return all;
}

/** The file that is imported; undefined where nothing that travels has this name. */
function resolveSpecifier(importer: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return beside(importer, specifier);
  const name = OF_CORE.exec(specifier)?.[1];
  return name && `${CORE}${name}.ts`;
}

const beside = (path: string, name: string): string => join(dirname(path), name).replaceAll("\\", "/");

/**
 * Where the files of an item go: the pool's into `pool/`, abilities into `abilities/`, the distributed one into
 * `distributed/`, what synchronizes into `synchronization/`, the others as they lie to each other, those that belong to no model on top;
 * those of several runtimes each in its package.
 *
 * @param paths from the root
 * @param withLocalPool whether the pool of another model lies beside the others
 * @returns the place in the item, by the path from the root
 */
export function layOut(paths: readonly string[], withLocalPool = false): Map<string, string> {
  const local = (path: string): string | undefined => (withLocalPool ? LOCAL_POOL.exec(path)?.[2] : undefined);
  const own = paths.filter((path) => !TRAVELS.test(path) && local(path) === undefined);
  const models = new Set(own.map((path) => dirname(path.replace(EXAMPLES, ""))).filter((model) => model !== "."));
  // A program that starts one of another runtime names its file as it lies here.
  const runtimes = new Set(own.flatMap((path) => /^packages\/(\w+)-examples\//.exec(path)?.[1] ?? []));
  const ofExample = (path: string): string => {
    if (runtimes.size > 1) return path.replace(/^packages\//, "");
    return models.size > 1 ? path.replace(EXAMPLES, "") : basename(path);
  };
  return new Map(
    paths.map((path) => [path, local(path) ?? (TRAVELS.test(path) ? path.slice(CORE.length) : ofExample(path))]),
  );
}

/**
 * @param path of the file in the repository
 * @param places where it and the others lie in the item, by their paths in the repository
 * @returns the text, its imports of these files and of what travels leading to where they lie
 */
export function rewriteImports(text: string, path: string, places: ReadonlyMap<string, string>): string {
  const here = dirname(places.get(path)!);
  return text.replace(
    /(\bfrom |\bimport |\bimport\()"((?:\.\.?\/|@triathlon\/core\/)[^"]+)"/g,
    (all, before: string, specifier: string) => {
      const file = resolveSpecifier(path, specifier) ?? "";
      const place = places.get(file) ?? (TRAVELS.test(file) ? file.slice(CORE.length) : undefined);
      if (place === undefined) return all;
      const to = relative(here, place).replaceAll("\\", "/");
      return `${before}"${to.startsWith(".") ? to : `./${to}`}"`;
    },
  );
}
