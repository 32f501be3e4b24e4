/** `triathlon diff [DIR | NAME]`: what was changed in copies, and what an update would bring. */
import { compareCopy, type ComparedFile, isChanged, isNewer } from "../copies/compare.ts";
import { type Copy, eachCopy, findCopies } from "../copies/find-copies.ts";
import type { Environment } from "../environment.ts";
import { leftIn } from "../files/stage.ts";
import { abilitiesOf, contentsOf, itemOf } from "../items/contents.ts";
import { splitHeader } from "../items/header.ts";
import { asForm, withNames } from "../items/item.ts";
import { showDiff } from "../show-diff.ts";

/**
 * Headers are left out. The exit code is 1 where there is a difference.
 *
 * @param name a folder, an item or an ability; all copies below the folder of the call where it is left out
 * @throws {UsageError} for a name that is none
 * @throws {Refusal} when there is no copy; at the end, when one could not be read
 */
export function diff(environment: Environment, name: string | undefined): void {
  const { folder, catalogue } = environment;
  eachCopy(environment, findCopies(folder, catalogue, name), (copy) => diffCopy(environment, copy));
}

function diffCopy({ catalogue, print, fail }: Environment, copy: Copy): void {
  const item = itemOf(catalogue, copy.record);
  const contents = contentsOf(catalogue, item, abilitiesOf(catalogue, copy.record));
  const files = compareCopy(copy, contents);
  const yours = files.filter(isChanged);
  const newer = files.filter(isNewer);
  const gone = files.filter(({ bytes, base }) => bytes === undefined && base !== undefined).length;
  print(
    `${item.name}${asForm(item)}${withNames(contents.abilities)} in ${copy.shown}, from ${copy.record.version} (${copy.record.commit}): `,
  );
  print(
    `${yours.length} changed by you, ${gone} not there, ${newer.length} changed by ${item.version} (${item.commit})\n`,
  );
  if (leftIn(copy.folder).length > 0) print("A command was interrupted: do it again, or update.\n");
  const until = performance.now() + PATIENCE_MS;
  for (const file of yours) {
    if (file.mine === undefined) print(`${file.path}: not UTF-8 text, and not shown\n`);
    else print(changesOf(file, "yours", splitHeader(file.mine).body, until));
  }
  for (const file of newer) print(changesOf(file, "the item's", splitHeader(file.theirs ?? "").body, until));
  if (yours.length + newer.length > 0) fail();
}

/** Of one copy. */
const PATIENCE_MS = 2_000;

function changesOf({ path, base }: ComparedFile, to: string, text: string, until: number): string {
  const came = { name: "as it came", text: base?.body ?? "" };
  return showDiff(path, came, { name: to, text: text.replaceAll("\r\n", "\n") }, until);
}
