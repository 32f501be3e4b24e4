/** `triathlon add ITEM…`: copies items into folders of the caller's. Nothing is run, nothing is downloaded. */
import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { howToTest, inFolder, switchOn } from "../copies/how-to.ts";
import { refuseMisfit } from "../copies/refuse-misfit.ts";
import { type Addition, carryOut, planAddition, refuseExisting, refuseOccupied } from "../copies/plan-addition.ts";
import type { Environment } from "../environment.ts";
import { refuseNoFolder } from "../files/safe-path.ts";
import type { Catalogue } from "../items/catalogue.ts";
import { abilitiesOf, contentsOf } from "../items/contents.ts";
import {
  type Ability,
  asForm,
  endOf,
  folderName,
  inForm,
  isAbility,
  isOneFile,
  type Item,
  type OtherForm,
  withNames,
} from "../items/item.ts";
import { installLine, needs } from "../items/needs.ts";
import { type CopyRecord, readRecord, RECORD } from "../items/record.ts";
import { Refusal } from "../refusal.ts";
import { UsageError } from "../usage-error.ts";
import { addAbilities } from "./add-abilities.ts";

export interface AddOptions {
  /** Names of abilities that the copies get, separated by commas; each text may hold several. */
  with?: string[];
  /** The folder itself, not one to put it in. */
  to?: string;
  /** False leaves the tests out. Default true. */
  test?: boolean;
  /** JavaScript with declarations, in place of TypeScript. */
  js?: boolean;
  /** One file, in place of a folder with a program and a test. */
  single?: boolean;
  dryRun?: boolean;
  overwrite?: boolean;
  /** Into a folder that holds other files, too. */
  into?: boolean;
}

/**
 * Names of abilities go into the copy that `to` names; all other names are those of items.
 *
 * @throws {UsageError} for an unknown name, an empty `to`, `to` with several items, or items and abilities together
 * @throws {Refusal} when a file is there already, the folder holds anything and neither `into` nor `overwrite` is said, a file would leave
 *   its folder, the folder takes none, an item takes no abilities, or it has no such form
 */
export function add(environment: Environment, names: readonly string[], options: AddOptions): void {
  const { catalogue, print, folder } = environment;
  const found = [...new Set(names.map((name) => catalogue.find(name)))];
  if (options.to === "") {
    throw new UsageError('Cannot add to "": wanted a folder after --to, found an empty name: "." is this folder');
  }
  const abilities = found.filter(isAbility);
  if (abilities.length > 0) return addAbilities(environment, abilities, found, options);
  const items = (found as Item[]).map((item) => inForm(item, formWanted(options)));
  if (options.to !== undefined && names.length > 1) {
    throw new UsageError(
      `Cannot add ${names.length} items to "${options.to}": wanted one item with --to, because its files go into exactly that folder`,
    );
  }
  const copies = items.map((item) => planCopy(environment, item, options));
  refuseSharedFolders(copies);
  if (!options.overwrite) refuseExisting(copies);
  if (!options.overwrite && !options.into) refuseOccupied(environment, copies);
  for (const copy of copies) {
    const { item, target, changes } = copy;
    const shown = relative(folder, target) || ".";
    carryOut(environment, copy, options.dryRun);
    const what = `${item.name} ${item.version}${asForm(item)}${withNames(copy.abilities)}`;
    print(`${options.dryRun ? "Would add" : "Added"} ${what} to ${shown}\n`);
    for (const { path } of changes) print(`  ${join(shown, path)}\n`);
    print(`\n${needs(item)}.\n`);
    const install = installLine(item);
    if (install !== undefined) print(`Install:  ${install}\n`);
    if (item.kind === "distributed pool")
      print(`Start:    a server and a worker first: ${join(shown, "README.md")} says how\n`);
    if (item.run !== "none") print(`Run it:   ${inFolder(item.run, shown)}\n`);
    if (options.test !== false && item.test !== "none") print(`Test it:  ${howToTest(item, copy.abilities, shown)}\n`);
    if (isOneFile(item)) print("How it is used stands at its top.\n");
    else if (item.kind !== "example") print(`Your work goes into ${join(shown, `tasks${endOf(item)}`)}.\n`);
    if (copy.abilities.length > 0) print(switchOn(item, copy.abilities));
  }
}

/** Undefined for the first. */
export const formWanted = ({ js, single }: Pick<AddOptions, "js" | "single">): OtherForm | undefined =>
  single ? (js ? "single-js" : "single") : js ? "js" : undefined;

interface PlannedCopy extends Addition {
  item: Item;
  abilities: readonly Ability[];
}

function planCopy({ catalogue, folder }: Environment, item: Item, options: AddOptions): PlannedCopy {
  const target = resolve(folder, options.to ?? folderName(item));
  refuseNoFolder(target);
  const wantedAbilities = wantedWith(catalogue, item, options.with ?? []);
  const kept = options.overwrite ? recordedAbilities(catalogue, item, target) : [];
  const { abilities, files, record } = contentsOf(catalogue, item, [
    ...wantedAbilities,
    ...kept.filter(({ name }) => wantedAbilities.every((ability) => ability.name !== name)),
  ]);
  const wanted = [...files].filter(([, { test }]) => options.test !== false || !test);
  // The record last: a copy has it when all else is there.
  const changes = planAddition(target, [
    ...wanted.map(([path, { bytes }]) => [path, bytes] as const),
    [RECORD, record],
  ]);
  return { item, abilities, target, changes };
}

/** Those of a copy of the same item that stands there: their files do, so they stay part of it. */
function recordedAbilities(catalogue: Catalogue, item: Item, target: string): Ability[] {
  const record = recordThere(target);
  if (record?.item !== item.name || isOneFile(item)) return [];
  return abilitiesOf(catalogue, { ...record, form: item.form });
}

/** Undefined also where it is damaged: then it is replaced. */
function recordThere(target: string): CopyRecord | undefined {
  try {
    return existsSync(target) ? readRecord(target) : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** @param texts each with names separated by commas */
function wantedWith(catalogue: Catalogue, item: Item, texts: readonly string[]): Ability[] {
  const names = texts.flatMap((text) => text.split(",")).map((name) => name.trim());
  if (names.includes("")) {
    throw new UsageError(
      `Cannot add "${item.name}" with ${JSON.stringify(texts.join(","))}: wanted names of abilities with a comma between two, found an empty one`,
    );
  }
  const abilities = [...new Set(names.map((name) => catalogue.findAbility(name)))];
  if (abilities.length > 0) refuseMisfit(item, abilities);
  return abilities.map((ability) => inForm(ability, item.form));
}

function refuseSharedFolders(copies: readonly PlannedCopy[]): void {
  for (const [i, { item, target }] of copies.entries()) {
    const other = copies.slice(0, i).find((copy) => copy.target === target);
    if (other) {
      throw new UsageError(
        `Cannot add "${other.item.name}" and "${item.name}" at once: wanted a folder for each, found "${folderName(item)}" for both: add them one by one with --to`,
      );
    }
  }
}
