/**
 * Puts the files of an item in place: all of them, or none.
 *
 * They are written into a {@link Stage} first. A folder that is not there yet then appears by a single rename. In one that is there,
 * each file takes its place by a rename of its own, so that none is ever missing; a failure takes back those before it. A process that
 * is killed leaves some new and some old, and its stage as the sign of it.
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, type Stats } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { Refusal } from "../refusal.ts";
import { readInside } from "./read-file.ts";
import { refuseWhatFails } from "./refuse-what-fails.ts";
import { placeInside, refuseNoFolder } from "./safe-path.ts";
import { lockFolder, Stage } from "./stage.ts";

export interface FileChange {
  /** From the target folder, with `/`. */
  path: string;
  /** What it will hold; null takes the file away. */
  bytes: Uint8Array | null;
  /** What the change was made for; null where nothing was there. Another file found there is not replaced. Default: any is. */
  was?: Uint8Array | null;
  /** Path of the file whose mode and owner it gets. Default: the file that it replaces. */
  like?: string;
}

/**
 * @param target the item's folder; made with its parents where it is not there
 * @param changes in this order
 * @param lock of the target, where the caller has it
 * @throws {Refusal} when a path would leave the target, the target is no folder or takes no files, or another command is at work
 *   in it; nothing was changed then
 */
export function placeFiles(target: string, changes: readonly FileChange[], lock?: Stage): void {
  const folder = resolve(target);
  refuseNoFolder(folder);
  for (const { path } of changes) placeInside(folder, path);
  if (!existsSync(folder)) return placeNew(folder, changes);
  const stage = lock ?? lockFolder(folder);
  try {
    refuseWhatFails(folder, () => {
      stage.write(changes, folder);
      moveIn(folder, changes, stage);
    });
  } finally {
    if (!lock) stage.close();
  }
}

/** At the target or above it. */
export function nearestFolder(target: string): string {
  let place = target;
  while (!existsSync(place)) place = dirname(place);
  return place;
}

function placeNew(folder: string, changes: readonly FileChange[]): void {
  const above = nearestFolder(folder);
  const [first = "", ...below] = relative(above, folder).split(sep);
  const stage = new Stage(above);
  try {
    refuseWhatFails(above, () => {
      stage.write(changes.map((change) => ({ ...change, path: [...below, change.path].join("/") })));
      renameSync(stage.files, join(above, first));
    });
  } finally {
    stage.close();
  }
}

function moveIn(folder: string, changes: readonly FileChange[], stage: Stage): void {
  const undo: (() => void)[] = [];
  try {
    for (const change of changes) move(change, folder, stage, undo);
  } catch (error) {
    takeBack(undo, stage, folder);
    throw error;
  }
}

function move({ path, bytes, was }: FileChange, folder: string, stage: Stage, undo: (() => void)[]): void {
  const place = placeInside(folder, path);
  const stats = lstatSync(place, { throwIfNoEntry: false });
  const found = readInside(folder, path) ?? null;
  if (was !== undefined && !isSame(found, was)) {
    throw new Refusal(
      `Cannot write "${place}": wanted it as it was a moment ago, found it changed since: nothing was changed: try again`,
    );
  }
  if (bytes) makeFolder(dirname(place), undo);
  undo.push(() => {
    // Somebody may have written there since.
    const now = lstatSync(place, { throwIfNoEntry: false });
    const isOurs = now ? now.isFile() && isSame(readInside(folder, path) ?? null, bytes) : bytes === null;
    if (isOurs) putBack(place, found, stats, stage);
  });
  if (bytes) renameSync(join(stage.files, path), place);
  else if (found) {
    rmSync(place);
    removeEmpty(dirname(place), folder);
  }
}

function takeBack(undo: (() => void)[], stage: Stage, folder: string): void {
  try {
    // The first that fails is the last: what a file was copied to is not taken away before the file is back.
    for (const step of undo.toReversed()) step();
  } catch (error) {
    stage.isUnfinished = true;
    throw new Refusal(
      `Cannot take back what was begun in "${folder}": wanted its files as they were, found ${String(error)}: some are new, none is lost: see to that, and try again`,
      { cause: error },
    );
  }
}

function putBack(place: string, found: Uint8Array | null, stats: Stats | undefined, stage: Stage): void {
  if (!found) return rmSync(place, { force: true });
  mkdirSync(dirname(place), { recursive: true });
  stage.put(place, found, stats);
}

function makeFolder(folder: string, undo: (() => void)[]): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), undo);
  mkdirSync(folder);
  undo.push(() => rmdirSync(folder));
}

/** What stays empty where files were taken away, up to the item's folder. */
function removeEmpty(folder: string, item: string): void {
  if (folder === item || readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  removeEmpty(dirname(folder), item);
}

const isSame = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
