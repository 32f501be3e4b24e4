/** What a copy of an item holds, with some abilities in it. */
import type { Catalogue } from "./catalogue.ts";
import { type Ability, inForm, type Item } from "./item.ts";
import { type CopyRecord, parseRecord, RECORD, type RecordedFile, recordOf, writeRecord } from "./record.ts";

export interface Contents {
  item: Item;
  /** By their names. */
  abilities: readonly Ability[];
  /** By the path from the copy's folder; without the record. */
  files: ReadonlyMap<string, ContentsFile>;
  record: Uint8Array;
}

export interface ContentsFile {
  bytes: Buffer;
  test: boolean;
  /** What brings it. */
  of: Item | Ability;
}

/** @throws {Refusal} when a file is not what the index says */
export function contentsOf(catalogue: Catalogue, item: Item, abilities: readonly Ability[]): Contents {
  const sorted = abilities.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const files = new Map(
    [item, ...sorted].flatMap((of) =>
      of.files
        .filter(({ path }) => path !== RECORD)
        .map(({ path, test }): [string, ContentsFile] => [path, { bytes: catalogue.read(of, path), test, of }]),
    ),
  );
  const plain = catalogue.read(item, RECORD);
  const record =
    sorted.length === 0
      ? plain
      : Buffer.from(writeRecord(withAbilities(parseRecord(plain.toString()), sorted, catalogue)));
  return { item, abilities: sorted, files, record };
}

/** The record of the same copy, with these abilities in it as this package has them. */
export function withAbilities(record: CopyRecord, abilities: readonly Ability[], catalogue: Catalogue): CopyRecord {
  const files = abilities.flatMap((ability) =>
    ability.files.map(({ path }): [string, RecordedFile] => [path, recordOf(catalogue.read(ability, path).toString())]),
  );
  const origins = abilities.map(({ name, version, commit }) => [name, { version, commit }] as const);
  return {
    ...record,
    sources: { ...record.sources, ...Object.assign({}, ...abilities.map(({ sources }) => sources)) },
    abilities: { ...record.abilities, ...Object.fromEntries(origins) },
    files: new Map([...record.files, ...files]),
  };
}

/** Those of a copy's abilities that this package has, in the copy's form. */
export const abilitiesOf = (catalogue: Catalogue, { abilities = {}, form }: CopyRecord): Ability[] =>
  catalogue.abilities
    .filter(({ name, forms }) => Object.hasOwn(abilities, name) && (form === undefined || forms?.[form] !== undefined))
    .map((ability) => inForm(ability, form));

/**
 * The item of a copy, in the copy's form.
 *
 * @throws {UsageError} when this package has no such item
 * @throws {Refusal} when it has it in other forms alone
 */
export const itemOf = (catalogue: Catalogue, { item, form }: CopyRecord): Item =>
  inForm(catalogue.findItem(item), form);
