/** `triathlon update [DIR | NAME]`: brings copies to the version of this package, and keeps what was changed in them. */
import type { Environment } from "../environment.ts";
import { placeFiles } from "../files/place-files.ts";
import { leftIn, lockFolder, removeLeft, type Stage } from "../files/stage.ts";
import { compareCopy } from "../copies/compare.ts";
import { type Copy, eachCopy, findCopies } from "../copies/find-copies.ts";
import { mergeCopy, type Versions } from "../copies/merge-copy.ts";
import { abilitiesOf, contentsOf, itemOf } from "../items/contents.ts";
import { type Ability, asForm, isAbility, type Item, optionsFor } from "../items/item.ts";
import { type CopyRecord, isSameSource, type Origin, RECORD } from "../items/record.ts";
import { Refusal } from "../refusal.ts";

export interface UpdateOptions {
  dryRun?: boolean;
}

/**
 * Conflicts are left in the files, between markers; then the exit code is 1.
 *
 * @param name a folder, an item or an ability; all copies below the folder of the call where it is left out
 * @throws {UsageError} for a name that is none
 * @throws {Refusal} when there is no copy; at the end, when one could not be updated, which was left as it is
 */
export function update(environment: Environment, name: string | undefined, options: UpdateOptions): void {
  const { folder, catalogue } = environment;
  eachCopy(environment, findCopies(folder, catalogue, name), (copy) => {
    const lock = options.dryRun ? undefined : lockFolder(copy.folder);
    try {
      updateCopy(environment, copy, lock);
    } finally {
      lock?.close();
    }
  });
}

/** @param lock without one, it is only said what would be done */
function updateCopy({ catalogue, print, fail }: Environment, copy: Copy, lock: Stage | undefined): void {
  const item = itemOf(catalogue, copy.record);
  const contents = contentsOf(catalogue, item, abilitiesOf(catalogue, copy.record));
  const origins = [item, ...contents.abilities].map((to) => ({ from: originOf(copy.record, to), to }));
  for (const { from, to } of origins) refuseOlder(copy, from, to);
  const versions = (path: string): Versions => {
    const of = contents.files.get(path)?.of ?? item;
    return { from: label(originOf(copy.record, of)), to: label(of) };
  };
  const names = { item: item.name, folder: copy.folder, shown: copy.shown, versions };
  const merged = mergeCopy(compareCopy(copy, contents), names);
  if (leftIn(copy.folder).length > 0) {
    print(`A command was interrupted in ${copy.shown}: this update goes on from the files as they are.\n`);
  }
  if (lock) {
    // The record last: until it is there, the update is not done.
    placeFiles(copy.folder, [...merged.changes, { path: RECORD, bytes: contents.record }], lock);
    removeLeft(copy.folder);
  }
  const [own = "", ...added] = origins.map(({ from, to }) => change(from, to));
  print(`${lock ? "Updated" : "Would update"} ${item.name}${asForm(item)} in ${copy.shown}: ${own}\n`);
  for (const [i, text] of added.entries()) print(`  with ${contents.abilities[i]?.name}: ${text}\n`);
  for (const note of merged.notes) print(`  ${note}\n`);
  for (const text of merged.diffs) print(text);
  if (merged.left.length > 0) {
    print(
      `Bring what the item changed yourself ("triathlon view ${item.name}${item.form ? ` ${optionsFor(item.form)}` : ""}") into: ${merged.left.join(", ")}\n`,
    );
  }
  if (merged.conflicts.length > 0) {
    print(`Decide what stands between <<<<<<< and >>>>>>> in: ${merged.conflicts.join(", ")}\n`);
  }
  if (merged.left.length + merged.conflicts.length > 0) fail();
}

const label = ({ version, commit }: Origin): string => `${version} (${commit})`;
/** The commit is what an item's files come from: a version counts releases of the whole package, in which an item may not have changed. */
function change(from: Origin, to: Origin): string {
  if (isSameSource(from, to)) {
    return from.version === to.version
      ? `${label(to)}, as it was`
      : `${label(to)}, its source unchanged since ${from.version}`;
  }
  return from.version === to.version
    ? `${from.version}, from commit ${from.commit} to ${to.commit}`
    : `${label(from)} to ${label(to)}`;
}

/** Where what is in the copy came from. */
const originOf = (record: CopyRecord, of: Item | Ability): Origin =>
  (isAbility(of) ? record.abilities?.[of.name] : undefined) ?? record;

/** An older package would take back what a newer one brought. */
function refuseOlder({ shown }: Copy, from: Origin, { name, version }: Item | Ability): void {
  const [mine, ours] = [from.version, version].map((text) => text.split(".").map(Number)) as [number[], number[]];
  const at = mine.findIndex((part, i) => part !== ours[i]);
  if (at < 0 || mine[at]! < ours[at]!) return;
  throw new Refusal(
    `Cannot update ${name} in "${shown}": wanted a version of this package not older than the copy's ${from.version}, found ${version}: run a newer triathlon`,
  );
}
