/** Files as text, for merging: what is no text is undefined, so that nobody writes it again as something else. */

/** U+FEFF, where a file begins with it. */
const MARK = "\uFEFF";
const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @returns without its byte order mark; undefined where it is not UTF-8, or holds NUL, as UTF-16 does */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = UTF_8.decode(bytes);
    return text.includes("\0") ? undefined : text.slice(text.startsWith(MARK) ? 1 : 0);
  } catch {
    return undefined;
  }
}

/** @param like has a byte order mark, or none */
export function bytesOf(text: string, like?: Uint8Array): Uint8Array {
  const marked = like !== undefined && Buffer.from(like.subarray(0, 3)).toString() === MARK;
  return new TextEncoder().encode(marked ? MARK + text : text);
}
