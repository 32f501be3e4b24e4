/**
 * What a copy of a pool carries: the files of `core/executor` that it imports, and those of each ability that plugs in, with their
 * lines of code. Comments and empty lines are not counted.
 */
import { globSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { table } from "../../report/markdown.ts";
import { headerSentence } from "../header-sentence.ts";
import type { DocumentPlace } from "../section.ts";

const FOLDER = "packages/core/src/executor";
/** Prefetch and batching, without which a pool would still be one. */
const AHEAD = ["prefetch.ts", "in-flight.ts", "worker-side.ts"];

export function generate({ root, document }: DocumentPlace): string {
  const read = (name: string): string => readFileSync(join(root, FOLDER, name), "utf8");
  const names = globSync("*.ts", { cwd: join(root, FOLDER) })
    .filter((name) => !name.endsWith(".test.ts"))
    .sort();
  const plain = closure(["worker-pool.ts", "worker-side.ts"], read);
  const row = (name: string): string[] => {
    const link = posix.relative(dirname(document), `${FOLDER}/${name}`);
    const others = [...closure([name], read)].filter((other) => other !== name && !plain.has(other));
    const withThem = others.length > 0 ? ` With ${others.map((other) => `\`${other}\``).join(", ")}.` : "";
    return [`[\`${name}\`](${link})`, `${headerSentence(read(name))}.${withThem}`, String(linesOfCode(read(name)))];
  };
  const sum = (list: string[]): string => String(list.reduce((lines, name) => lines + linesOfCode(read(name)), 0));
  const core = names.filter((name) => plain.has(name) && !AHEAD.includes(name));
  const rest = names.filter((name) => !plain.has(name));
  const header = ["file", "what it is", "lines of code"];
  return [
    "Every pool of threads or processes:",
    "",
    table(header, [...core.map(row), ["", "**together**", sum(core)]], ["lines of code"]),
    "",
    "Calls in flight, work held ahead, and messages that travel together, on both sides:",
    "",
    table(header, [...AHEAD.map(row), ["", "**together**", sum(AHEAD)]], ["lines of code"]),
    "",
    "Only where it is used:",
    "",
    table(header, rest.map(row), ["lines of code"]),
  ].join("\n");
}

/** The files, and all that they import as values or types. */
function closure(names: string[], read: (name: string) => string): Set<string> {
  const found = new Set(names);
  for (const name of found) {
    for (const [, other = ""] of read(name).matchAll(/^(?:import|export|\}).*from "\.\/([\w-]+\.ts)"/gm))
      found.add(other);
  }
  return found;
}

export function linesOfCode(source: string): number {
  const lines = source.replace(/\/\*[\s\S]*?\*\//g, "").split("\n");
  return lines.filter((line) => line.trim() !== "" && !line.trim().startsWith("//")).length;
}
