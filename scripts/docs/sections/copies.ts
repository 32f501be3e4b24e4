/**
 * What a copy of a pool carries: the files of the plain pool that it reaches, and the runtime's own, with their lines of code; and the
 * same of each ability. Comments and empty lines are not counted, nor are `main.ts`, `tasks.ts`, the worker's two lines and tests.
 */
import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { modulesIn } from "../../modules-in.ts";
import { table } from "../../report/markdown.ts";
import { headerSentence } from "../header-sentence.ts";
import type { DocumentPlace } from "../section.ts";

const CORE = "packages/core/src";

/** Where each pool stands in its runtime's package, and the item that it is copied as. */
const POOLS = ["node", "deno", "bun"].flatMap((runtime) => [
  { item: `${runtime}/thread-pool`, entry: `packages/${runtime}-examples/src/threading/thread-pool.ts` },
  { item: `${runtime}/process-pool`, entry: `packages/${runtime}-examples/src/multiprocessing/process-pool.ts` },
  { item: `${runtime}/async-pool`, entry: `${CORE}/pool/async-pool.ts` },
]);

/** Each pool's item, its files by path from the root, and their lines of code. */
export function copies(root: string): { item: string; files: Map<string, number> }[] {
  return POOLS.map(({ item, entry }) => {
    const files = new Map<string, number>();
    for (const path of closure(root, entry)) files.set(path, linesOfCode(readFileSync(join(root, path), "utf8")));
    return { item, files };
  });
}

/** With the argument `sizes`: a line for each pool, and nothing of its files. */
export function generate({ root, document, argument }: DocumentPlace): string {
  const all = copies(root);
  if (argument === "sizes") return sizesOf(all);
  const link = (path: string): string => `[\`${posix.basename(path)}\`](${posix.relative(dirname(document), path)})`;
  const sizes = all.map(({ item, files }) => [`\`${item}\``, String(files.size), String(sum(files))]);
  const shared = new Map(all.flatMap(({ files }) => [...files].filter(([path]) => path.startsWith(CORE))));
  const row = ([path, lines]: [string, number]): string[] => {
    const source = readFileSync(join(root, path), "utf8");
    return [link(path), `${headerSentence(source)}.`, String(lines)];
  };
  const abilities = modulesIn(join(root, CORE, "abilities"))
    .map((name) => `${CORE}/abilities/${name}.ts`)
    .map((path): [string, number] => [path, linesOfCode(readFileSync(join(root, path), "utf8"))]);
  return [
    table(["copy", "files", "lines of code"], sizes, ["files", "lines of code"]),
    "",
    "The files of the plain pool:",
    "",
    table(["file", "what it is", "lines of code"], [...shared].map(row), ["lines of code"]),
    "",
    "Abilities, only where they are used:",
    "",
    table(["file", "what it is", "lines of code"], abilities.map(row), ["lines of code"]),
  ].join("\n");
}

/** A pool of each model beside what it weighs in each runtime. */
function sizesOf(all: ReturnType<typeof copies>): string {
  const names = ["thread-pool", "process-pool", "async-pool"];
  const runtimes = ["node", "deno", "bun"];
  const cell = (runtime: string, name: string): string => {
    const files = all.find(({ item }) => item === `${runtime}/${name}`)?.files ?? new Map<string, number>();
    return `${sum(files)} lines in ${files.size} files`;
  };
  const rows = names.map((name) => [`\`${name}\``, ...runtimes.map((runtime) => cell(runtime, name))]);
  return table(["pool", ...runtimes.map((runtime) => `\`${runtime}/\``)], rows);
}

const sum = (files: Map<string, number>): number => [...files.values()].reduce((lines, more) => lines + more, 0);

/** The file, and all that it imports from beside it or from the plain pool, as values or types. */
function closure(root: string, entry: string): Set<string> {
  const found = new Set([entry]);
  for (const path of found) {
    const source = readFileSync(join(root, path), "utf8");
    for (const [, name = ""] of source.matchAll(
      /^(?:import|export|\}).*from "(\.\/[\w-]+\.ts|@triathlon\/core\/[\w/-]+)"/gm,
    ))
      found.add(name.startsWith(".") ? posix.join(dirname(path), name) : `${name.replace("@triathlon/core", CORE)}.ts`);
  }
  return found;
}

export function linesOfCode(source: string): number {
  const lines = source.replace(/\/\*[\s\S]*?\*\//g, "").split("\n");
  return lines.filter((line) => line.trim() !== "" && !line.trim().startsWith("//")).length;
}
