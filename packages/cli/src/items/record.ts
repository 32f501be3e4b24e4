/**
 * `.triathlon.json`, the record that travels with every copy: which item it is, and each file as it was when it was made, so that
 * an update can tell your changes from ours without asking anybody. It is the same in every copy of one version.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { splitHeader } from "./header.ts";

export const RECORD = ".triathlon.json";

export interface CopyRecord {
  item: string;
  version: string;
  commit: string;
  licence?: string | undefined;
  /** Where each file comes from in the repository, by the path from the copy's folder; absent in copies of before. */
  sources?: Record<string, string> | undefined;
  /** By the path from the copy's folder. */
  files: Map<string, RecordedFile>;
}

export interface RecordedFile {
  /** The file as it came, without its header. */
  body: string;
  /** SHA-256 of the header it came with, in hexadecimal. */
  header: string;
}

const ABOUT = "What triathlon update needs to merge: each file as it came, without its header. Keep it with the copy.";
const HOW = "gzip, base64";

/** @param files the whole texts, by path */
export function writeRecord(copy: Omit<CopyRecord, "files">, files: ReadonlyMap<string, string>): string {
  const recorded = [...files].map(([path, text]) => [path, recordOf(text)]);
  const packed = gzipSync(JSON.stringify(Object.fromEntries(recorded)), { level: 9 }).toString("base64");
  return `${JSON.stringify({ about: ABOUT, ...copy, encoding: HOW, files: packed }, null, 1)}\n`;
}

/** What is recorded of a file's text. */
export function recordOf(text: string): RecordedFile {
  const { header, body } = splitHeader(text);
  return { body, header: createHash("sha256").update(header.replaceAll("\r\n", "\n")).digest("hex") };
}

/**
 * @param folder of a copy
 * @throws {Error} when there is a record that cannot be read
 * @returns undefined where there is none
 */
export function readRecord(folder: string): CopyRecord | undefined {
  const place = join(folder, RECORD);
  let text: string;
  try {
    text = readFileSync(place, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const { files, ...copy } = JSON.parse(text) as Omit<CopyRecord, "files"> & { files: string };
    const recorded = JSON.parse(gunzipSync(Buffer.from(files, "base64")).toString()) as Record<string, RecordedFile>;
    return { ...copy, files: new Map(Object.entries(recorded)) };
  } catch (error) {
    throw new Error(
      `Cannot read "${place}": wanted the record of a copy, found something else: restore it from version control`,
      {
        cause: error,
      },
    );
  }
}
