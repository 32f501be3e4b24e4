/** The example programs, each in all runtimes that have it, with the files of its folder that it names. */
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { examples } from "../../scripts/docs/sections/examples.ts";
import { type Header, parseHeader } from "../../scripts/examples/header.ts";

export interface Program {
  /** `threading/lock`: the same in every runtime. */
  readonly name: string;
  /** Whether its text is the same in every runtime, too. */
  readonly shared: boolean;
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
      shared: variants.some(({ shared }) => shared),
      variants: variants.map(({ runtime: title, path }) => {
        const files = withNamed(root, path);
        const runtime = title.toLowerCase();
        return { title, runtime, files, header: parseHeader(files[0]?.text ?? "", path, runtime) };
      }),
    }))
    .filter(({ variants }) => variants.some(({ header }) => header))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The file, and those that it names, or that these name: what it imports, and what it starts. */
function withNamed(root: string, path: string): { path: string; text: string }[] {
  const files = new Map<string, string>();
  const visit = (path: string): void => {
    if (files.has(path) || !existsSync(join(root, path))) return;
    const text = readFileSync(join(root, path), "utf8");
    files.set(path, text);
    for (const [, beside, shared] of text.matchAll(NAMED)) {
      if (beside === undefined) visit(`packages/core/src/examples/${shared}.ts`);
      else if (!POOLS.test(beside)) visit(posix.join(posix.dirname(path), beside));
    }
  };
  visit(path);
  return [...files].map(([path, text]) => ({ path, text }));
}

/** A file beside the one that names it, or one that the programs of all runtimes share. */
const NAMED = /["'`](?:(\.\.?\/[\w.-]+\.ts)|@triathlon\/core\/examples\/([\w./-]+))["'`]/g;

/** Not of the program, but of the pool that it shows. */
const POOLS = /^\.\/(thread|process)-pool\.ts$/;
