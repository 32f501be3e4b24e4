/** `triathlon add ABILITY… --to DIR`: puts abilities into a copy that is there. */
import { join, relative } from "node:path";
import { refuseMisfit } from "../copies/refuse-misfit.ts";
import { type Copy, folderTold } from "../copies/find-copies.ts";
import { howToTest, switchOn } from "../copies/how-to.ts";
import { carryOut, planAddition, refuseOthers } from "../copies/plan-addition.ts";
import type { Environment } from "../environment.ts";
import { readInside } from "../files/read-file.ts";
import { withAbilities } from "../items/contents.ts";
import type { Catalogue } from "../items/catalogue.ts";
import { type Ability, endOf, inForm, isAbility, type Item } from "../items/item.ts";
import { readRecord, RECORD, recordOf, writeRecord } from "../items/record.ts";
import { onOneLine } from "../printable.ts";
import { Refusal } from "../refusal.ts";
import { UsageError } from "../usage-error.ts";
import type { AddOptions } from "./add.ts";

/**
 * What was changed in the copy stays. A file of the abilities that is there is no obstacle when it is the same.
 *
 * @param found all that was named
 * @throws {UsageError} without a folder, with items among what was named, with `with`, or with a form
 * @throws {Refusal} when the folder is no copy of a pool with workers, its `pool/` is not that of this package, or another file is there
 */
export function addAbilities(
  environment: Environment,
  named: readonly Ability[],
  found: readonly (Item | Ability)[],
  options: AddOptions,
): void {
  const { catalogue, folder, print } = environment;
  const target = folderTold(folder, refuseWrongUse(named, found, options), `add ${quoted(named)} to`);
  const was = readInside(target, RECORD) ?? null;
  const { copy, item } = copyAt(environment, target, named);
  const abilities = named.map((ability) => inForm(ability, item.form));
  const wanted = wantedFiles(catalogue, item, abilities, copy, options);
  const brought = { target, changes: planAddition(target, wanted) };
  if (!options.overwrite) refuseOthers(brought);
  if (
    brought.changes.every(({ bytes, was }) => was?.equals(bytes)) &&
    abilities.every((one) => isRecorded(copy, one))
  ) {
    return print(`${abilities.map(label).join(", ")}: in ${copy.shown} already, as this package has it\n`);
  }
  const record = Buffer.from(writeRecord(withAbilities(copy.record, abilities, catalogue)));
  // Last: the copy has them when all else is there.
  const changes = [...brought.changes, { path: RECORD, bytes: record, was }];
  carryOut(environment, { target, changes }, options.dryRun);
  const did = options.dryRun ? "Would add" : "Added";
  print(`${did} ${abilities.map(label).join(", ")} to ${item.name} in ${copy.shown}\n`);
  for (const { path } of brought.changes) print(`  ${join(copy.shown, path)}\n`);
  print("\n");
  if (options.test !== false) print(`Test it:  ${howToTest(item, abilities, copy.shown, false)}\n`);
  print(switchOn(item, abilities));
}

const label = ({ name, version }: Ability): string => `${name} ${version}`;
const quoted = (abilities: readonly Ability[]): string => abilities.map(({ name }) => `"${name}"`).join(", ");

/** @returns the folder that was told */
function refuseWrongUse(
  abilities: readonly Ability[],
  found: readonly (Item | Ability)[],
  { to, with: others, js, single }: AddOptions,
): string {
  const names = abilities.map(({ name }) => name);
  const item = found.find((one) => !isAbility(one))?.name;
  if (item !== undefined) {
    throw new UsageError(
      `Cannot add ${quoted(abilities)} and "${item}" at once: wanted items or abilities, found both: "triathlon add ${item} --with ${[...(others ?? []), ...names].join(",")}"`,
    );
  }
  if (others !== undefined) {
    throw new UsageError(
      `Cannot add ${quoted(abilities)} with "${others.join(",")}": wanted items before --with, found abilities: "triathlon add ${names.join(" ")} ${others.join(" ").replaceAll(",", " ")} --to DIR"`,
    );
  }
  if (js || single) {
    throw new UsageError(
      `Cannot add ${quoted(abilities)} so: wanted the form of the copy, found ${js ? "--js" : "--single"}: leave it out, an ability comes as what the copy is`,
    );
  }
  if (to === undefined) {
    throw new UsageError(
      `Cannot add ${quoted(abilities)}: wanted the folder of a copy after --to, found none: "triathlon add node/thread-pool --with ${names.join(",")}" makes a new one`,
    );
  }
  return to;
}

function copyAt(
  { catalogue, folder }: Environment,
  target: string,
  abilities: readonly Ability[],
): { copy: Copy; item: Item } {
  const shown = onOneLine(relative(folder, target)) || ".";
  const refuse = (wanted: string): never => {
    throw new Refusal(`Cannot add ${quoted(abilities)} to "${shown}": wanted ${wanted}`);
  };
  const record = readRecord(target, shown);
  if (!record) return refuse(`the folder of a copy, found no ${RECORD} in it: add a pool there first`);
  const first = catalogue.items.find(({ name }) => name === record.item);
  if (!first) return refuse(`a copy of an item that this package has, found "${record.item}"`);
  const item = inForm(first, record.form);
  refuseMisfit(item, abilities);
  const ours = (path: string): string => recordOf(catalogue.read(item, path).toString()).body;
  const isOther = item.files.some(({ path }) => NEEDED.test(path) && record.files.get(path)?.body !== ours(path));
  if (isOther) {
    const found = `that of ${record.version} (${record.commit})`;
    return refuse(`the pool of ${item.version} (${item.commit}), found ${found}: "triathlon update ${shown}" first`);
  }
  return { copy: { folder: target, shown, record }, item };
}

/** What starts a pool for the tests. */
const START = "pool.test.start";
/** The files of a pool that abilities and their tests import. */
const NEEDED = /^(pool\/.+|pool\.test\.start)\.[jt]s$/;

function wantedFiles(
  catalogue: Catalogue,
  item: Item,
  abilities: readonly Ability[],
  { folder }: Copy,
  options: AddOptions,
): [string, Buffer][] {
  const files = abilities.flatMap((ability) =>
    ability.files
      .filter(({ test }) => options.test !== false || !test)
      .map(({ path }): [string, Buffer] => [path, catalogue.read(ability, path)]),
  );
  // It was left out, with the pool's own tests.
  const start = START + endOf(item);
  const isStartLeftOut = options.test !== false && !readInside(folder, start);
  return isStartLeftOut ? [...files, [start, catalogue.read(item, start)]] : files;
}

const isRecorded = ({ record }: Copy, { name, commit, version }: Ability): boolean => {
  const recorded = record.abilities?.[name];
  return recorded?.commit === commit && recorded.version === version;
};
