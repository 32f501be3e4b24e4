/** The options of an interface, each with its doc comment. The argument is its file, from the root, and its name. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../../report/markdown.ts";
import type { DocumentPlace } from "../section.ts";

/** @throws {Error} the file has no such interface, or one of its options has no comment */
export function generate({ root, argument }: DocumentPlace): string {
  const [path = "", name = ""] = argument.split(" ");
  return table(["option", "what it is"], optionsIn(readFileSync(join(root, path), "utf8"), name));
}

/** The options' names and comments, in the order of the source. */
export function optionsIn(source: string, name: string): [string, string][] {
  const body = new RegExp(`^export interface ${name}\\b.*?\\{\\n(.*?)^\\}`, "ms").exec(source)?.[1];
  if (body === undefined) throw new Error(`Cannot list options: wanted an interface ${name}, found none`);
  const names = [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, option]) => option!);
  return names.map((option) => {
    const comment = new RegExp(`/\\*\\*((?:(?!\\*/).)*)\\*/\\n {2}${option}\\??:`, "s").exec(body)?.[1];
    if (comment === undefined) throw new Error(`Cannot list options: wanted a comment of ${option}, found none`);
    const words = comment.replaceAll(/\n *\* ?/g, " ").replaceAll(/\{@link ([^}]+)\}/g, "`$1`");
    return [`\`${option}\``, words.trim()];
  });
}
