/**
 * Text from a results folder, which may be somebody else's, fit for a terminal: what would command it, e.g. move its cursor or write its
 * title, is shown as `\x1b` in place of being carried out. Lines and tabs stay.
 */
export const printable = (text: string): string =>
  text.replace(COMMANDS, (character) => {
    const code = character.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : unicodeEscape(character);
  });

/** As indented JSON, in which nothing commands a terminal either. */
export const json = (value: unknown): string =>
  `${JSON.stringify(value, undefined, 2).replace(COMMANDS, unicodeEscape)}\n`;

/** Control characters, and what sets the direction of writing. */
const COMMANDS = /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const unicodeEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
