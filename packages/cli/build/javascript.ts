/** One file of an item as JavaScript: its types away, its names of other files as they are then, and nothing in it that Node 22 lacks. */
import { stripTypeScriptTypes } from "node:module";
import process from "node:process";

/**
 * @param text of a file whose syntax is erasable, as the formatter leaves it
 * @returns the same in JavaScript, to be formatted again
 * @throws {Error} when an `await using` is not one that can be written out
 */
export const toJavaScript = (text: string): string => nameJavaScript(inComments(erase(closeByHand(text))));

/** `tasks.worker.ts` is `tasks.worker.js` then, wherever it is named. */
export const nameJavaScript = (text: string): string => text.replace(/(?<=[\w-])\.ts\b/g, ".js");

/** As {@link toJavaScript} does, of declarations. */
export const toDeclaration = (text: string): string => nameJavaScript(inComments(text));

/**
 * `await using` becomes `const`, and the rest of its block a `try` that ends with `close()`, which is what the pools dispose themselves
 * by. What the declaration says of tasks stays, as a type in a comment.
 */
export function closeByHand(text: string): string {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => /^ *await using /.test(line));
  if (at < 0) return text;
  const [, indent = "", name = "", made = ""] = /^( *)await using (\w+) = (.*)$/.exec(lines[at]!) ?? [];
  const end = lines.findIndex((line, i) => i >= at && line.endsWith(";") && indentOf(line) === indent.length);
  const left = lines.findIndex((line, i) => i > end && line !== "" && indentOf(line) < indent.length);
  const after = left < 0 ? lines.length : left;
  if (name === "" || end < 0) {
    throw new Error(`Cannot write out an await using: wanted one declaration up to a ";", found "${lines[at]}"`);
  }
  const [, type] = /^new (\w+<typeof import\(".*"\)>)\(/.exec(made) ?? [];
  return [
    ...lines.slice(0, at),
    ...(type === undefined ? [] : [`${indent}/** @type {${type}} */`]),
    `${indent}const ${name} = ${made}`,
    ...lines.slice(at + 1, end + 1),
    `${indent}try {`,
    ...closeByHand(lines.slice(end + 1, after).join("\n")).split("\n"),
    `${indent}} finally {`,
    `${indent}  await ${name}.close();`,
    `${indent}}`,
    ...closeByHand(lines.slice(after).join("\n")).split("\n"),
    // What ends with a line's end goes on doing so.
    ...(left < 0 ? [""] : []),
  ]
    .join("\n")
    .replace(/\n+$/, "\n");
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Takes types away, what was said of them, and the lines that they had for themselves. */
function erase(text: string): string {
  const erased = quietly(() => stripTypeScriptTypes(text));
  // Each character has kept its place, and each line.
  const left = erased
    .replace(COMMENT, (comment, at: number) =>
      at > 0 && isAboutNothing(text, erased, at, comment.length) ? comment.replace(/./g, " ") : comment,
    )
    .split("\n");
  const before = text.split("\n");
  return left.filter((line, i) => line.trim() !== "" || before[i]?.trim() === "").join("\n");
}

const COMMENT = /\/\*\*[^]*?\*\/|(?<=^ *)\/\/.*(?:\n *\/\/.*)*|\/\/.*/gm;

/** Whether what a comment is about was taken away: what follows it in its line or in the next, or else what stands before it. */
function isAboutNothing(text: string, erased: string, at: number, length: number): boolean {
  const lineOf = (of: string): string => of.slice(of.lastIndexOf("\n", at - 1) + 1, at).trim();
  if (lineOf(text) !== "") return lineOf(erased) === "";
  const next = at + length + /^\s*/.exec(text.slice(at + length))![0].length;
  const line = (of: string): string => of.slice(next).split("\n", 1)[0]!.trim();
  // A blank line between the two parts them.
  return !/\n\s*\n/.test(text.slice(at + length, next)) && line(text) !== "" && line(erased) === "";
}

/** Examples in comments, which stand further in: the same, as one writes it in JavaScript. */
const inComments = (text: string): string =>
  text.replace(/^ *\/\*\*[^]*?\*\//gm, (comment) =>
    comment
      .replace(/^( *\* {5}.*)<typeof import\("[^"]+"\)>/gm, "$1")
      .replace(
        /^( *\* {5})await using (\w+) = ([^]*?)(?=\n *\*\n|\n *\*\/)/gm,
        (_, indent: string, name: string, rest: string) =>
          `${indent}const ${name} = ${rest}\n${indent}await ${name}.close();`,
      ),
  );

/** Without the warning that this function of Node is a new one: the version that runs it is the repository's own. */
function quietly<Result>(work: () => Result): Result {
  const warn: unknown = Reflect.get(process, "emitWarning");
  Reflect.set(process, "emitWarning", () => {});
  try {
    return work();
  } finally {
    Reflect.set(process, "emitWarning", warn);
  }
}
