/**
 * Puts the files of an item in place: all of them, or none.
 *
 * They are written beside their place first. A folder that is not there yet then appears by a single rename. In one that is there,
 * each file is moved in; a failure moves everything back, and what a killed process left half done is finished by
 * {@link finishInterrupted}, which every command that writes calls first.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import process from "node:process";
import { Refusal } from "../refusal.ts";
import { placeInside, refuseNoFolder } from "./safe-path.ts";

export interface FileChange {
  /** From the target folder, with `/`. */
  path: string;
  /** What it will hold; null takes the file away. */
  bytes: Uint8Array | null;
}

/** Of a folder that holds what is being put in place: `.triathlon-` and the number of the process that is at it. */
const STAGE = /^\.triathlon-(\d+)$/;
/** Written last into a stage: from here on, everything that is needed is there. */
const PLAN = "plan.json";

/**
 * @param target the item's folder; made with its parents where it is not there
 * @throws {Refusal} when a path would leave the target, or the target is no folder or takes no files; nothing was changed then
 */
export function placeFiles(target: string, changes: readonly FileChange[]): void {
  // With a listener, a signal waits until this function is through.
  const wait = (): void => {};
  for (const signal of SIGNALS) process.on(signal, wait);
  try {
    const folder = resolve(target);
    refuseNoFolder(folder);
    for (const { path } of changes) placeInside(folder, path);
    if (!existsSync(folder)) return placeNew(folder, changes);
    const stage = join(folder, `.triathlon-${process.pid}`);
    try {
      writeStage(stage, "new", changes);
      writeFileSync(
        join(stage, PLAN),
        JSON.stringify(changes.map(({ path, bytes }) => ({ path, gone: bytes === null }))),
      );
      moveIn(folder, stage);
    } finally {
      rmSync(stage, { recursive: true, force: true });
    }
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof Error && "code" in error)) throw error;
    throw new Refusal(
      `Cannot write into "${target}": wanted a folder that takes files, found ${error.message}: nothing was changed: see to that, and try again`,
      { cause: error },
    );
  } finally {
    for (const signal of SIGNALS) process.off(signal, wait);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Finishes or takes back what a killed process had begun in this folder. */
export function finishInterrupted(target: string): void {
  const folder = resolve(target);
  for (const place of [dirname(folder), folder]) {
    if (!existsSync(place) || !statSync(place).isDirectory()) continue;
    for (const name of readdirSync(place)) {
      const owner = STAGE.exec(name)?.[1];
      const stage = join(place, name);
      if (owner === undefined || isAtWork(Number(owner), stage)) continue;
      if (existsSync(join(stage, PLAN))) moveIn(place, stage);
      rmSync(stage, { recursive: true, force: true });
    }
  }
}

/** More than it takes to put an item in place. */
const LONG_SECONDS = 60;

function isAtWork(pid: number, stage: string): boolean {
  // Numbers come again, in containers always the same: this process has begun nothing yet.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ESRCH" || code === "EPERM") return code === "EPERM";
    // Deno does not say without --allow-run.
    return Date.now() - statSync(stage).mtimeMs < LONG_SECONDS * 1000;
  }
}

function placeNew(folder: string, changes: readonly FileChange[]): void {
  let missing = folder;
  while (!existsSync(dirname(missing))) missing = dirname(missing);
  const stage = join(dirname(missing), `.triathlon-${process.pid}`);
  try {
    writeStage(stage, relative(missing, folder), changes);
    renameSync(stage, missing);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function writeStage(stage: string, below: string, changes: readonly FileChange[]): void {
  // Not recursive: where it can be made nowhere, as in /proc, Node would try without end.
  mkdirSync(stage);
  const folder = join(stage, below);
  mkdirSync(folder, { recursive: true });
  for (const { path, bytes } of changes) {
    if (bytes === null) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

/** Steps that were already taken are not taken again. */
function moveIn(folder: string, stage: string): void {
  const plan = JSON.parse(readFileSync(join(stage, PLAN), "utf8")) as { path: string; gone: boolean }[];
  const undo: (() => void)[] = [];
  const move = (from: string, to: string): void => {
    makeFolder(dirname(to), undo);
    renameSync(from, to);
    undo.push(() => renameSync(to, from));
  };
  try {
    for (const { path, gone } of plan) {
      const place = placeInside(folder, path);
      const staged = join(stage, "new", path);
      if (!gone && !existsSync(staged)) continue;
      if (existsSync(place)) move(place, join(stage, "old", path));
      if (!gone) move(staged, place);
    }
  } catch (error) {
    for (const step of undo.toReversed()) step();
    throw error;
  }
}

function makeFolder(folder: string, undo: (() => void)[]): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), undo);
  mkdirSync(folder);
  if (!basename(folder).startsWith(".triathlon-")) undo.push(() => rmSync(folder, { recursive: true }));
}
