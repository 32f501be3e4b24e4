/**
 * The one place where scripts write: files whole or not at all, folders, links. Everything that is asked of the system to change something
 * goes through {@link system}, where tests let it fail.
 */
import * as fs from "node:fs";
import { dirname, join, resolve } from "node:path";
import { json } from "../printable.ts";

/** What the system is asked for, call by call. */
export interface System {
  open(path: string, flags: string, mode: number): number;
  /** How many bytes it took: perhaps fewer than it was given. */
  write(file: number, bytes: Uint8Array): number;
  flush(file: number): void;
  cut(file: number, size: number): void;
  close(file: number): void;
  rename(from: string, to: string): void;
  makeFolder(path: string): void;
  /** A folder of a name that nobody has: what it begins with, and six letters. */
  makeFolderOfOwn(prefix: string): string;
  /** With all that is in it; nothing where there is nothing. */
  remove(path: string): void;
  /** Another name of the same file. */
  name(file: string, another: string): void;
  /** A link to a path. */
  link(target: string, path: string, type: "dir" | "junction"): void;
}

const NODE: System = {
  open: fs.openSync,
  write: (file, bytes) => fs.writeSync(file, bytes),
  flush: fs.fsyncSync,
  cut: fs.ftruncateSync,
  close: fs.closeSync,
  rename: fs.renameSync,
  makeFolder: (path) => fs.mkdirSync(path),
  makeFolderOfOwn: (prefix) => fs.mkdtempSync(prefix),
  remove: (path) => fs.rmSync(path, { recursive: true, force: true }),
  name: fs.linkSync,
  link: fs.symlinkSync,
};

let current = NODE;

/** For tests: another system, until it is disposed of. */
export function replaceSystem(change: (system: System) => System): Disposable {
  const before = current;
  current = change(before);
  return { [Symbol.dispose]: () => void (current = before) };
}

/** The system as it is now. What a signal interrupted is asked for again. */
export const system: System = {
  open: (...of) => untilUninterrupted(() => current.open(...of)),
  write: (...of) => untilUninterrupted(() => current.write(...of)),
  flush: (...of) => untilUninterrupted(() => current.flush(...of)),
  cut: (...of) => untilUninterrupted(() => current.cut(...of)),
  close: (file) => {
    try {
      current.close(file);
    } catch (error) {
      if (codeOf(error) !== "EINTR") throw error; // then it is closed all the same, and the number may be another's
    }
  },
  rename: (...of) => untilUninterrupted(() => current.rename(...of)),
  makeFolder: (...of) => untilUninterrupted(() => current.makeFolder(...of)),
  makeFolderOfOwn: (...of) => untilUninterrupted(() => current.makeFolderOfOwn(...of)),
  remove: (...of) => untilUninterrupted(() => current.remove(...of)),
  name: (...of) => untilUninterrupted(() => current.name(...of)),
  link: (...of) => untilUninterrupted(() => current.link(...of)),
};

const MOST_INTERRUPTIONS = 100;

function untilUninterrupted<Result>(call: () => Result): Result {
  for (let tries = 1; ; tries++) {
    try {
      return call();
    } catch (error) {
      if (codeOf(error) !== "EINTR" || tries === MOST_INTERRUPTIONS) throw error;
    }
  }
}

/** Something could not be written. Its message is a sentence for people. */
export class WriteError extends Error {
  override readonly name = "WriteError";
  /** Whether another path would do: then the command was used wrongly. */
  readonly isPath: boolean;

  /** @param action what could not be done: `write "results/plan.json"` */
  constructor(action: string, cause: unknown) {
    const code = codeOf(cause);
    const [found, hint] = REASONS[code] ?? [(cause as Error).message, OTHER_PATH];
    super(`Cannot ${action}: ${found} (${code}): ${hint}`, { cause });
    this.isPath = hint === OTHER_PATH;
  }
}

const OTHER_PATH = "choose another path";
const MORE_SPACE = "free some space, then run it again";
const REASONS: Readonly<Record<string, readonly [found: string, hint: string]>> = {
  ENOSPC: ["the disk is full", MORE_SPACE],
  EDQUOT: ["the quota is used up", MORE_SPACE],
  EIO: ["the disk failed", "look at the disk, then run it again"],
  ENOTDIR: ["a folder is wanted where there is a file", OTHER_PATH],
  EEXIST: ["something else is there already", OTHER_PATH],
  EISDIR: ["a file is wanted where there is a folder", OTHER_PATH],
  ELOOP: ["its links lead in a circle", OTHER_PATH],
  ENAMETOOLONG: ["the name is too long", OTHER_PATH],
  ENOENT: ["the folder it is to lie in is not there and cannot be made", OTHER_PATH],
  EACCES: ["it is not allowed", OTHER_PATH],
  EPERM: ["it is not allowed", OTHER_PATH],
  EROFS: ["the disk is read-only", OTHER_PATH],
};

/** @throws {WriteError} naming the action, for what the system refuses */
export function orRefuse<Result>(action: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && "code" in error) throw new WriteError(action, error);
    throw error;
  }
}

/**
 * Writes a file whole or not at all, and returns when it is on disk. A link stays a link, and what it names is written; a device or a pipe is
 * written into. The folder has to be there.
 *
 * @throws {WriteError} when it could not be written: then what was there before is there still
 */
export function writeFile(path: string, content: string | Uint8Array): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  orRefuse(`write "${path}"`, () => {
    const place = targetOf(path);
    const found = fs.lstatSync(place, { throwIfNoEntry: false });
    if (found === undefined || found.isFile()) replace(place, bytes, found?.mode);
    else writeInto(place, bytes);
  });
}

/** As indented JSON with a newline at its end. */
export const writeJson = (path: string, value: unknown): void => writeFile(path, json(value));

/** Where links end, be there something or not. */
function targetOf(path: string): string {
  for (let place = path, links = 0; ; links++) {
    if (fs.lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return place;
    if (links === MOST_LINKS) throw Object.assign(new Error("too many links"), { code: "ELOOP" });
    place = resolve(dirname(place), fs.readlinkSync(place));
  }
}

/** As Linux has it. */
const MOST_LINKS = 40;

/** Beside its place, then renamed, so that nobody ever sees a part of it. */
function replace(place: string, bytes: Uint8Array, mode = 0o666): void {
  const part = join(dirname(place), `.${process.pid}.part`);
  system.remove(part); // of a process of the same number, that was killed
  try {
    const file = system.open(part, "wx", mode & 0o777);
    try {
      writeAll(file, bytes);
      system.flush(file);
    } finally {
      system.close(file);
    }
    system.rename(part, place);
  } catch (error) {
    removeQuietly(part);
    throw error;
  }
}

function writeInto(place: string, bytes: Uint8Array): void {
  const file = system.open(place, "w", 0o666);
  try {
    writeAll(file, bytes);
  } finally {
    system.close(file);
  }
}

/** The system may take a part at a time. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    const size = system.write(file, bytes.subarray(written));
    if (size <= 0) throw Object.assign(new Error("nothing was taken"), { code: "EIO" });
    written += size;
  }
}

/** Makes the folder and those above it; nothing where it is there. @throws {WriteError} when it cannot be made */
export function makeFolder(path: string): void {
  orRefuse(`make the folder "${path}"`, () => makeWithParents(path));
}

/** Not `recursive` of Node's: below `/proc` it never returns. */
function makeWithParents(path: string): void {
  try {
    system.makeFolder(path);
  } catch (error) {
    const parent = dirname(path);
    if (codeOf(error) === "EEXIST" && isFolder(path)) return;
    if (codeOf(error) !== "ENOENT" || parent === path || isFolder(parent)) throw error;
    makeWithParents(parent);
    makeWithParents(path);
  }
}

const isFolder = (path: string): boolean => fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Makes a folder that was not there. @throws {WriteError} when it was, or cannot be made */
export const makeNewFolder = (path: string): void =>
  orRefuse(`make the folder "${path}"`, () => system.makeFolder(path));

/** Removes a file, a link or a folder with all that is in it; nothing where there is nothing. @throws {WriteError} */
export const remove = (path: string): void => orRefuse(`remove "${path}"`, () => system.remove(path));

/** For clearing up after something that is told already. */
export function removeQuietly(path: string): void {
  try {
    system.remove(path);
  } catch {
    // It stays.
  }
}

/** Renames, in the same folder. @throws {WriteError} */
export const rename = (from: string, to: string): void =>
  orRefuse(`rename "${from}" to "${to}"`, () => system.rename(from, to));

/** Makes a link to a folder. @throws {WriteError} */
export const linkFolder = (target: string, path: string, type: "dir" | "junction"): void =>
  orRefuse(`make the link "${path}"`, () => system.link(target, path, type));

/** What the system calls an error: `ENOSPC`; empty for what is none of its. */
export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? "";
