/** What travels in this package: `items/index.json`, and a folder for each item and ability. They are read, never run. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { refuseUnsafePath } from "../files/safe-path.ts";
import { Refusal } from "../refusal.ts";
import { UsageError } from "../usage-error.ts";
import { type Ability, type Item, placeOf } from "./item.ts";
import { nearestNames } from "./nearest-names.ts";

/** Where the items of this package lie. */
export const ITEMS = fileURLToPath(new URL("../../items", import.meta.url));

export class Catalogue {
  readonly items: readonly Item[];
  readonly abilities: readonly Ability[];
  readonly #folder: string;

  /**
   * @param folder default: the items of this package
   * @throws {Error} when it has no readable index
   */
  constructor(folder: string = ITEMS) {
    this.#folder = folder;
    const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as {
      items: Item[];
      abilities: Ability[];
    };
    this.items = index.items;
    this.abilities = index.abilities;
  }

  /**
   * @param name an item's name or short name, or an ability's name
   * @throws {UsageError} when nothing, or more than one item, has this name
   */
  find(name: string): Item | Ability {
    const found = this.abilities.find((ability) => ability.name === name) ?? this.#itemOf(name);
    return found ?? notFound("item or ability", name, [...this.items.map(shortNameOf), ...this.abilities.map(nameOf)]);
  }

  /** @throws {UsageError} when no item, or more than one, has this name or short name */
  findItem(name: string): Item {
    return this.#itemOf(name) ?? notFound("item", name, this.items.map(shortNameOf));
  }

  /** @throws {UsageError} when no ability has this name */
  findAbility(name: string): Ability {
    const found = this.abilities.find((ability) => ability.name === name);
    return found ?? notFound("ability", name, this.abilities.map(nameOf));
  }

  #itemOf(name: string): Item | undefined {
    const found = this.items.filter((item) => item.name === name || item.shortName === name);
    if (found[0] && found.length === 1) return found[0];
    const ambiguous = this.items.filter((item) => withoutModel(item) === name);
    if (ambiguous.length === 0) return undefined;
    throw new UsageError(
      `Cannot tell which item "${name}" is: wanted one of ${quoted(ambiguous.map((item) => item.name))}`,
    );
  }

  /**
   * The bytes of one file.
   *
   * @throws {Refusal} when its path would leave the items' folder, or the file is not what the index says
   */
  read(packed: Item | Ability, path: string): Buffer {
    refuseUnsafePath(packed.name);
    refuseUnsafePath(path);
    const place = join(this.#folder, placeOf(packed), path);
    const bytes = readFileSync(place);
    const wanted = packed.files.find((file) => file.path === path)?.sha256;
    const found = createHash("sha256").update(bytes).digest("hex");
    if (found !== wanted) {
      throw new Refusal(`Cannot trust "${place}": wanted sha256 ${wanted}, found ${found}: install this package again`);
    }
    return bytes;
  }
}

function notFound(kind: string, name: string, names: readonly string[]): never {
  throw new UsageError(
    `Cannot find the ${kind} "${name}": wanted the name of one, e.g. ${quoted(nearestNames(name, names))}: "triathlon list" shows all`,
  );
}

const nameOf = ({ name }: Item | Ability): string => name;
const shortNameOf = ({ shortName }: Item): string => shortName;
const withoutModel = ({ runtime, name }: Item): string => `${runtime}/${name.slice(name.lastIndexOf("/") + 1)}`;
const quoted = (names: string[]): string => names.map((name) => `"${name}"`).join(", ");
