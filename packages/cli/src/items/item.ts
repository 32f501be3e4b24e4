/** What travels in this package: items, which are pools and example programs, and abilities, which go into copies of pools. */

interface Packed {
  /** The name that stays. */
  name: string;
  /** One sentence. */
  title: string;
  version: string;
  /** The commit its files come from. */
  commit: string;
  files: ItemFile[];
}

/** Its name is `runtime/name`, or `runtime/model/name` for an example program. */
export interface Item extends Packed {
  /** The shortest name that means this item and no other. */
  shortName: string;
  runtime: string;
  /** The execution model its folder is named after, e.g. `threading`. */
  model: string;
  kind: "pool" | "example";
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
}

/** What a pool can do beyond the plain one. Its name is one word, the same for the pools of every runtime. */
export interface Ability extends Packed {
  kind: "ability";
  /** How it is written in a list of abilities: `streaming()`. */
  call: string;
  /** What is imported for that, and from where in the copy. */
  imported: string;
  /** Whether workers are given it too, in `serve`. */
  inWorkers: boolean;
  /** Where each file comes from in the repository, by the path from the copy's folder. */
  sources: Record<string, string>;
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

/** Whether abilities can be put into its copies: into those of pools that have workers. */
export const takesAbilities = ({ kind, files }: Item): boolean =>
  kind === "pool" && files.some(({ path }) => path === "pool/worker-pool.ts");

/** Where its files lie, from the folder of all. */
export const placeOf = (packed: Item | Ability): string =>
  isAbility(packed) ? `abilities/${packed.name}` : packed.name;

export const isAbility = (packed: Item | Ability): packed is Ability => packed.kind === "ability";

/** ` with ahead, stream`; empty where there are none. */
export const withNames = (abilities: readonly Ability[]): string =>
  abilities.length === 0 ? "" : ` with ${abilities.map(({ name }) => name).join(", ")}`;

/** The folder an item is copied to when none is named. */
export const folderName = (item: Item): string => item.name.slice(item.name.lastIndexOf("/") + 1);
