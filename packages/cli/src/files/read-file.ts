/** Reads files that somebody else may have put there: regular ones alone, of a bounded size, so that no reader waits or runs out of memory. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { onOneLine } from "../printable.ts";
import { Refusal } from "../refusal.ts";

/** Of one file: a hundred times as much as the largest of an item. */
export const MOST_BYTES = 4 * 2 ** 20;

/**
 * A file of a copy. No link is followed, neither to it nor to a folder on the way.
 *
 * @param folder the copy's; it may itself be reached through links
 * @param path from there, with `/`; already known to be a plain one
 * @returns undefined where there is none
 * @throws {Refusal} when something else stands there or on the way, it is too large, or it may not be read
 */
export function readInside(folder: string, path: string, most = MOST_BYTES): Buffer | undefined {
  const parts = path.split("/");
  for (const [i, part] of parts.entries()) {
    const place = join(folder, ...parts.slice(0, i), part);
    const found = look(place, lstatSync);
    if (!found) return undefined;
    const isLast = i === parts.length - 1;
    if (!(isLast ? found.isFile() : found.isDirectory())) throw cannotRead(place, most, kindOf(found));
  }
  return readRegular(join(folder, ...parts), most, constants.O_NOFOLLOW);
}

/**
 * A file of the project; links are followed, because people set them.
 *
 * @returns undefined where there is none
 * @throws {Refusal} when something else stands there, it is too large, or it may not be read
 */
export function readBounded(place: string, most = MOST_BYTES): string | undefined {
  const found = look(place, statSync);
  if (!found) return undefined;
  if (!found.isFile()) throw cannotRead(place, most, kindOf(found));
  return readRegular(place, most, 0)?.toString();
}

/** @returns undefined where there is nothing */
function look(place: string, stat: typeof lstatSync): Stats | undefined {
  try {
    return stat(place, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw cannotRead(place, MOST_BYTES, reasonOf(error));
  }
}

/** It was a file a moment ago; what it is now is asked of what was opened. */
function readRegular(place: string, most: number, noLink: number | undefined): Buffer | undefined {
  let file: number | undefined;
  try {
    // Without O_NONBLOCK, opening a pipe waits for somebody who writes into it. Windows has neither flag.
    file = openSync(place, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (noLink ?? 0));
    const found = fstatSync(file);
    if (!found.isFile()) throw cannotRead(place, most, kindOf(found));
    if (found.size > most) throw cannotRead(place, most, megabytes(found.size));
    const bytes = Buffer.alloc(found.size);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null);
    }
    return bytes.subarray(0, length);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cannotRead(place, most, reasonOf(error));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const cannotRead = (place: string, most: number, found: string): Refusal =>
  new Refusal(
    `Cannot read "${onOneLine(place)}": wanted a file of at most ${megabytes(most)}, found ${found}: restore it from version control, or take it away`,
  );

function kindOf(found: Stats): string {
  if (found.isSymbolicLink()) return "a symbolic link";
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a pipe";
  if (found.isSocket()) return "a socket";
  return found.isFile() ? "a file in place of a folder" : "a device";
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ELOOP") return "a symbolic link";
  return code === "EACCES" || code === "EPERM" ? "one that may not be read" : onOneLine(message);
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MB`;
