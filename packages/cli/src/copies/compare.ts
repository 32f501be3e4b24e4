/** One file of a copy: as it came (base), as it is (mine), and as the item of this package has it (theirs). */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Catalogue } from "../items/catalogue.ts";
import { splitHeader } from "../items/header.ts";
import type { Item } from "../items/item.ts";
import { RECORD, recordOf, type RecordedFile } from "../items/record.ts";
import type { Copy } from "./find-copies.ts";

export interface ComparedFile {
  path: string;
  test: boolean;
  /** Undefined where it did not come with the copy. */
  base: RecordedFile | undefined;
  /** Its whole text. Undefined where it is not there: it was taken away, or left out. */
  mine: string | undefined;
  /** Its whole text. Undefined where the item has it no more. */
  theirs: string | undefined;
}

/** All files that the copy came with or the item has now, except the record. */
export function compareCopy({ folder, record }: Copy, item: Item, catalogue: Catalogue): ComparedFile[] {
  const theirs = new Map(item.files.map((file) => [file.path, file]));
  const paths = [...new Set([...record.files.keys(), ...theirs.keys()])].filter((path) => path !== RECORD).sort();
  return paths.map((path) => ({
    path,
    test: theirs.get(path)?.test ?? path.includes(".test."),
    base: record.files.get(path),
    mine: existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : undefined,
    theirs: theirs.has(path) ? catalogue.read(item, path).toString() : undefined,
  }));
}

/** Whether a file's body is as it came, line ends aside. */
export const isChanged = ({ base, mine }: ComparedFile): boolean =>
  mine !== undefined && base !== undefined && plain(splitHeader(mine).body) !== base.body;

/** Whether the item's file has another body than the copy came with. */
export const isNewer = ({ base, theirs }: ComparedFile): boolean =>
  theirs === undefined ? base !== undefined : base === undefined || splitHeader(theirs).body !== base.body;

/** Whether the header is as it came, line ends aside. */
export const keepsHeader = ({ base, mine }: ComparedFile): boolean =>
  mine !== undefined && recordOf(mine).header === base?.header;

const plain = (text: string): string => text.replaceAll("\r\n", "\n");
