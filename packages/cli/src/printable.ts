/**
 * Text that somebody else wrote, fit for a terminal. What would move its cursor, change its colours, write its title or turn the order of
 * its characters is shown as `\x1b` or `\u202e` in place of being carried out. Lines and tabs stay.
 */
export const printable = (text: string): string => text.replace(COMMANDS, escaped);

/** The same for a name or a path inside a message, where a line end would begin a line that looks like ours. */
export const onOneLine = (text: string): string => printable(text).replace(/[\r\n\t]/g, escaped);

// Control characters, and what turns the direction of text. A carriage return is part of a line end, or a way to write over a line.
const COMMANDS = /(?![\n\t])\r(?!\n)|(?![\r\n\t])\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
