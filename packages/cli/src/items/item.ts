/** An item: a pool or an example program, as it travels in this package. */

export interface Item {
  /** `runtime/name`, or `runtime/model/name` for an example program: the name that stays. */
  name: string;
  /** The shortest name that means this item and no other. */
  shortName: string;
  runtime: string;
  /** The execution model its folder is named after, e.g. `threading`. */
  model: string;
  kind: "pool" | "example";
  /** One sentence. */
  title: string;
  version: string;
  /** The commit its files come from. */
  commit: string;
  /** E.g. `node >=26.0.0`. */
  minimumRuntime: string;
  /** The command that runs it, from its folder. */
  run: string;
  /** The command that runs its test, from its folder; `none` where it has none. */
  test: string;
  /** What Deno must grant; `none` where nothing is granted or nothing can be. */
  permissions: string;
  use: string;
  dontUse: string;
  /** What was measured, and where that stands. */
  evidence: string;
  files: ItemFile[];
}

export interface ItemFile {
  /** From the item's folder, with `/`. */
  path: string;
  bytes: number;
  /** Of the whole file, header included; in hexadecimal. */
  sha256: string;
  /** What `--no-test` leaves out. */
  test: boolean;
}

/** The folder an item is copied to when none is named. */
export const folderName = (item: Item): string => item.name.slice(item.name.lastIndexOf("/") + 1);
