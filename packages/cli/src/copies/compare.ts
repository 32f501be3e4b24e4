/** One file of a copy: as it came (base), as it is (mine), and as this package has it (theirs). */
import { readInside } from "../files/read-file.ts";
import { textOf } from "../files/text.ts";
import type { Contents } from "../items/contents.ts";
import { splitHeader } from "../items/header.ts";
import { RECORD, recordOf, type RecordedFile } from "../items/record.ts";
import type { Copy } from "./find-copies.ts";

export interface ComparedFile {
  path: string;
  test: boolean;
  /** Undefined where it did not come with the copy. */
  base: RecordedFile | undefined;
  /** As it is. Undefined where it is not there: it was taken away, or left out. */
  bytes: Uint8Array | undefined;
  /** Its whole text, without a byte order mark. Undefined where it is not there, or no UTF-8. */
  mine: string | undefined;
  /** Its whole text. Undefined where the item has it no more. */
  theirs: string | undefined;
}

/**
 * All files that the copy came with or would come with now, except the record.
 *
 * @throws {Refusal} when one of the copy is a link, no file, or too large
 */
export function compareCopy({ folder, record }: Copy, { files: theirs }: Contents): ComparedFile[] {
  const paths = [...new Set([...record.files.keys(), ...theirs.keys()])].filter((path) => path !== RECORD).sort();
  return paths.map((path) => {
    const bytes = readInside(folder, path);
    const mine = bytes && textOf(bytes);
    const newer = theirs.get(path)?.bytes.toString();
    const base = newer !== undefined && hasHeaderOf(newer, mine) ? recordOf(newer) : record.files.get(path);
    return { path, test: theirs.get(path)?.test ?? path.includes(".test."), base, bytes, mine, theirs: newer };
  });
}

/** Then it came from there, though the record says otherwise: an update was interrupted before it wrote that. */
const hasHeaderOf = (theirs: string, mine = ""): boolean => {
  const { header } = splitHeader(theirs);
  return header !== "" && plain(splitHeader(mine).header) === header;
};

/** Whether a file's body is as it came, line ends aside. What is no text came from nobody else. */
export const isChanged = ({ base, bytes, mine }: ComparedFile): boolean =>
  bytes !== undefined && base !== undefined && (mine === undefined || plain(splitHeader(mine).body) !== base.body);

/** Whether its header was changed, and not merely taken away. */
export const hasOwnHeader = (file: ComparedFile): boolean =>
  !keepsHeader(file) && splitHeader(file.mine ?? "").header !== "";

/** Whether the item's file has another body than the copy came with. */
export const isNewer = ({ base, theirs }: ComparedFile): boolean =>
  theirs === undefined ? base !== undefined : base === undefined || splitHeader(theirs).body !== base.body;

/** Whether the header is as it came, line ends aside. */
export const keepsHeader = ({ base, mine }: ComparedFile): boolean =>
  mine !== undefined && recordOf(mine).header === base?.header;

const plain = (text: string): string => text.replaceAll("\r\n", "\n");
