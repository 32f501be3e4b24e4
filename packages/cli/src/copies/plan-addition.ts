/** What `add` would put into a folder, what stands there now, and how it is done. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Environment } from "../environment.ts";
import { type FileChange, nearestFolder, placeFiles } from "../files/place-files.ts";
import { readInside } from "../files/read-file.ts";
import { refuseWhatFails } from "../files/refuse-what-fails.ts";
import { placeInside, refuseNoFolder } from "../files/safe-path.ts";
import { leftIn, removeLeft } from "../files/stage.ts";
import { textOf } from "../files/text.ts";
import { onOneLine } from "../printable.ts";
import { Refusal } from "../refusal.ts";
import { showDiff } from "../show-diff.ts";

export interface Addition {
  target: string;
  /** In this order. */
  changes: PlannedFile[];
}

export interface PlannedFile extends FileChange {
  bytes: Uint8Array;
  was: Buffer | null;
}

/** @throws {Refusal} when a path would leave the folder, or what stands there is no file */
export function planAddition(target: string, files: readonly (readonly [string, Uint8Array])[]): PlannedFile[] {
  return files.map(([path, bytes]) => {
    placeInside(target, path);
    return { path, bytes, was: readInside(target, path) ?? null };
  });
}

/** @throws {Refusal} with the difference, when one of the files is there; not when an interrupted command brought it */
export function refuseExisting(additions: readonly Addition[]): void {
  const existing = additions.flatMap(({ target, changes }) => {
    const there = changes.flatMap((change) => (change.was ? [difference(target, change)] : []));
    return there.length > 0 && leftIn(target).length > 0 ? there.filter((difference) => difference !== "") : there;
  });
  refuse(existing, '--to DIR takes another folder, "triathlon update" keeps your changes');
}

/**
 * @param next what else to do
 * @throws {Refusal} when a folder holds anything, or is none; not when an interrupted command was at work there
 */
export function refuseOccupied(
  { folder }: Pick<Environment, "folder">,
  additions: readonly Pick<Addition, "target">[],
  next = "--to DIR takes another folder, --into puts the copy beside them",
): void {
  for (const { target } of additions) {
    refuseNoFolder(target);
    const found = existsSync(target) ? refuseWhatFails(target, () => readdirSync(target)).sort() : [];
    if (found.length === 0 || leftIn(target).length > 0) continue;
    const names = found.slice(0, 3).map((name) => JSON.stringify(onOneLine(name)));
    const more = found.length > names.length ? ` and ${found.length - names.length} more` : "";
    throw new Refusal(
      `Cannot add to "${onOneLine(relative(folder, target)) || "."}": wanted an empty folder or none, found ${names.join(", ")}${more} in it: ${next}`,
    );
  }
}

/** @throws {Refusal} with the difference, when one of the files is there and another */
export function refuseOthers({ target, changes }: Addition): void {
  const others = changes.map((change) => (change.was ? difference(target, change) : ""));
  refuse(
    others.filter((difference) => difference !== ""),
    'move what is yours, or let "triathlon update" merge what came with the copy',
  );
}

function refuse(existing: readonly string[], next: string): void {
  if (existing.length === 0) return;
  const same = existing.filter((difference) => difference === "").length;
  throw new Refusal(
    `${existing.join("")}${same > 0 ? `${same} files are the same already\n` : ""}\nCannot add: wanted none of these files there, found ${existing.length}: ${next}, --overwrite replaces them`,
  );
}

/** The record is not for reading, nor is what is no text. */
function difference(target: string, { path, bytes, was }: PlannedFile): string {
  const place = join(target, path);
  const mine = was ?? new Uint8Array();
  const text = place.endsWith(".json") ? undefined : textOf(mine);
  if (text === undefined) return Buffer.compare(bytes, mine) === 0 ? "" : `${place}: differs\n`;
  const theirs = { name: "the item's", text: Buffer.from(bytes).toString() };
  return showDiff(place, { name: "yours", text }, theirs);
}

/** Puts the files in place, and takes away what an interrupted command left there. */
export function carryOut({ folder, print }: Environment, { target, changes }: Addition, dryRun = false): void {
  const left = new Set([target, dirname(target)].map(nearestFolder).filter((place) => leftIn(place).length > 0));
  for (const place of left) print(`A command was interrupted in ${relative(folder, place) || "."}.\n`);
  if (dryRun) return;
  placeFiles(target, changes);
  for (const place of left) removeLeft(place);
}
