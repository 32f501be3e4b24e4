/** `triathlon update [ITEM]`: brings copies to the version of this package, and keeps what was changed in them. */
import type { Environment } from "../environment.ts";
import { placeFiles } from "../files/place-files.ts";
import { leftIn, lockFolder, removeLeft, type Stage } from "../files/stage.ts";
import { compareCopy } from "../copies/compare.ts";
import { type Copy, findCopies } from "../copies/find-copies.ts";
import { mergeCopy } from "../copies/merge-copy.ts";
import type { Item } from "../items/item.ts";
import { RECORD } from "../items/record.ts";
import { Refusal } from "../refusal.ts";

export interface UpdateOptions {
  dryRun?: boolean;
}

/**
 * Conflicts are left in the files, between markers; then the exit code is 1.
 *
 * @param name an item or a copy's folder; all copies below the folder where it is left out
 * @throws {UsageError} for an unknown item
 * @throws {Refusal} when there is no copy, or one cannot be updated; then none is
 */
export function update(environment: Environment, name: string | undefined, { dryRun }: UpdateOptions): void {
  const { folder, catalogue, print, fail } = environment;
  const copies = findCopies(folder, catalogue, name);
  const locks = new Map<Copy, Stage>();
  try {
    if (!dryRun) for (const copy of copies) locks.set(copy, lockFolder(copy.folder));
    const planned = copies.map((copy) => {
      const item = catalogue.find(copy.record.item);
      refuseOlder(copy, item);
      const names = { folder: copy.folder, shown: copy.shown, from: label(copy.record), to: label(item) };
      return { copy, item, names, merged: mergeCopy(compareCopy(copy, item, catalogue), names) };
    });
    for (const {
      copy,
      item,
      names: { from, to },
      merged,
    } of planned) {
      if (leftIn(copy.folder).length > 0) {
        print(`An update of ${copy.shown} was interrupted: this one goes on from the files as they are.\n`);
      }
      // The record last: until it is there, the update is not done.
      const changes = [...merged.changes, { path: RECORD, bytes: catalogue.read(item, RECORD) }];
      if (!dryRun) {
        placeFiles(copy.folder, changes, locks.get(copy));
        removeLeft(copy.folder);
      }
      print(
        `${dryRun ? "Would update" : "Updated"} ${item.name} in ${copy.shown}: ${from === to ? `${to}, as it was` : `${from} to ${to}`}\n`,
      );
      for (const note of merged.notes) print(`  ${note}\n`);
      for (const text of merged.diffs) print(text);
      if (merged.left.length > 0) {
        print(`Bring what the item changed yourself ("triathlon view ${item.name}") into: ${merged.left.join(", ")}\n`);
      }
      if (merged.conflicts.length > 0) {
        print(`Decide what stands between <<<<<<< and >>>>>>> in: ${merged.conflicts.join(", ")}\n`);
      }
      if (merged.left.length + merged.conflicts.length > 0) fail();
    }
  } finally {
    for (const lock of locks.values()) lock.close();
  }
}

const label = ({ version, commit }: { version: string; commit: string }): string => `${version} (${commit})`;

/** An older package would take back what a newer one brought. */
function refuseOlder({ shown, record }: Copy, { name, version }: Item): void {
  const [mine, ours] = [record.version, version].map((text) => text.split(".").map(Number)) as [number[], number[]];
  const at = mine.findIndex((part, i) => part !== ours[i]);
  if (at < 0 || mine[at]! < ours[at]!) return;
  throw new Refusal(
    `Cannot update ${name} in "${shown}": wanted a version of this package not older than the copy's ${record.version}, found ${version}: run a newer triathlon`,
  );
}
