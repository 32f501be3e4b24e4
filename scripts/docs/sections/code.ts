/**
 * Code of the repository, as it stands in its file: `<!-- generated:code packages/node-examples/src/async/gather.ts -->` shows
 * the file without its header, `…/gather.ts#sleep` the one top-level declaration of that name.
 */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { DocumentPlace } from "../section.ts";

/** @throws {Error} when the file cannot be read, or has no such declaration */
export function generate({ root, document, argument }: DocumentPlace): string {
  const [path = "", name] = argument.split("#");
  let text: string;
  try {
    text = readFileSync(join(root, path), "utf8");
  } catch (error) {
    throw new Error(
      `Cannot fill the section "code" of "${document}": wanted a file of the repository, found no readable "${path}"`,
      { cause: error },
    );
  }
  const code = name === undefined ? withoutHeader(text) : declaration(text, name);
  if (code === undefined) {
    throw new Error(
      `Cannot fill the section "code" of "${document}": wanted a top-level declaration of "${name}" in "${path}", found none`,
    );
  }
  const link = posix.relative(posix.dirname(document), path);
  return `[${posix.basename(path)}](${link}):\n\n\`\`\`ts\n${code.trim()}\n\`\`\``;
}

const withoutHeader = (text: string): string => text.replace(/^\/\*\*[\s\S]*?\*\/\n/, "");

/** From its first line, comments included, to the line that closes it. */
function declaration(text: string, name: string): string | undefined {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => DECLARES.exec(line)?.[1] === name);
  if (start < 0) return undefined;
  const length = lines.slice(start).findIndex((line, i) => /^[}\])]+;?$/.test(line) || (i === 0 && line.endsWith(";")));
  let first = start;
  while (/^( \*|\/\*\*|\/\/)/.test(lines[first - 1] ?? "")) first--;
  return lines.slice(first, start + length + 1).join("\n");
}

const DECLARES = /^(?:export )?(?:async )?(?:function\*?|class|const|let|interface|type) (\w+)/;
