/**
 * What differs between the runtimes, program by program: what stands in Node's text and not in Deno's or Bun's, and the other way round.
 * Headers are left out: in them the commands and the links differ always.
 */
import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { structuredPatch } from "diff";
import { type DocumentPlace, RUNTIMES } from "../section.ts";
import { examples } from "./examples.ts";

/** Lines around a difference. */
const CONTEXT = 1;

/** One program, with its parts, in all runtimes that have it. */
interface Program {
  /** `threading/lock`. */
  name: string;
  /** One of its files, from the root: Node's, or the one that all share. */
  path: string;
  about: string;
  /** By runtime: its files' texts, by the name of the file; none of what all share. */
  texts: Map<string, Map<string, string>>;
}

export function generate({ root, document }: DocumentPlace): string {
  const programs = programsIn(root);
  const compared = programs.map((program) => ({ program, found: differences(program) }));
  const same = compared.flatMap(({ program, found }) => (found.length === 0 ? [program] : []));
  const link = ({ name, path }: Program): string => `[${name}](${posix.relative(posix.dirname(document), path)})`;
  return [
    `${same.length} of ${programs.length} programs are the same in all three runtimes: ${same.map(link).join(", ")}.`,
    ...compared.flatMap(({ program: { name, about }, found }) =>
      found.length === 0 ? [] : [`## ${name}`, `${about}.`, ...found],
    ),
  ].join("\n\n");
}

function programsIn(root: string): Program[] {
  const byName = Map.groupBy(examples(root), ({ name }) => name.replace(/\.ts$/, ""));
  return [...byName]
    .filter(([, { length }]) => length === RUNTIMES.length)
    .map(([name, [first]]) => ({ name, path: first!.path, about: first!.about, texts: textsOf(root, name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function textsOf(root: string, name: string): Program["texts"] {
  const folder = (runtime: string): string => join(root, "packages", `${runtime}-examples`, "src");
  const found = RUNTIMES.map((runtime) => {
    const files = globSync([`${name}.ts`, `${name}.*.ts`], { cwd: folder(runtime) }).map((file) =>
      file.replaceAll("\\", "/"),
    );
    const texts = files.sort().map((file) => [posix.basename(file), textOf(join(folder(runtime), file))] as const);
    return [runtime, new Map(texts)] as const;
  });
  return new Map(found.filter(([, texts]) => texts.size > 0));
}

const textOf = (path: string): string => readFileSync(path, "utf8").replace(/^\/\*\*[\s\S]*?\*\/\n/, "");

const differences = ({ texts }: Program): string[] =>
  differencesBetween(RUNTIMES.map((runtime) => texts.get(runtime) ?? new Map<string, string>()));

/**
 * A block for each pair of runtimes whose texts differ; one for both where Deno's and Bun's are the same.
 *
 * @param texts of Node, Deno and Bun: each file's, by its name
 */
export function differencesBetween([node, deno, bun]: readonly ReadonlyMap<string, string>[]): string[] {
  const toDeno = changes(node!, deno!);
  const toBun = changes(node!, bun!);
  if (toDeno === toBun) return toDeno === "" ? [] : [block("Node to Deno and Bun", toDeno)];
  return [
    ...(toDeno === "" ? [] : [block("Node to Deno", toDeno)]),
    ...(toBun === "" ? [] : [block("Node to Bun", toBun)]),
  ];
}

const block = (title: string, text: string): string =>
  `<details>\n<summary>From ${title}</summary>\n\n\`\`\`diff\n${text}\n\`\`\`\n\n</details>`;

function changes(from: ReadonlyMap<string, string>, to: ReadonlyMap<string, string>): string {
  const files = [...new Set([...from.keys(), ...to.keys()])];
  return files
    .flatMap((file) => {
      const { hunks } = structuredPatch(file, file, from.get(file) ?? "", to.get(file) ?? "", "", "", {
        context: CONTEXT,
      });
      return hunks.length === 0 ? [] : [`@@ ${file} @@`, ...hunks.flatMap(({ lines }) => lines)];
    })
    .join("\n");
}
