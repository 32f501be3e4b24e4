/**
 * The examples there are: files of `packages/<runtime>-examples/src/<model>/` that say how to run them, and of
 * `packages/core/src/examples/<model>/`, which are the same in all runtimes.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { MODELS } from "@triathlon/core/results/record";
import type { Expected } from "./expected.ts";
import { type Header, parseHeader } from "./header.ts";

export interface Example extends Header {
  runtime: string;
  /** The folder's name: an execution model, or `combined`. */
  model: string;
  name: string;
  /** `node/async/load-tables`: what tells it from all others. */
  id: string;
  /** From the repository's root, with `/`. */
  path: string;
  /** Lines that it prints, as stand in it where they appear: behind `// => `. */
  says: readonly string[];
}

/**
 * All of them: by runtime, model and name.
 *
 * @throws {Error} when a header is not as it must be
 */
export function discoverExamples(root: string, runtimes: readonly string[]): Example[] {
  return runtimes.flatMap((runtime) => examplesOf(root, runtime));
}

function examplesOf(root: string, runtime: string): Example[] {
  return globSync([`packages/${runtime}-examples/src/*/*.ts`, "packages/core/src/examples/*/*.ts"], { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .flatMap((path) => {
      const source = readFileSync(join(root, path), "utf8");
      const header = parseHeader(source, join(root, path), runtime);
      const says = [...source.matchAll(/\/\/ => (.*)$/gm)].map(([, line = ""]) => line);
      const model = basename(dirname(path));
      const name = basename(path, ".ts");
      return header ? [{ runtime, model, name, id: `${runtime}/${model}/${name}`, path, says, ...header }] : [];
    })
    .sort((a, b) => rank(a.model) - rank(b.model) || (a.id < b.id ? -1 : 1));
}

/** The execution models in their order, then what combines them. */
function rank(model: string): number {
  const place = MODELS.findIndex((name) => name === model);
  return place === -1 ? MODELS.length : place;
}

const EXPECTATIONS = "scripts/examples/expected";

/** `load-tables`, or `async/load-tables`: every file that says what examples print. */
export function expectationNames(root: string): string[] {
  return globSync("**/*.ts", { cwd: join(root, EXPECTATIONS) })
    .map((path) => path.replaceAll("\\", "/").slice(0, -".ts".length))
    .sort();
}

/**
 * What the example must print: what stands in the program, in this order, and what its file of expectations says, that of its model
 * first. A file is needed where the order may vary, or a figure.
 *
 * @throws {Error} when nothing says it
 */
export async function readExpected(root: string, { id, model, name, says }: Example): Promise<Expected> {
  const files = [`${model}/${name}.ts`, `${name}.ts`].map((file) => join(root, EXPECTATIONS, file));
  const found = files.find((file) => existsSync(file));
  if (found === undefined && says.length === 0) {
    throw new Error(
      `Cannot judge ${id}: wanted "// => " and what it prints in the program, or ${EXPECTATIONS}/${model}/${name}.ts: found neither`,
    );
  }
  const more =
    found === undefined ? undefined : ((await import(pathToFileURL(found).href)) as { default: Expected }).default;
  return {
    ...more,
    events: { ...eventsOf(says), ...more?.events },
    order: [[...new Set(says)], ...(more?.order ?? [])],
  };
}

/** Each line by itself, as often as the program says it. */
function eventsOf(says: readonly string[]): Expected["events"] {
  const times = Map.groupBy(says, (line) => line);
  return Object.fromEntries([...times].map(([line, { length }]) => [line, [exactly(line), length] as const]));
}

const exactly = (line: string): RegExp => new RegExp(`^${line.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`);
