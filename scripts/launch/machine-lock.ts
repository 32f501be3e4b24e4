/**
 * One measuring run at a time on this machine: two would measure each other.
 *
 * The lock is a file that is made whole and at once (written under another name, then linked). Its owner is dead when no
 * process has its number, or one that began at another time. A dead owner's lock is replaced, never removed, and only by
 * the one process that managed to link itself as the successor of exactly that owner. Should the successor die as well,
 * it is succeeded in the same way.
 *
 *     triathlon-bench.lock              { pid, began, command, token: "t1" }
 *     triathlon-bench.lock.after-t1     whoever replaces t1
 */
import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "../usage-error.ts";

export interface LockOwner {
  pid: number;
  /** When the process began, as the system counts it; null where it does not tell. Process numbers are used again. */
  began: string | null;
  /** ISO 8601. */
  startedAt: string;
  command: string;
  token: string;
}

export interface LockOptions {
  /** Default: `triathlon-bench.lock` in the system's folder for temporary files. */
  path?: string | undefined;
  /** Throws instead of waiting. */
  noWait?: boolean | undefined;
  /** Called once with whom it waits for. */
  onWait?: (owner: LockOwner) => void;
  /** Ends the waiting. */
  signal?: AbortSignal | undefined;
}

const LOOK_AGAIN_MILLISECONDS = 1000;

/**
 * Waits for the lock and takes it. Dispose of it to let the next one in.
 *
 * @throws {UsageError} naming the owner, when it is taken and `noWait` is set
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
    if (waitsFor !== owner.token) options.onWait?.(owner);
    waitsFor = owner.token;
    await sleep(LOOK_AGAIN_MILLISECONDS, undefined, { signal: options.signal });
  }
}

/** E.g. `process 4711 measures since 2026-11-21T00:41:51Z (bench --full)`. */
export const describeOwner = ({ pid, startedAt, command }: LockOwner): string =>
  `process ${pid} measures since ${startedAt} (${command})`;

/** Null when the lock is ours now, otherwise its living owner. */
function takeLock(path: string, own: LockOwner): LockOwner | null {
  const draft = `${path}.${own.token}`;
  writeFileSync(draft, JSON.stringify(own));
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
    rmSync(draft, { force: true });
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
        if (unchanged) renameSync(draft, lock);
        for (const each of unchanged ? successors : [successor]) rmSync(each, { force: true });
        return unchanged ? own : null;
      }
      const other = readOwner(successor);
      if (other === undefined) return null;
      if (isAlive(other)) return other;
      successors.push(successor);
      last = other;
    }
  }
}

function release(path: string, own: LockOwner): void {
  if (readOwner(path)?.token === own.token) rmSync(path, { force: true });
}

/** False when there is something of that name. */
function linkUnlessThere(existing: string, fresh: string): boolean {
  try {
    linkSync(existing, fresh);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function readOwner(path: string): LockOwner | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as LockOwner;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Error(`Cannot read the lock ${path}: ${(error as Error).message}: remove it when nothing measures`, {
      cause: error,
    });
  }
}

function describeThisProcess(): LockOwner {
  return {
    pid: process.pid,
    began: beganAt(process.pid),
    startedAt: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    command: ["bench", ...process.argv.slice(2)].join(" "),
    token: randomUUID(),
  };
}

function isAlive({ pid, began }: LockOwner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // somebody else's, but there
  }
  const now = beganAt(pid);
  return began === null || now === null || began === now;
}

/** Clock ticks since the system started, from `/proc`; null where there is none. */
function beganAt(pid: number): string | null {
  try {
    return (
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\)\s/s, "")
        .split(" ")[19] ?? null
    );
  } catch {
    return null;
  }
}
