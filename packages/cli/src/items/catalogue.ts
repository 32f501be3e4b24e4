/** The items that travel in this package: `items/index.json` and a folder for each. They are read, never run. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { refuseUnsafePath } from "../files/safe-path.ts";
import { Refusal } from "../refusal.ts";
import { UsageError } from "../usage-error.ts";
import type { Item } from "./item.ts";
import { nearestNames } from "./nearest-names.ts";

/** Where the items of this package lie. */
export const ITEMS = fileURLToPath(new URL("../../items", import.meta.url));

export class Catalogue {
  readonly items: readonly Item[];
  readonly #folder: string;

  /**
   * @param folder default: the items of this package
   * @throws {Error} when it has no readable index
   */
  constructor(folder: string = ITEMS) {
    this.#folder = folder;
    this.items = (JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as { items: Item[] }).items;
  }

  /**
   * @param name an item's name or short name
   * @throws {UsageError} when no item, or more than one, has this name
   */
  find(name: string): Item {
    const found = this.items.filter((item) => item.name === name || item.shortName === name);
    if (found[0] && found.length === 1) return found[0];
    const ambiguous = this.items.filter((item) => withoutModel(item) === name);
    if (ambiguous.length > 0) {
      throw new UsageError(
        `Cannot tell which item "${name}" is: wanted one of ${quoted(ambiguous.map((item) => item.name))}`,
      );
    }
    const names = this.items.map(({ shortName }) => shortName);
    throw new UsageError(
      `Cannot find the item "${name}": wanted the name of one, e.g. ${quoted(nearestNames(name, names))}: "triathlon list" shows all`,
    );
  }

  /**
   * The bytes of one file of an item.
   *
   * @throws {Refusal} when its path would leave the items' folder, or the file is not what the index says
   */
  read(item: Item, path: string): Buffer {
    refuseUnsafePath(item.name);
    refuseUnsafePath(path);
    const place = join(this.#folder, item.name, path);
    const bytes = readFileSync(place);
    const wanted = item.files.find((file) => file.path === path)?.sha256;
    const found = createHash("sha256").update(bytes).digest("hex");
    if (found !== wanted) {
      throw new Refusal(`Cannot trust "${place}": wanted sha256 ${wanted}, found ${found}: install this package again`);
    }
    return bytes;
  }
}

const withoutModel = ({ runtime, name }: Item): string => `${runtime}/${name.slice(name.lastIndexOf("/") + 1)}`;
const quoted = (names: string[]): string => names.map((name) => `"${name}"`).join(", ");
