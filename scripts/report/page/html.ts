/** Pieces of HTML. Whatever comes from outside goes through {@link text}. */
import type { Table } from "../pictures/picture.ts";

/** Text without any meaning to HTML, in elements and in quoted attributes. */
export function text(value: string): string {
  return xml(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Without what no document may hold, and what would set its direction of writing: control characters, halves of characters. Browsers refuse an
 * SVG file that has them.
 */
export const xml = (value: string): string =>
  value
    .toWellFormed()
    .replace(/(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, "\ufffd");

/** Text in which `code` is marked as in Markdown. */
export function prose(value: string): string {
  return text(value).replace(/`([^`]+)`/g, "<code>$1</code>");
}

/** A table in a box of its own that scrolls sideways where it is too wide; `name` is read out. */
export function tableOf({ header, right = [], rows }: Table, name: string): string {
  const kinds = header.map((column) => kind(right.includes(column)));
  const head = header.map((column, index) => `<th scope="col"${kinds[index]}>${text(column)}</th>`).join("");
  const cells = (row: readonly string[]) => row.map((cell, index) => `<td${kinds[index]}>${text(cell)}</td>`).join("");
  const body = rows.map((row) => `<tr>${cells(row)}</tr>`).join("\n");
  return scrolling(name, `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`);
}

/** Can be scrolled by keyboard too, so it is focusable and has a name. */
export function scrolling(name: string, content: string): string {
  return `<div class="scroll" role="region" tabindex="0" aria-label="${text(name)}">${content}</div>`;
}

export const kind = (figures: boolean | undefined): string => (figures ? ' class="figures"' : "");
