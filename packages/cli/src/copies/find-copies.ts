/** Copies that were made before: folders that hold a record. */
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { Catalogue } from "../items/catalogue.ts";
import { type CopyRecord, readRecord, RECORD } from "../items/record.ts";
import { Refusal } from "../refusal.ts";

export interface Copy {
  folder: string;
  /** From where the command was called. */
  shown: string;
  record: CopyRecord;
}

/** Folders below that are looked through. */
const DEPTH = 8;
const DEPTH_IN_DEPENDENCY = 3;
const SKIPPED = /^(node_modules|\..*|dist|build|coverage)$/;

/** All copies in a folder and below it, dependencies and build outputs left out. */
export function copiesBelow(folder: string): Copy[] {
  return foldersWithRecord(folder, DEPTH)
    .map((place) => copyAt(place, folder))
    .sort(byPlace);
}

/** Copies in the packages that a folder has in its own `node_modules`; a package that is linked from elsewhere lies elsewhere. */
export function copiesInDependencies(folder: string): Copy[] {
  const modules = join(folder, "node_modules");
  if (!existsSync(modules)) return [];
  const packages = readdirSync(modules).flatMap((name) =>
    name.startsWith("@") ? readdirSync(join(modules, name)).map((own) => `${name}/${own}`) : [name],
  );
  return packages
    .map((name) => join(modules, name))
    .filter((place) => isFolder(place) && realpathSync(place).split(sep).includes("node_modules"))
    .flatMap((place) => foldersWithRecord(place, DEPTH_IN_DEPENDENCY))
    .map((place) => copyAt(place, folder))
    .sort(byPlace);
}

const isFolder = (place: string): boolean => statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
const byPlace = (a: Copy, b: Copy): number => (a.shown < b.shown ? -1 : 1);

function foldersWithRecord(place: string, depth: number): string[] {
  const entries = readdirSync(place, { withFileTypes: true });
  const below = entries.filter((entry) => depth > 0 && entry.isDirectory() && !SKIPPED.test(entry.name));
  return [
    ...(entries.some(({ name }) => name === RECORD) ? [place] : []),
    ...below.flatMap(({ name }) => foldersWithRecord(join(place, name), depth - 1)),
  ];
}

function copyAt(place: string, from: string): Copy {
  const record = readRecord(place);
  if (!record) throw new Refusal(`Cannot read the copy in "${place}": wanted ${RECORD} in it, found none`);
  return { folder: place, shown: relative(from, place) || ".", record };
}

/**
 * The copies that are meant: all below the folder, those of one item, or the one in a folder.
 *
 * @param name an item, or a folder that holds a copy
 * @throws {UsageError} for an unknown item
 * @throws {Refusal} when there is no such copy
 */
export function findCopies(folder: string, catalogue: Catalogue, name: string | undefined): Copy[] {
  if (name !== undefined && existsSync(join(resolve(folder, name), RECORD)))
    return [copyAt(resolve(folder, name), folder)];
  const item = name === undefined ? undefined : catalogue.find(name).name;
  const copies = copiesBelow(folder).filter(({ record }) => item === undefined || record.item === item);
  if (copies.length > 0) return copies;
  throw new Refusal(
    `Cannot find a copy${name === undefined ? "" : ` of "${name}"`}: wanted a folder with ${RECORD} in or below "${folder}", found none: name the copy's folder, or add the item first`,
  );
}
