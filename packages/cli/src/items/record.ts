/**
 * `.triathlon.json`, the record that travels with every copy: which item it is, and each file as it was when it was made, so that
 * an update can tell your changes from ours without asking anybody. It is the same in every copy of one version with the same
 * abilities.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { readInside } from "../files/read-file.ts";
import { isPlainPath } from "../files/safe-path.ts";
import { onOneLine } from "../printable.ts";
import { Refusal } from "../refusal.ts";
import { splitHeader } from "./header.ts";
import { OTHER_FORMS, type OtherForm } from "./item.ts";

export const RECORD = ".triathlon.json";

export interface CopyRecord {
  item: string;
  version: string;
  commit: string;
  licence?: string | undefined;
  /** Absent where it is the first: TypeScript in a folder. */
  form?: OtherForm | undefined;
  /** Where each file comes from in the repository, by the path from the copy's folder; absent in copies of before. */
  sources?: Readonly<Record<string, string>> | undefined;
  /** What it has beyond the item, by name, and where that came from, which may be later than the item; absent where it has nothing. */
  abilities?: Record<string, RecordedAbility> | undefined;
  /** Those of its abilities too, by the path from the copy's folder. */
  files: Map<string, RecordedFile>;
}

export type RecordedAbility = Origin;

/** Where a copy came from. */
export interface Origin {
  /** Of the package: it is raised with every release, whether an item changed or not. */
  version: string;
  /** The newest that touched a source of the item. */
  commit: string;
}

/** Whether two are made of the same source. That of a clone with changes that are not committed (`+`) is never known to be. */
export const isSameSource = (one: Origin, other: Origin): boolean =>
  one.commit === other.commit && (one.version === other.version || /^[0-9a-f]+$/.test(one.commit));

export interface RecordedFile {
  /** The file as it came, without its header. */
  body: string;
  /** SHA-256 of the header it came with, in hexadecimal. */
  header: string;
}

const ABOUT = "What triathlon update needs to merge: each file as it came, without its header. Keep it with the copy.";
const HOW = "gzip, base64";

export function writeRecord({ files, sources, abilities, ...copy }: CopyRecord): string {
  const packed = gzipSync(JSON.stringify(sorted(Object.fromEntries(files))), { level: 9 }).toString("base64");
  const lists = { sources: sources && sorted(sources), abilities: abilities && sorted(abilities) };
  return `${JSON.stringify({ about: ABOUT, ...copy, ...lists, encoding: HOW, files: packed }, null, 1)}\n`;
}

/** So that it does not matter what was added first. */
const sorted = <Value>(by: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(by).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What is recorded of a file's text. */
export function recordOf(text: string): RecordedFile {
  const { header, body } = splitHeader(text);
  return { body, header: createHash("sha256").update(header.replaceAll("\r\n", "\n")).digest("hex") };
}

/** Of the record: twenty times what the largest of ours has. */
const MOST_RECORD_BYTES = 2 ** 20;
/** Of what it holds, which packs a thousandfold where somebody means harm. */
const MOST_UNPACKED_BYTES = 8 * 2 ** 20;
const MOST_FILES = 200;

/**
 * What came with the folder says what it is: nothing of it is believed before it was looked at.
 *
 * @param folder of a copy
 * @param shown its name in a message
 * @throws {Refusal} when there is a record that cannot be read, or that says what no copy's record says
 * @returns undefined where there is none
 */
export function readRecord(folder: string, shown = folder): CopyRecord | undefined {
  const bytes = readInside(folder, RECORD, MOST_RECORD_BYTES);
  if (!bytes) return undefined;
  try {
    return parseRecord(bytes.toString());
  } catch (error) {
    const found = error instanceof NoRecord ? error.message : "something else";
    throw new Refusal(
      `Cannot read "${onOneLine(join(shown, RECORD))}": wanted the record of a copy, found ${found}: restore it from version control`,
      { cause: error },
    );
  }
}

/** Its message says what was found in place of a record. */
class NoRecord extends Error {}

/** @throws {Error} when it is none */
export function parseRecord(text: string): CopyRecord {
  const { item, version, commit, licence, form, sources, abilities, files } = objectIn(
    JSON.parse(text),
    "no object in it",
  );
  if (!isText(item, /^[a-z0-9-]+(\/[a-z0-9-]+){1,2}$/)) throw new NoRecord("no name of an item in it");
  if (!isText(version, VERSION)) throw new NoRecord("no version in it");
  if (!isText(commit, COMMIT)) throw new NoRecord("no commit in it");
  if (typeof files !== "string") throw new NoRecord("no files in it");
  const recorded = filesIn(unpack(files));
  if (form !== undefined && !OTHER_FORMS.some((one) => one === form)) throw new NoRecord("a form in it that is none");
  // Both are shown to nobody: they are for whoever reads the file.
  if (licence !== undefined && typeof licence !== "string") throw new NoRecord("a licence in it that is none");
  const places = Object.entries(sources === undefined ? {} : objectIn(sources, "a list of sources in it that is none"));
  if (!places.every(([path, place]) => recorded.has(path) && typeof place === "string"))
    throw new NoRecord("a list of sources in it that is none");
  return {
    item,
    version,
    commit,
    licence,
    ...(form !== undefined && { form: form as OtherForm }),
    sources: Object.fromEntries(places) as Record<string, string>,
    abilities: abilities === undefined ? undefined : abilitiesIn(abilities),
    files: recorded,
  };
}

const VERSION = /^\d+\.\d+\.\d+(-[\w.-]+)?$/;
const COMMIT = /^\w+\+?$/;

function abilitiesIn(value: unknown): Record<string, RecordedAbility> {
  const wrong = "a list of abilities in it that is none";
  const entries = Object.entries(objectIn(value, wrong));
  if (entries.length > MOST_FILES) throw new NoRecord(wrong);
  const abilities = entries.map(([name, ability]): [string, RecordedAbility] => {
    const { version, commit } = objectIn(ability, wrong);
    if (!isText(name, ABILITY) || !isText(version, VERSION) || !isText(commit, COMMIT)) throw new NoRecord(wrong);
    return [name, { version, commit }];
  });
  return Object.fromEntries(abilities);
}

const ABILITY = /^[a-z0-9]+(-[a-z0-9]+)*$/;

function unpack(files: string): string {
  try {
    return gunzipSync(Buffer.from(files, "base64"), { maxOutputLength: MOST_UNPACKED_BYTES }).toString();
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new NoRecord(tooLarge ? `more than ${MOST_UNPACKED_BYTES / 2 ** 20} MB in it` : "files that do not unpack");
  }
}

function filesIn(text: string): Map<string, RecordedFile> {
  const entries = Object.entries(objectIn(JSON.parse(text), "no list of files in it"));
  if (entries.length > MOST_FILES) throw new NoRecord(`more than ${MOST_FILES} files in it`);
  const files = entries.map(([path, value]): [string, RecordedFile] => {
    if (!isPlainPath(path)) throw new NoRecord(`a path in it that no item has, "${onOneLine(path.slice(0, 100))}"`);
    const { body, header } = objectIn(value, "a file in it that is none");
    if (typeof body !== "string" || !isText(header, /^[0-9a-f]{64}$/)) throw new NoRecord("a file in it that is none");
    return [path, { body, header }];
  });
  return new Map(files);
}

function objectIn(value: unknown, otherwise: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new NoRecord(otherwise);
  return value as Record<string, unknown>;
}

const isText = (value: unknown, pattern: RegExp): value is string =>
  typeof value === "string" && value.length <= 100 && pattern.test(value);
