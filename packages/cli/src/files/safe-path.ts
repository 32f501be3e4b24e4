/** Where the files of an item may go: inside the folder that was named, and nowhere else. */
import { existsSync, lstatSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "../refusal.ts";

/** What Windows would read as a device, a stream or a drive, or cut off at the end. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|[<>:"|?*\p{Cc}]|[. ]$/iu;

/** Of a folder or a file of an item: hidden ones, such as `.git` and `.env`, and their short names on Windows are none. */
const PLAIN = /^\w[\w.@+-]*$/;

/** Whether a path that was read from a record could be one of an item's files. */
export const isPlainPath = (path: string): boolean =>
  path.length <= 200 && isSafe(path) && path.split("/").every((part) => PLAIN.test(part) && part !== "node_modules");

/**
 * @param path of a file, from its item's folder
 * @throws {Refusal} when it is absolute, has `..` in it, or would mean something else on another system
 */
export function refuseUnsafePath(path: string): void {
  if (!isSafe(path)) {
    throw new Refusal(
      `Cannot place the file ${JSON.stringify(path)}: wanted a path inside the item's folder, found one that leads elsewhere`,
    );
  }
}

const isSafe = (path: string): boolean =>
  !path.includes("\\") &&
  path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && !RESERVED.test(part));

/**
 * @param target absolute; it may be any folder, there or not yet
 * @throws {Refusal} when a file stands there or above it, or a link that leads nowhere
 */
export function refuseNoFolder(target: string): void {
  let place = target;
  while (!existsSync(place) && !isLink(place)) place = dirname(place);
  if (existsSync(place) && statSync(place).isDirectory()) return;
  const found = existsSync(place) ? "a file" : "a link that leads nowhere";
  throw new Refusal(
    `Cannot write into "${target}": wanted a folder or nothing at "${place}", found ${found}: name another folder`,
  );
}

function isLink(place: string): boolean {
  try {
    return lstatSync(place).isSymbolicLink();
  } catch {
    return false;
  }
}

/**
 * The place of an item's file.
 *
 * @param target the item's folder; it may be any, and may itself be reached through links
 * @throws {Refusal} when the path is unsafe, or a link, or a file stands where a folder of it should be
 */
export function placeInside(target: string, path: string): string {
  refuseUnsafePath(path);
  const parts = path.split("/");
  for (let depth = 1; depth <= parts.length; depth++) {
    const place = join(target, ...parts.slice(0, depth));
    const found = lstatSync(place, { throwIfNoEntry: false });
    if (!found) break;
    const isLast = depth === parts.length;
    if (found.isSymbolicLink()) {
      throw new Refusal(`Cannot write "${place}": wanted a place inside "${target}", found a symbolic link`);
    }
    if (isLast ? !found.isFile() : !found.isDirectory()) {
      throw new Refusal(
        `Cannot write "${place}": wanted a ${isLast ? "file" : "folder"} or nothing there, found another kind`,
      );
    }
  }
  return join(target, ...parts);
}
