/**
 * The header of a copy's `main.ts`, as data; of the other files, `.triathlon.json` says where they come from:
 *
 *     /*
 *      * @item node/thread-pool
 *      * @version 0.1.0
 *      …
 *      *\/
 *
 * What follows it is the body: the source as it stands in the repository.
 */
import { createHash } from "node:crypto";

export interface Header {
  item: string;
  version: string;
  /** The file in the repository and its commit: `packages/…/thread-pool.ts@b99b0ab`. */
  source: string;
  /** `sha256:` and the hash of the body. */
  base: string;
  licence: string;
  runtime: string;
  run: string;
  test: string;
  permissions: string;
  use: string;
  dont: string;
  evidence: string;
}

/** In this order. */
export const HEADER_FIELDS = [
  "item",
  "version",
  "source",
  "base",
  "licence",
  "runtime",
  "run",
  "test",
  "permissions",
  "use",
  "dont",
  "evidence",
] as const satisfies readonly (keyof Header)[];

const HEADER = /^\/\*\r?\n(?: \* @[a-z]+ .*\r?\n)+ \*\/\r?\n/;

export function writeHeader(header: Header): string {
  const lines = HEADER_FIELDS.map((field) => ` * @${field} ${header[field].replaceAll("*/", "* /")}\n`);
  return `/*\n${lines.join("")} */\n`;
}

/** `header` is empty where the text has none. Both together are the text. */
export function splitHeader(text: string): { header: string; body: string } {
  const header = HEADER.exec(text)?.[0] ?? "";
  return { header, body: text.slice(header.length) };
}

/** The fields of a text's header, as far as it has them. */
export function readHeader(text: string): Partial<Header> {
  const lines = splitHeader(text).header.matchAll(/^ \* @([a-z]+) (.*?)\r?$/gm);
  return Object.fromEntries([...lines].map(([, field = "", value = ""]) => [field, value]));
}

/** As in `@base`: of a body with line feeds alone, so that a checkout that changes line ends changes no hash. */
export function baseHash(body: string): string {
  return `sha256:${createHash("sha256").update(body.replaceAll("\r\n", "\n")).digest("hex")}`;
}
