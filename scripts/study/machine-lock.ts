/**
 * One measuring run at a time on this machine: two would measure each other.
 *
 * The lock is a file that is made whole and at once (written under another name, then linked). Its owner is dead when no
 * process has its number, or one that began at another time. A file that names no owner, empty as a crash of the system leaves it, is
 * nobody's, which is as good as dead. A dead owner's lock is replaced, never removed, and only by
 * the one process that managed to link itself as the successor of exactly that owner. Should the successor die as well,
 * it is succeeded in the same way.
 *
 *     triathlon-bench.lock              { pid, began, command, token: "t1" }
 *     triathlon-bench.lock.after-t1     whoever replaces t1
 */
import { randomUUID } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isAlive, thisProcess } from "../files/living-process.ts";
import { codeOf, orRefuse, remove, removeQuietly, system, writeFile } from "../files/write-files.ts";
import { printable } from "../printable.ts";
import { UsageError } from "../usage-error.ts";

const lockOwner = z.object({
  pid: z.int().positive(),
  began: z.string().nullable(),
  /** ISO 8601. */
  startedAt: z.string(),
  command: z.string(),
  /** Part of a file's name. */
  token: z.string().regex(/^[\w-]+$/),
});

export type LockOwner = z.infer<typeof lockOwner>;

export interface LockOptions {
  /** Default: `triathlon-bench.lock` in the system's folder for temporary files. */
  path?: string | undefined;
  /** Throws instead of waiting. */
  noWait?: boolean | undefined;
  /** Called once with whom it waits for. Default: says so to standard error. */
  onWait?: (owner: LockOwner) => void;
  /** Ends the waiting. */
  signal?: AbortSignal | undefined;
}

const LOOK_AGAIN_MILLISECONDS = 1000;

/**
 * Waits for the lock and takes it. Dispose of it to let the next one in.
 *
 * @throws {UsageError} naming the owner, when it is taken and `noWait` is set; and where something is in its place that cannot be a lock
 * @throws {WriteError} when it cannot be written
 * @throws {DOMException} `AbortError` when the signal is aborted while it waits
 */
export async function lockMachine(options: LockOptions = {}): Promise<Disposable> {
  const path = options.path ?? join(tmpdir(), "triathlon-bench.lock");
  const own = describeThisProcess();
  let waitsFor: string | undefined;
  for (;;) {
    const owner = takeLock(path, own);
    if (owner === null) return { [Symbol.dispose]: () => release(path, own) };
    if (options.noWait) {
      throw new UsageError(`Cannot measure now: ${describeOwner(owner)}: leave out --no-wait to wait for it`);
    }
    if (waitsFor !== owner.token) (options.onWait ?? tell)(owner);
    waitsFor = owner.token;
    await sleep(LOOK_AGAIN_MILLISECONDS, undefined, { signal: options.signal });
  }
}

const tell = (owner: LockOwner): void =>
  void process.stderr.write(`${printable(`Waiting: ${describeOwner(owner)}`)}\n`);

/** E.g. `process 4711 measures since 2026-11-21T00:41:51Z (bench --full)`. */
const describeOwner = ({ pid, startedAt, command }: LockOwner): string =>
  `process ${pid} measures since ${startedAt} (${command})`;

/** Null when the lock is ours now, otherwise its living owner. */
function takeLock(path: string, own: LockOwner): LockOwner | null {
  const holder = readOwner(path);
  if (holder !== undefined && isAlive(holder)) return holder; // who waits writes nothing beside what is measured
  const draft = `${path}.${own.token}`;
  writeFile(draft, JSON.stringify(own));
  try {
    for (;;) {
      if (linkUnlessThere(draft, path)) return null;
      const owner = readOwner(path);
      if (owner === undefined) continue; // released since
      if (isAlive(owner)) return owner;
      const succeeded = succeed(path, owner, draft);
      if (succeeded !== null) return succeeded === own ? null : succeeded;
    }
  } finally {
    removeQuietly(draft);
  }

  /** The living process that replaces the dead one: `own` when it is us. Null: things have changed, look again. */
  function succeed(lock: string, dead: LockOwner, draft: string): LockOwner | null {
    const successors: string[] = [];
    for (let last = dead; ;) {
      const successor = `${lock}.after-${last.token}`;
      if (linkUnlessThere(draft, successor)) {
        successors.push(successor);
        // Between our look at the lock and now another may have replaced it and cleaned up behind itself.
        const unchanged = readOwner(lock)?.token === dead.token;
        if (unchanged) orRefuse(`take over "${lock}"`, () => system.rename(draft, lock));
        for (const each of unchanged ? successors : [successor]) remove(each);
        return unchanged ? own : null;
      }
      const other = readOwner(successor);
      if (other === undefined) return null;
      if (isAlive(other)) return other;
      if (successors.includes(successor)) throw noLock(successor, "one that succeeds itself");
      successors.push(successor);
      last = other;
    }
  }
}

function release(path: string, own: LockOwner): void {
  if (readOwner(path)?.token === own.token) removeQuietly(path);
}

/** False when there is something of that name. */
function linkUnlessThere(existing: string, fresh: string): boolean {
  return orRefuse(`take the lock "${fresh}"`, () => {
    try {
      system.name(existing, fresh);
      return true;
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      throw error;
    }
  });
}

/** @throws {UsageError} when something is there that cannot be a lock, or may not be read */
function readOwner(path: string): LockOwner | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (!found.isFile()) throw noLock(path, "something else than a file");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw noLock(path, `what cannot be read (${codeOf(error)})`);
  }
  return ownerIn(text) ?? { ...NOBODY, token: `nobody-${found.ino}-${Math.round(found.mtimeMs)}` };
}

const noLock = (path: string, found: string): UsageError =>
  new UsageError(`Cannot measure now: wanted the lock "${path}", found ${found}: remove it when nothing measures`);

function ownerIn(text: string): LockOwner | undefined {
  try {
    return lockOwner.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** No process has this number. */
const NOBODY = { pid: 2 ** 31 - 1, began: null, startedAt: "", command: "" };

const describeThisProcess = (): LockOwner => ({
  ...thisProcess(),
  startedAt: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
  command: ["bench", ...process.argv.slice(2)].join(" "),
  token: randomUUID(),
});
