/**
 * The folder in which a command writes files before they are put in their place: beside them, so that one rename puts each there. Its
 * name says who made it, and is there at once with it; so it is a lock as well, and after a command was killed the sign of that.
 *
 * What is in a stage is never put in place by another command. An update that is run again does its work again.
 */
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname, uptime } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { Refusal } from "../refusal.ts";
import type { FileChange } from "./place-files.ts";
import { refuseWhatFails } from "./refuse-what-fails.ts";
import { readInside } from "./read-file.ts";

/** Process, machine, and six letters that `mkdtemp` chose. */
const NAME = /^\.triathlon-([1-9]\d{0,9})@([\w.-]*)-\w{6}$/;
/** The SHA-256 of each file in the stage, by its path: written first, so that what a killed process left can be told from all else. */
const SUMS = "sums.json";
/** Holds the files, in folders as they are in their place. */
const FILES = "files";
/** The one that is being written: what a process that is killed leaves of it is told by this name. */
const WRITING = "writing";

/** Of this process. */
const open = new Set<string>();

export class Stage {
  readonly place: string;
  /** Then it stays when it is closed, as the sign of that. */
  isUnfinished = false;

  /** @throws {Refusal} when the folder takes none */
  constructor(folder: string) {
    const prefix = join(folder, `.triathlon-${process.pid}@${machine()}-`);
    this.place = refuseWhatFails(folder, () => mkdtempSync(prefix));
    // With a listener, a signal waits until the stage is closed.
    if (open.size === 0) for (const signal of SIGNALS) process.on(signal, wait);
    open.add(this.place);
  }

  /** Where the files of {@link write} are, by their paths. */
  get files(): string {
    return join(this.place, FILES);
  }

  /** @param target gives mode and owner of the files that are there already */
  write(changes: readonly FileChange[], target?: string): void {
    const files = changes.filter((change): change is FileChange & { bytes: Uint8Array } => change.bytes !== null);
    const sums = files.map(({ path, bytes }) => [`${FILES}/${path}`, sha256(bytes)]);
    writeFileSync(join(this.place, SUMS), JSON.stringify(Object.fromEntries(sums)), { flag: "wx" });
    mkdirSync(this.files);
    for (const { path, bytes, like = path } of files) {
      mkdirSync(dirname(join(this.files, path)), { recursive: true });
      const other = target === undefined ? undefined : statSync(join(target, like), { throwIfNoEntry: false });
      this.put(join(this.files, path), bytes, other);
    }
  }

  /** Puts a file in place at once; with mode and owner of another, whose place it takes when its bytes are on the disk. */
  put(place: string, bytes: Uint8Array, other: Stats | undefined): void {
    const writing = join(this.place, WRITING);
    rmSync(writing, { force: true });
    writeFileSync(writing, bytes, { flag: "wx", ...(other && { mode: 0o600, flush: true }) });
    if (other) {
      const made = statSync(writing);
      if (made.uid !== other.uid || made.gid !== other.gid)
        giveTo(other, writing, place.replace(join(this.files, "/"), ""));
      chmodSync(writing, other.mode & 0o7777);
    }
    renameSync(writing, place);
  }

  close(): void {
    open.delete(this.place);
    if (open.size === 0) for (const signal of SIGNALS) process.off(signal, wait);
    if (!this.isUnfinished) remove(this.place);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const wait = (): void => {};

function giveTo({ uid, gid }: Stats, writing: string, name: string): void {
  try {
    chownSync(writing, uid, gid);
  } catch (error) {
    throw new Refusal(
      `Cannot replace "${name}" of user ${uid} and group ${gid}: wanted a file that stays theirs, found ${String(error)}: nothing was changed: make it yours, or do this as they`,
      { cause: error },
    );
  }
}

/** How long one command waits for another, which takes a small part of it. */
const PATIENCE_MS = 1000;

/**
 * A stage in a folder where no other command is at work.
 *
 * @throws {Refusal} when another one is, and stays
 */
export function lockFolder(folder: string): Stage {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    // First the own stage, then the look for others: of two that begin together, at least one sees the other.
    const stage = new Stage(folder);
    const other = stagesIn(folder).find(({ place, isAtWork }) => isAtWork && place !== stage.place);
    if (!other) return stage;
    stage.close();
    if (Date.now() > until) {
      throw new Refusal(
        `Cannot write into "${folder}": wanted no other triathlon at work there, found process ${other.pid} on "${other.machine || "a machine that does not tell its name"}": wait until it is done; if there is no such process any more, remove "${other.place}"`,
      );
    }
    sleep(5 + Math.random() * 45);
  }
}

/** Stages that killed commands of this user left in a folder; what else is named like one is not among them. */
export function leftIn(folder: string): string[] {
  return stagesIn(folder)
    .filter(({ place, isAtWork }) => !isAtWork && isOurs(place))
    .map(({ place }) => place);
}

/** Takes away what killed commands left in a folder. */
export function removeLeft(folder: string): void {
  for (const place of leftIn(folder)) remove(place);
}

interface Found {
  place: string;
  pid: number;
  machine: string;
  isAtWork: boolean;
}

function stagesIn(folder: string): Found[] {
  return readdirSync(folder).flatMap((name) => {
    const [, pid, of = ""] = NAME.exec(name) ?? [];
    const place = join(folder, name);
    const stats = lstatSync(place, { throwIfNoEntry: false });
    if (pid === undefined || !stats?.isDirectory()) return [];
    const isAtWork = open.has(place) || mayBeAtWork(Number(pid), of, Date.now() - stats.mtimeMs);
    return [{ place, pid: Number(pid), machine: of, isAtWork }];
  });
}

/** More than a command takes. */
const LONG_MS = 60_000;
/** So much more that a process of its number is another one. */
const VERY_LONG_MS = 600_000;

function mayBeAtWork(pid: number, of: string, ageMs: number): boolean {
  const isRecent = Math.abs(ageMs) < LONG_MS;
  // Nobody there can be asked.
  if (of !== machine()) return isRecent;
  // Numbers come again, in containers always the same.
  if (pid === process.pid || Math.abs(ageMs) > Math.min(VERY_LONG_MS, sinceBootMs())) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ESRCH" || code === "EPERM") return code === "EPERM";
    // Deno does not say without --allow-run.
    return isRecent;
  }
}

// Deno tells neither without --allow-sys.
function machine(): string {
  return orElse("", () =>
    hostname()
      .replaceAll(/[^\w.-]/g, "_")
      .slice(0, 64),
  );
}

function sinceBootMs(): number {
  return orElse(Infinity, () => uptime() * 1000);
}

function orElse<T>(other: T, ask: () => T): T {
  try {
    return ask();
  } catch {
    return other;
  }
}

/** Whether a command of this user made all that is in a stage, and nobody has changed it; links are not followed. */
function isOurs(place: string): boolean {
  return orElse(false, () => {
    if (process.getuid && lstatSync(place).uid !== process.getuid()) return false;
    const files = filesBelow(place).filter((path) => path !== SUMS && path !== WRITING);
    // No more than a file of an item can have is read: a file of zeros may be as large as it likes.
    const sums = orElse({}, () => JSON.parse(String(readInside(place, SUMS))) as Record<string, unknown>);
    return files.every((path) => sums[path] === sha256(readInside(place, path) ?? new Uint8Array()));
  });
}

/** @throws {Error} when there is anything else than files and folders */
function filesBelow(place: string, below = ""): string[] {
  return readdirSync(join(place, below)).flatMap((name) => {
    const path = below === "" ? name : `${below}/${name}`;
    const stats = lstatSync(join(place, path));
    if (stats.isDirectory()) return filesBelow(place, path);
    if (!stats.isFile()) throw new Error("no file");
    return [path];
  });
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The sums last: a stage that is half away can still be told. One that stays is told, and tried again by the next command. */
function remove(place: string): void {
  for (const part of [join(place, FILES), place]) {
    orElse(undefined, () => rmSync(part, { recursive: true, force: true }));
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
