/**
 * What a program needs beside it: the files that it reaches through relative imports, and those of the plain pool, its abilities, what
 * synchronizes threads and the distributed pool. An import of `@triathlon/core/pool/…` and the others becomes a relative one; nothing else is
 * rewritten, but the import of a local pool that lies beside the program in its copy.
 */
import { readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Where the rooms lie that travel with a copy, from the root: each arrives as a folder of its name. */
const CORE = "packages/core/src/";
const TRAVELS = /^packages\/core\/src\/(pool|abilities|synchronization|distributed)\//;

/** The pool of another model that a distributed pool's worker has. */
const LOCAL_POOL = /^packages\/\w+-examples\/src\/(threading|multiprocessing)\/([\w-]+-pool\.ts)$/;

/** What is imported, and what else names a file beside it: a worker's module, a page to serve. */
const IMPORTED = /(?:\bfrom |\bimport |\bimport\()"((?:\.\.?\/|@triathlon\/)[^"]+)"/g;
const NAMED = /"(\.\.?\/[^"]+)"/g;
const OF_CORE = /^@triathlon\/core\/((?:pool|abilities|synchronization|distributed)\/[\w/-]+)$/;

/** Text without comments, so that an example of use in one is not taken for a use. */
const codeOf = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

/**
 * @param root the repository
 * @param entries paths from the root, with `/`
 * @returns the paths of all files reached, entries included, sorted
 * @throws {Error} when an import leads out of the packages, or to something that is not there
 */
export function reachedFrom(root: string, entries: readonly string[]): string[] {
  const reached = new Set<string>();
  const follow = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const next of namedIn(root, path)) follow(next);
  };
  for (const entry of entries) follow(entry);
  return [...reached].sort();
}

/** Items share most of their files. */
const known = new Map<string, string[]>();

function namedIn(root: string, path: string): string[] {
  const before = known.get(join(root, path));
  if (before) return before;
  const code = codeOf(readFileSync(join(root, path), "utf8"));
  const imported = [...code.matchAll(IMPORTED)].map(([, specifier = ""]) => resolveSpecifier(path, specifier));
  const named = [...code.matchAll(NAMED)]
    .map(([, name = ""]) => resolveSpecifier(path, name))
    .filter((place) => statSync(join(root, place), { throwIfNoEntry: false })?.isFile());
  const all = [...imported, ...named];
  known.set(join(root, path), all);
  return all;
}

function resolveSpecifier(importer: string, specifier: string): string {
  if (specifier.startsWith(".")) return join(dirname(importer), specifier).replaceAll("\\", "/");
  const name = OF_CORE.exec(specifier)?.[1];
  if (name === undefined) {
    throw new Error(
      `Cannot make an item of "${importer}": wanted imports of what travels from core alone, found "${specifier}"`,
    );
  }
  return `${CORE}${name}.ts`;
}

/**
 * Where the files of an item go: the pool's into `pool/`, abilities into `abilities/`, the distributed one into
 * `distributed/`, what synchronizes into `synchronization/`, the others as they lie to each other.
 *
 * @param paths from the root
 * @param withLocalPool whether the pool of another model lies beside the others
 * @returns the place in the item, by the path from the root
 */
export function layOut(paths: readonly string[], withLocalPool = false): Map<string, string> {
  const local = (path: string): string | undefined => (withLocalPool ? LOCAL_POOL.exec(path)?.[2] : undefined);
  const own = paths.filter((path) => !TRAVELS.test(path) && local(path) === undefined);
  const common = own.map(dirname).reduce((a, b) => {
    const parts = b.split("/");
    const differs = a.split("/").findIndex((part, i) => part !== parts[i]);
    return differs < 0 ? a : a.split("/").slice(0, differs).join("/");
  });
  return new Map(
    paths.map((path) => [
      path,
      local(path) ?? (TRAVELS.test(path) ? path.slice(CORE.length) : path.slice(common.length + 1)),
    ]),
  );
}

/**
 * @param place of the file in its item
 * @param withLocalPool as for {@link layOut}
 * @returns the text with its imports of what travels made relative
 */
export function rewriteImports(text: string, place: string, withLocalPool = false): string {
  const beside = withLocalPool
    ? text.replace(/(?<=\bfrom ")\.\.\/(?:threading|multiprocessing)\/(?=[\w-]+-pool\.ts")/g, "./")
    : text;
  return beside.replace(
    /(\bfrom |\bimport |\bimport\()"@triathlon\/core\/((?:pool|abilities|synchronization|distributed)\/[\w/-]+)"/g,
    (_, before: string, name: string) => {
      const path = relative(dirname(place), name).replaceAll("\\", "/");
      return `${before}"${path.startsWith(".") ? path : `./${path}`}.ts"`;
    },
  );
}
