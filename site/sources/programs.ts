/** The example programs, each in all runtimes that have it, with the files of its folder that it names. */
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { examples } from "../../scripts/docs/sections/examples.ts";
import { type Header, parseHeader } from "../../scripts/examples/header.ts";

export interface Program {
  /** `threading/lock`: the same in every runtime. */
  readonly name: string;
  readonly variants: readonly Variant[];
}

/** A program in one runtime. */
export interface Variant {
  /** `Node`, as it is shown. */
  readonly title: string;
  /** `node`, as it is typed. */
  readonly runtime: string;
  /** The program first; from the repository's root. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Undefined for what is a pool, and not a program. */
  readonly header: Header | undefined;
}

export function programs(root: string): Program[] {
  const byName = Map.groupBy(examples(root), ({ name }) => name.replace(/\.ts$/, ""));
  return [...byName]
    .map(([name, variants]) => ({
      name,
      variants: variants.map(({ runtime: title, path }) => {
        const files = withNamed(root, path);
        return { title, runtime: title.toLowerCase(), files, header: parseHeader(files[0]?.text ?? "", path) };
      }),
    }))
    .filter(({ variants }) => variants.some(({ header }) => header))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The file, and those beside it that it names, or that these name: what it imports, and what it starts. */
function withNamed(root: string, path: string): { path: string; text: string }[] {
  const files = new Map<string, string>();
  const visit = (path: string): void => {
    if (files.has(path) || !existsSync(join(root, path))) return;
    const text = readFileSync(join(root, path), "utf8");
    files.set(path, text);
    for (const [, name = ""] of text.matchAll(/["'`]\.\/([\w.-]+\.ts)["'`]/g)) {
      if (!POOLS.test(name)) visit(posix.join(posix.dirname(path), name));
    }
  };
  visit(path);
  return [...files].map(([path, text]) => ({ path, text }));
}

/** Not of the program, but of the pool that it shows. */
const POOLS = /^(thread|process)-pool\.ts$/;
