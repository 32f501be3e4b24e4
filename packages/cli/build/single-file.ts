/** A pool as one file, its worker's half included: the files of its folder, one after the other, those first that others need. */
import { dirname, join } from "node:path";

const IMPORT = /^(?:import\b|export \*)[^;]*? from "([^"]+)";.*\n/gm;
const NAMESPACE = /^import \* as (\w+) from "(\.[^"]+)";$/gm;
const DECLARED =
  /^(export )?(?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type) (?:(\w+)|\{([^}]*)\})/gm;

/**
 * @param bodies the files of a folder, by their path
 * @param main the one that people import
 * @throws {Error} when two of the files declare the same name
 */
export function inOneFile(bodies: ReadonlyMap<string, string>, main: string): string {
  const paths = inOrder(bodies, main);
  refuseSameNames(paths.map((path) => ({ path, names: declaredIn(bodies.get(path)!, /./) })));
  const outside = new Set<string>();
  const texts = paths.map((path) => {
    const text = withoutNamespaces(bodies, path);
    return text.replace(IMPORT, (line, from: string) => {
      if (!from.startsWith(".")) outside.add(line);
      return "";
    });
  });
  // What the whole is for stands first.
  const [, about = "", own = ""] = /^(\/\*\*[^]*?\*\/\n)?([^]*)$/.exec(texts.pop()!)!;
  return `${about}${[...outside].join("")}\n${[...texts, own].join("\n")}`;
}

/** Files that others import come before them. */
function inOrder(bodies: ReadonlyMap<string, string>, main: string): string[] {
  const found = new Set<string>();
  const begun = new Set<string>();
  const follow = (path: string): void => {
    if (begun.has(path)) return;
    begun.add(path);
    for (const [, from = ""] of bodies.get(path)!.matchAll(IMPORT))
      if (from.startsWith(".")) follow(seenFrom(path, from));
    found.add(path);
  };
  follow(main);
  return [...found];
}

const seenFrom = (path: string, from: string): string => join(dirname(path), from).replaceAll("\\", "/");

/** `tasks.after` is `after` where all is in one file. */
function withoutNamespaces(bodies: ReadonlyMap<string, string>, path: string): string {
  let text = bodies.get(path)!;
  for (const [, namespace = "", from = ""] of text.matchAll(NAMESPACE)) {
    for (const name of declaredIn(bodies.get(seenFrom(path, from))!, /^export /))
      text = text.replaceAll(new RegExp(`\\b${namespace}\\.${name}\\b`, "g"), name);
  }
  return text;
}

/** @param how the declaration begins */
const declaredIn = (text: string, how: RegExp): string[] =>
  [...text.matchAll(DECLARED)]
    .filter(([declaration]) => how.test(declaration))
    .flatMap(([, , name, names = ""]) => name ?? names.split(",").map((one) => one.trim()));

function refuseSameNames(files: readonly { path: string; names: readonly string[] }[]): void {
  const owner = new Map<string, string>();
  for (const { path, names } of files) {
    for (const name of names) {
      const other = owner.get(name);
      if (other !== undefined && other !== path) {
        throw new Error(
          `Cannot put a pool into one file: wanted a name of its own for each declaration, found "${name}" in ${other} and in ${path}: rename one`,
        );
      }
      owner.set(name, path);
    }
  }
}
