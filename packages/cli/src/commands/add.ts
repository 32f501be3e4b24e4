/** `triathlon add ITEM…`: copies items into folders of the caller's. Nothing is run, nothing is downloaded. */
import { dirname, join, relative, resolve } from "node:path";
import type { Environment } from "../environment.ts";
import { type FileChange, nearestFolder, placeFiles } from "../files/place-files.ts";
import { readInside } from "../files/read-file.ts";
import { placeInside, refuseNoFolder } from "../files/safe-path.ts";
import { leftIn, removeLeft } from "../files/stage.ts";
import { textOf } from "../files/text.ts";
import { folderName, type Item } from "../items/item.ts";
import { RECORD } from "../items/record.ts";
import { Refusal } from "../refusal.ts";
import { showDiff } from "../show-diff.ts";
import { UsageError } from "../usage-error.ts";

export interface AddOptions {
  /** The folder itself, not one to put it in. */
  to?: string;
  /** False leaves the tests out. Default true. */
  test?: boolean;
  dryRun?: boolean;
  overwrite?: boolean;
}

/**
 * @throws {UsageError} for an unknown item, an empty `to`, or `to` with several
 * @throws {Refusal} when a file is there already, one would leave its folder, or the folder takes none
 */
export function add(environment: Environment, names: readonly string[], options: AddOptions): void {
  const { catalogue, print, folder } = environment;
  if (options.to !== undefined && names.length > 1) {
    throw new UsageError(
      `Cannot add ${names.length} items to "${options.to}": wanted one item with --to, because its files go into exactly that folder`,
    );
  }
  if (options.to === "") {
    throw new UsageError('Cannot add to "": wanted a folder after --to, found an empty name: "." is this folder');
  }
  const items = [...new Set(names.map((name) => catalogue.find(name)))];
  const copies = items.map((item) => planCopy(environment, item, options));
  refuseSharedFolders(copies);
  if (!options.overwrite) refuseExisting(copies);
  for (const { item, target, changes } of copies) {
    const shown = relative(folder, target) || ".";
    const left = new Set([target, dirname(target)].map(nearestFolder).filter((place) => leftIn(place).length > 0));
    for (const place of left) print(`A command was interrupted in ${relative(folder, place) || "."}.\n`);
    if (!options.dryRun) {
      placeFiles(target, changes);
      for (const place of left) removeLeft(place);
    }
    print(`${options.dryRun ? "Would add" : "Added"} ${item.name} ${item.version} to ${shown}\n`);
    for (const { path } of changes) print(`  ${join(shown, path)}\n`);
    print(`\nRun it:   ${inFolder(item.run, shown)}\n`);
    if (options.test !== false && item.test !== "none") print(`Test it:  ${inFolder(item.test, shown)}\n`);
    if (item.kind === "pool") print(`Your work goes into ${join(shown, "tasks.ts")}.\n`);
  }
}

interface PlannedCopy {
  item: Item;
  target: string;
  changes: (FileChange & { bytes: Buffer })[];
}

function planCopy({ catalogue, folder }: Environment, item: Item, options: AddOptions): PlannedCopy {
  const target = resolve(folder, options.to ?? folderName(item));
  refuseNoFolder(target);
  const files = item.files.filter(({ test }) => options.test !== false || !test);
  const changes = files.map(({ path }) => {
    placeInside(target, path);
    return { path, bytes: catalogue.read(item, path), was: readInside(target, path) ?? null };
  });
  // The record last: a copy has it when all else is there.
  changes.sort((a, b) => Number(a.path === RECORD) - Number(b.path === RECORD));
  return { item, target, changes };
}

function refuseSharedFolders(copies: readonly PlannedCopy[]): void {
  for (const [i, { item, target }] of copies.entries()) {
    const other = copies.slice(0, i).find((copy) => copy.target === target);
    if (other) {
      throw new UsageError(
        `Cannot add "${other.item.name}" and "${item.name}" at once: wanted a folder for each, found "${folderName(item)}" for both: add them one by one with --to`,
      );
    }
  }
}

function refuseExisting(copies: readonly PlannedCopy[]): void {
  const existing = copies.flatMap(({ target, changes }) => {
    const there = changes.flatMap(({ path, bytes, was }) => (was ? [difference(join(target, path), was, bytes)] : []));
    // What an interrupted command brought is no obstacle.
    return there.length > 0 && leftIn(target).length > 0 ? there.filter((difference) => difference !== "") : there;
  });
  if (existing.length === 0) return;
  const same = existing.filter((difference) => difference === "").length;
  throw new Refusal(
    `${existing.join("")}${same > 0 ? `${same} files are the same already\n` : ""}\nCannot add: wanted none of these files there, found ${existing.length}: --to DIR takes another folder, "triathlon update" keeps your changes, --overwrite replaces them`,
  );
}

/** The record is not for reading, nor is what is no text. */
function difference(place: string, mine: Uint8Array, theirs: Buffer): string {
  const text = place.endsWith(".json") ? undefined : textOf(mine);
  if (text === undefined) return theirs.equals(mine) ? "" : `${place}: differs\n`;
  return showDiff(place, { name: "yours", text }, { name: "the item's", text: theirs.toString() });
}

/** The command as it is typed where `add` was: its program's path leads into the copy. */
function inFolder(command: string, folder: string): string {
  return command.replace(/(\.\/)?([\w.-]+\.ts)$/, (_, dot: string | undefined, file: string) => {
    const path = join(folder, file).replaceAll("\\", "/");
    return dot && !/^[./]/.test(path) ? `./${path}` : path;
  });
}
