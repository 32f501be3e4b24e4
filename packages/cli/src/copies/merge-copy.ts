/** What an update does to a copy: each of its files merged, so that nothing that was changed in it is lost. */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { readHeader, splitHeader } from "../items/header.ts";
import type { FileChange } from "../files/place-files.ts";
import { readInside } from "../files/read-file.ts";
import { bytesOf } from "../files/text.ts";
import { hasConflictMarkers, lineEndOf, mergeText, withLineEnd } from "../merge/merge-text.ts";
import { Refusal } from "../refusal.ts";
import { showDiff } from "../show-diff.ts";
import { type ComparedFile, hasOwnHeader, isChanged, isNewer, keepsHeader } from "./compare.ts";

export interface MergedCopy {
  changes: FileChange[];
  /** One line for each file about which there is something to say. */
  notes: string[];
  /** What was changed in files that the item has no more. */
  diffs: string[];
  /** Paths of files with conflict markers in them. */
  conflicts: string[];
  /** Paths of files that the item has changed, and that cannot be merged. */
  left: string[];
}

export interface Names {
  /** The item's own. */
  item: string;
  /** The copy's folder, and the same for messages. */
  folder: string;
  shown: string;
  /** Of a file. */
  versions: (path: string) => Versions;
}

/** What a file came from, and what it is brought to, for conflict markers. */
export interface Versions {
  from: string;
  to: string;
}

/** @throws {Refusal} when a file has conflict markers already, or the item brings a file where there is another */
export function mergeCopy(files: readonly ComparedFile[], names: Names): MergedCopy {
  const merged: MergedCopy = { changes: [], notes: [], diffs: [], conflicts: [], left: [] };
  const hasTests = files.some(({ test, bytes }) => test && bytes !== undefined);
  const ofItem = new Set(files.flatMap(({ path, theirs }) => (theirs === undefined ? [] : [path.toLowerCase()])));
  for (const file of files) {
    const { path, bytes, mine, theirs } = file;
    if (theirs === undefined) {
      // Where capitals do not count, it is the item's.
      if (bytes && !ofItem.has(path.toLowerCase())) removed(file, bytes, names, merged);
    } else if (bytes === undefined) missing(file, theirs, hasTests, merged);
    else if (mine === undefined) noText(file, names, merged);
    else both(file, mine, theirs, names, merged);
  }
  return merged;
}

/** The item has it no more. */
function removed(file: ComparedFile, bytes: Uint8Array, { folder, item }: Names, merged: MergedCopy): void {
  const { path, mine, base } = file;
  const { changes, notes, diffs } = merged;
  // A record may name any file of yours. Its own header, which is in each file that came, says that it was none.
  if (readHeader(mine ?? Buffer.from(bytes).toString("latin1")).item !== item) {
    notes.push(`${path}: left as it is: the item has it no more, and it has not the item's header`);
    return;
  }
  if (isChanged(file) || hasOwnHeader(file)) {
    const kept = keepBeside(folder, path, bytes, changes);
    notes.push(`${path}: kept as ${kept}: you have changed it, the item has it no more`);
    if (mine !== undefined) {
      const text = withLineEnd("\n", splitHeader(mine).body);
      diffs.push(showDiff(path, { name: "as it came", text: base?.body ?? "" }, { name: "yours", text }));
    }
  } else notes.push(`${path}: taken away: the item has it no more`);
  changes.push({ path, bytes: null, was: bytes });
}

/** Under a name that no program, test or compiler takes for its own. */
function keepBeside(folder: string, path: string, bytes: Uint8Array, changes: FileChange[]): string {
  for (let i = 1; ; i++) {
    const kept = `${path}.yours${i === 1 ? "" : `-${i}`}`;
    const place = join(folder, kept);
    const stats = lstatSync(place, { throwIfNoEntry: false });
    if (!stats) {
      changes.push({ path: kept, bytes, was: null, like: path });
      return kept;
    }
    if (stats.isFile() && stats.size === bytes.length && readInside(folder, kept)?.equals(bytes)) return kept;
  }
}

/** It is not in the copy: new in the item, or left out on purpose. */
function missing(file: ComparedFile, theirs: string, hasTests: boolean, { changes, notes }: MergedCopy): void {
  if (file.base === undefined && (!file.test || hasTests)) {
    changes.push({ path: file.path, bytes: bytesOf(theirs), was: null });
    notes.push(`${file.path}: new`);
  } else if (!file.test && isNewer(file)) {
    notes.push(`${file.path}: not in your copy, and left out; the item has changed it`);
  }
}

/** It cannot be merged by lines, and nothing else is tried. */
function noText(file: ComparedFile, { shown }: Names, { notes, left }: MergedCopy): void {
  if (file.base === undefined) refuseOther(shown, file.path);
  const changed = isNewer(file);
  if (changed) left.push(file.path);
  notes.push(`${file.path}: left as it is: it is not UTF-8 text${changed ? "; the item has changed it" : ""}`);
}

function refuseOther(shown: string, path: string): never {
  throw new Refusal(
    `Cannot update: wanted no file "${join(shown, path)}", which the item brings now, found one of yours: move it first`,
  );
}

function both(
  file: ComparedFile,
  mine: string,
  theirs: string,
  { shown, versions }: Names,
  { changes, notes, conflicts }: MergedCopy,
): void {
  if (hasConflictMarkers(mine)) {
    throw new Refusal(
      `Cannot update "${join(shown, file.path)}": wanted no conflict left in it, found conflict markers: decide it, then update again`,
    );
  }
  const [own, new_] = [splitHeader(mine), splitHeader(theirs)];
  if (file.base === undefined && withLineEnd("\n", own.body) !== new_.body) refuseOther(shown, file.path);
  const { from, to } = versions(file.path);
  const labels = { mine: "yours", base: from, theirs: to };
  const base = file.base?.body ?? new_.body;
  const body = mergeText(own.body, base, new_.body, labels);
  // A header that somebody has changed or taken away stays as it is.
  const header = keepsHeader(file) ? withLineEnd(lineEndOf(own.header), new_.header) : own.header;
  const text = header + body.text;
  if (body.conflicts > 0) conflicts.push(file.path);
  if (text !== mine) {
    changes.push({ path: file.path, bytes: bytesOf(text, file.bytes), ...(file.bytes && { was: file.bytes }) });
  }
  if (body.conflicts > 0)
    notes.push(`${file.path}: ${body.conflicts} ${body.conflicts > 1 ? "conflicts" : "conflict"}`);
  else if (isNewer(file)) notes.push(`${file.path}: ${isChanged(file) ? "merged with your changes" : "updated"}`);
  else if (isChanged(file)) notes.push(`${file.path}: your changes stay`);
}
