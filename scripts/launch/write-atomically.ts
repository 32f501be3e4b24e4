/** Writes a file whole or not at all, and only returns when it is on disk. */
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";

export function writeAtomically(path: string, text: string): void {
  const part = `${path}.${process.pid}.part`;
  const file = openSync(part, "w");
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(part, path);
}

/** As indented JSON with a newline at its end. */
export const writeJson = (path: string, value: unknown): void =>
  writeAtomically(path, `${JSON.stringify(value, undefined, 2)}\n`);
