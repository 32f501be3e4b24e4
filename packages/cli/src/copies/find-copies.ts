/** Copies that were made before: folders that hold a record. */
import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Environment } from "../environment.ts";
import { readBounded } from "../files/read-file.ts";
import type { Catalogue } from "../items/catalogue.ts";
import { type Ability, isAbility, type Item } from "../items/item.ts";
import { type CopyRecord, readRecord, RECORD } from "../items/record.ts";
import { onOneLine } from "../printable.ts";
import { Refusal } from "../refusal.ts";
import { UsageError } from "../usage-error.ts";

export interface Copy {
  folder: string;
  /** From where the command was called, fit for a message. */
  shown: string;
  record: CopyRecord;
}

/** What there is in a folder and below it. */
export interface Found {
  copies: Copy[];
  /** Why a record is none, for each such record: it keeps nobody from the other copies. */
  damaged: Refusal[];
  /** Folders that could not be looked into. */
  closed: string[];
}

/** Folders below that are looked through. */
const DEPTH = 8;
const DEPTH_IN_DEPENDENCY = 3;
/** Folders whose files nobody wrote by hand. */
export const SKIPPED = /^(node_modules|\..*|dist|build|coverage)$/;

/**
 * All copies in a folder and below it, dependencies, build outputs and the items of this command left out.
 *
 * @param from where the command was called
 * @throws {Refusal} when the folder itself cannot be looked into
 */
export function copiesBelow(folder: string, from = folder): Found {
  if (!entriesOf(folder)) {
    throw new Refusal(
      `Cannot look into "${onOneLine(folder)}": wanted a folder that may be read, found one that may not: name another`,
    );
  }
  const { places, closed } = liesInItems(folder) ? { places: [], closed: [] } : foldersWithRecord(folder, DEPTH);
  return { ...copiesAt(places, from), closed: closed.map((place) => shownFrom(from, place)) };
}

/** Copies in the packages that a folder has in its own `node_modules`; a package that is linked from elsewhere lies elsewhere. */
export function copiesInDependencies(folder: string): Copy[] {
  const modules = join(folder, "node_modules");
  const below = (place: string): string[] => (entriesOf(place) ?? []).map(({ name }) => join(place, name));
  const packages = below(modules).flatMap((place) => (basename(place).startsWith("@") ? below(place) : [place]));
  const places = packages
    .filter((place) => isFolder(place) && realPlace(place)?.split(sep).includes("node_modules"))
    .flatMap((place) => foldersWithRecord(place, DEPTH_IN_DEPENDENCY).places);
  return copiesAt(places, folder).copies;
}

/** Undefined where it cannot be told: what a package manager is at work on may be gone by now. */
function realPlace(place: string): string | undefined {
  try {
    return realpathSync(place);
  } catch {
    return undefined;
  }
}

function copiesAt(places: readonly string[], from: string): Omit<Found, "closed"> {
  const copies: Copy[] = [];
  const damaged: Refusal[] = [];
  for (const folder of places.toSorted()) {
    const shown = shownFrom(from, folder);
    try {
      const record = readRecord(folder, shown);
      if (record) copies.push({ folder, shown, record });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      damaged.push(error);
    }
  }
  return { copies, damaged };
}

const shownFrom = (from: string, place: string): string => onOneLine(relative(from, place)) || ".";

function foldersWithRecord(place: string, depth: number): { places: string[]; closed: string[] } {
  if (isItems(place)) return { places: [], closed: [] };
  const entries = entriesOf(place);
  if (!entries) return { places: [], closed: [place] };
  const below = entries
    .filter((entry) => depth > 0 && entry.isDirectory() && !SKIPPED.test(entry.name))
    .map(({ name }) => foldersWithRecord(join(place, name), depth - 1));
  const own = entries.some(({ name }) => name === RECORD) ? [place] : [];
  return {
    places: [...own, ...below.flatMap(({ places }) => places)],
    closed: below.flatMap(({ closed }) => closed),
  };
}

/** What is to be copied has records too, in this package and in every other installation or clone of it. */
function isItems(place: string): boolean {
  if (basename(place) !== "items") return false;
  try {
    const manifest = JSON.parse(readBounded(join(dirname(place), "package.json")) ?? "{}") as { name?: unknown } | null;
    return manifest?.name === "@triathlon/cli";
  } catch {
    return false;
  }
}

const liesInItems = (place: string): boolean =>
  isItems(place) || (dirname(place) !== place && liesInItems(dirname(place)));

/** @returns undefined where it is no folder, or one that may not be read */
export function entriesOf(place: string): Dirent[] | undefined {
  try {
    return readdirSync(place, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch {
    return false;
  }
}

/**
 * The folder that somebody told a command.
 *
 * @param doing what the command would do there, for a message
 * @throws {UsageError} when there is none
 */
export function folderTold(from: string, name: string, doing: string): string {
  const place = resolve(from, name);
  if (name !== "" && isFolder(place)) return place;
  const found =
    name === "" ? 'an empty name: "." is this folder' : existsAt(place) ? "something else" : "nothing there";
  throw new UsageError(`Cannot ${doing} "${onOneLine(name)}": wanted a folder, found ${found}`);
}

const existsAt = (place: string): boolean => {
  try {
    return lstatSync(place, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
};

/**
 * The copies that are meant. A name that is a folder means the copies in and below that folder; any other is an item's or an
 * ability's, and means the copies of it or with it, in and below the folder of the call. Without a name: all copies there.
 *
 * @throws {UsageError} when the name is none of these
 * @throws {Refusal} when there is no such copy
 */
export function findCopies(from: string, catalogue: Catalogue, name: string | undefined): Found {
  const isPath = name !== undefined && (isFolder(resolve(from, name)) || isAbsolute(name) || /^(\.|$)/.test(name));
  const folder = isPath ? folderTold(from, name, "look for copies in") : from;
  const wanted = name === undefined || isPath ? undefined : catalogue.find(name);
  const found = copiesBelow(folder, from);
  const copies = found.copies.filter(({ record }) => !wanted || isOf(record, wanted));
  if (copies.length > 0 || found.damaged.length > 0) return { ...found, copies };
  throw new Refusal(
    `Cannot find a copy${wanted ? ` ${isAbility(wanted) ? "with" : "of"} "${wanted.name}"` : ""}: wanted a folder with ${RECORD} in or below "${onOneLine(folder)}", found none: name the copy's folder, or add the item first`,
  );
}

const isOf = ({ item, abilities = {} }: CopyRecord, { kind, name }: Item | Ability): boolean =>
  kind === "ability" ? Object.hasOwn(abilities, name) : item === name;

/**
 * Does something with each copy by itself: what is refused of one keeps no other from it.
 *
 * @throws {Refusal} at the end, with all that was refused
 */
export function eachCopy({ print }: Environment, { copies, damaged, closed }: Found, work: (copy: Copy) => void): void {
  const refusals: Error[] = [...damaged];
  for (const copy of copies) {
    try {
      work(copy);
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof UsageError)) throw error;
      refusals.push(error);
    }
  }
  for (const place of closed) print(`Not looked into, as it may not be read: ${place}\n`);
  if (refusals.length > 0) throw new Refusal(refusals.map(({ message }) => message).join("\n"));
}
